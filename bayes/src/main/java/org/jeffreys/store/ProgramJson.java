package org.jeffreys.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;
import org.jeffreys.core.Check;
import org.jeffreys.ppl.ProgramData;

/** The data of a program from a JSON file as Stan has them, plain, {@code .gz} or {@code .zip}. */
public final class ProgramJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ProgramJson() {}

  /**
   * Reads a file: one object of numbers and lists of numbers.
   *
   * @throws IllegalArgumentException if it is something else, with the line
   * @throws UncheckedIOException if it cannot be read
   */
  public static ProgramData read(Path file) {
    Check.require(Files.isRegularFile(file), "data", "a JSON file", file);
    try (InputStream in = open(file)) {
      return new ProgramData(MAPPER.readValue(in, new TypeReference<Map<String, Object>>() {}));
    } catch (JsonProcessingException e) {
      long line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new IllegalArgumentException(
          file + ":" + line + ": expected one JSON object, got " + firstLine(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static String firstLine(JsonProcessingException e) {
    return e.getOriginalMessage().lines().findFirst().orElse("something else");
  }

  private static InputStream open(Path file) throws IOException {
    String name = file.toString().toLowerCase(Locale.ROOT);
    InputStream in = Files.newInputStream(file);
    try {
      if (name.endsWith(".gz")) {
        return new GZIPInputStream(in);
      }
      if (name.endsWith(".zip")) {
        ZipInputStream zip = new ZipInputStream(in);
        Check.require(zip.getNextEntry() != null, "data", "a file in " + file, "an empty archive");
        return zip;
      }
      return in;
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }
}
