package org.jeffreys.store;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Files of named tensors in the safetensors form: an 8-byte length, a JSON header with types,
 * shapes and offsets, the elements. The metadata carry the SHA-256 of the whole file under {@code
 * sha256}, taken with zeros in its place, which reading verifies; files of others have none.
 *
 * @source safetensors format 0.3 and later, huggingface/safetensors
 */
public final class Safetensors {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The key of the digest. */
  static final String DIGEST = "sha256";

  private static final String NO_DIGEST = "0".repeat(64);

  /**
   * What a file holds.
   *
   * @param tensors by name, in the innermost scope
   * @param metadata strings by name
   */
  public record Content(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  private Safetensors() {}

  /**
   * Writes tensors and metadata.
   *
   * @throws IllegalArgumentException if names and metadata are longer than reading takes
   */
  public static void write(
      OutputStream out, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    Map<String, byte[]> elements = new LinkedHashMap<>();
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : new TreeMap<>(tensors).entrySet()) {
      Tensor tensor = entry.getValue();
      byte[] bytes = tensor.toBytes();
      elements.put(entry.getKey(), bytes);
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", ElementType.of(tensor.dtype()).name());
      node.set("shape", JSON.valueToTree(tensor.shape()));
      node.set("data_offsets", JSON.valueToTree(new long[] {offset, offset + bytes.length}));
      offset += bytes.length;
    }
    Map<String, String> all = new TreeMap<>(metadata);
    all.put(DIGEST, NO_DIGEST);
    header.set(SafetensorsHeader.METADATA, JSON.valueToTree(all));
    String json = header.toString();
    json += " ".repeat((8 - json.getBytes(StandardCharsets.UTF_8).length % 8) % 8);
    MessageDigest digest = sha256(json);
    elements.values().forEach(digest::update);
    String hex = HexFormat.of().formatHex(digest.digest());
    byte[] head = withDigest(json, NO_DIGEST, hex).getBytes(StandardCharsets.UTF_8);
    Check.require(
        head.length <= SafetensorsHeader.LONGEST,
        "metadata",
        "a header of at most " + SafetensorsHeader.LONGEST + " bytes",
        head.length);
    out.write(lengthOf(head));
    out.write(head);
    for (byte[] bytes : elements.values()) {
      out.write(bytes);
    }
  }

  private static byte[] lengthOf(byte[] head) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(head.length).array();
  }

  /** The header with another digest: the same length, and quotes that no other text can hold. */
  private static String withDigest(String json, String from, String to) {
    String key = '"' + DIGEST + "\":\"";
    return json.replace(key + from + '"', key + to + '"');
  }

  /**
   * Opens a file: its header is read, its arrays when they are asked for. A digest is checked by
   * {@link SafetensorsFile#verify} only.
   *
   * @return what the caller closes
   * @throws UncheckedIOException if it cannot be read, or its header is not of this form or does
   *     not fit it
   */
  public static SafetensorsFile open(Path file) {
    return SafetensorsFile.open(file);
  }

  /**
   * Reads a whole file, and checks its digest where it has one.
   *
   * @throws UncheckedIOException if it cannot be read, is not of this form, or is damaged
   * @throws IllegalArgumentException if it has arrays of a type that cannot be read
   */
  public static Content read(Path file) {
    try (SafetensorsFile opened = open(file);
        Scope scope = Scope.open()) {
      opened.verify();
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      opened.arrays().keySet().forEach(name -> tensors.put(name, opened.tensor(name)));
      tensors.values().forEach(scope::keep);
      return new Content(tensors, opened.metadata());
    }
  }

  static UncheckedIOException damaged(Path file, String expected, Object got) {
    String message =
        String.format(
            Locale.ROOT, "%s: expected %s, got %s; the file is damaged", file, expected, got);
    String line = file + OneLine.of(message.substring(file.toString().length()));
    return new UncheckedIOException(line, new IOException(line));
  }

  /** The digest of a file that holds a given one, fed with its length and its header. */
  static MessageDigest digest(String json, String expected) {
    return sha256(withDigest(json, expected, NO_DIGEST));
  }

  /** The digest of a file, fed with its length and its header. */
  private static MessageDigest sha256(String json) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] head = json.getBytes(StandardCharsets.UTF_8);
      digest.update(lengthOf(head));
      digest.update(head);
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: expected in every Java, got none", e);
    }
  }
}
