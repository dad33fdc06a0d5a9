package org.jeffreys.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.jeffreys.data.Images;
import org.jeffreys.data.Strokes;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class ServeClassifierTest {
  private static final int NUM_DIGITS = 200;

  @TempDir private Path folder;

  /** Dark on white. */
  private void write(Path file, byte[] pixels) throws IOException {
    var picture = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < pixels.length; i++) {
      picture.getRaster().setSample(i % 28, i / 28, 0, 255 - (pixels[i] & 0xff));
    }
    ImageIO.write(picture, "png", file.toFile());
  }

  @Test
  void isMostlyRightWhereItIsSure() throws IOException {
    Path model = folder.resolve("model.jeffreys");
    ServeClassifier.train(model);
    Path pictures = Files.createDirectories(folder.resolve("pictures"));
    try (Images digits = Strokes.digits(NUM_DIGITS, 99)) {
      for (int i = 0; i < NUM_DIGITS; i++) {
        String name = digits.labelArray()[i] + "-" + i + ".png";
        write(pictures.resolve(name), digits.bytes(i));
      }
    }
    var bytes = new ByteArrayOutputStream();

    ServeClassifier.serve(model, pictures, new PrintStream(bytes, true, UTF_8));

    List<String> lines = bytes.toString(UTF_8).lines().toList();
    assertThat(lines).hasSize(NUM_DIGITS).allMatch(line -> line.matches("\\d-\\d+\\.png: [\\d?]"));
    List<String> sure = lines.stream().filter(line -> !line.endsWith("?")).toList();
    long right =
        sure.stream().filter(line -> line.charAt(0) == line.charAt(line.length() - 1)).count();
    assertThat(sure).hasSizeBetween(NUM_DIGITS / 4, NUM_DIGITS - 1);
    assertThat((double) right / sure.size()).isGreaterThan(0.95);
  }
}
