package org.jeffreys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.GZIPOutputStream;
import javax.imageio.ImageIO;
import org.jeffreys.NativeMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NativeMemory.class)
final class ImageBlocksTest {
  private static final ImageFolder AS = new ImageFolder(2, 3, Invert.NEVER);
  private static final byte[] PIXELS = {
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -1, 12, 13, 14, 15, 16, 17
  };

  @TempDir private Path folder;

  private Path idx(byte[] content, int... header) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int number : header) {
      out.writeInt(number);
    }
    out.write(content);
    return Files.write(folder.resolve("images"), bytes.toByteArray());
  }

  private Path picture(String name, int height, int width, int grey) throws IOException {
    var image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < height * width; i++) {
      image.getRaster().setSample(i % width, i / width, 0, grey);
    }
    Path file = folder.resolve(name);
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(image, "png", file.toFile());
    return file;
  }

  /** Names and pixels of all blocks. */
  private static List<String> all(Path input, ImageFolder as, int count) {
    List<String> all = new ArrayList<>();
    try (ImageBlocks blocks = ImageBlocks.open(input, as)) {
      long size = 0;
      while (size < blocks.size()) {
        ImageBlocks.Block block = blocks.next(count);
        try (ImageBlocks.Read read = block.read()) {
          assertThat(block.names()).hasSize((int) read.images().size());
          size += read.images().size();
          for (int i = 0; i < block.names().size(); i++) {
            all.add(block.names().get(i) + Arrays.toString(read.images().bytes(i)));
          }
        }
      }
      assertThatThrownBy(() -> blocks.next(1)).isInstanceOf(NoSuchElementException.class);
    }
    return all;
  }

  @Test
  void readsIdxFilesWhateverTheBlock() throws IOException {
    Path plain = idx(PIXELS, 2051, 3, 2, 3);
    Path compressed = folder.resolve("images.gz");
    try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      out.write(Files.readAllBytes(plain));
    }
    for (Path file : List.of(plain, compressed)) {
      for (int count = 1; count < 5; count++) {
        assertThat(all(file, AS, count))
            .containsExactly(
                "0[0, 1, 2, 3, 4, 5]", "1[6, 7, 8, 9, 10, -1]", "2[12, 13, 14, 15, 16, 17]");
      }
    }
    assertThat(all(plain, new ImageFolder(2, 3, Invert.ALWAYS), 1).get(1))
        .isEqualTo("1[-7, -8, -9, -10, -11, 0]");
  }

  @Test
  void readsAsTheReadersOfWholeFilesDo() throws IOException {
    picture("b/1.png", 2, 3, 10);
    picture("a/2.png", 4, 6, 20);
    picture("a/1.png", 2, 3, 30);
    assertThat(all(folder, AS, 2))
        .containsExactly(
            "a/1.png[30, 30, 30, 30, 30, 30]",
            "a/2.png[20, 20, 20, 20, 20, 20]",
            "b/1.png[10, 10, 10, 10, 10, 10]");
    try (Images images = AS.read(folder)) {
      assertThat(images.bytes(1)).containsOnly(20);
    }
    try (ImageBlocks blocks = ImageBlocks.open(folder, AS);
        ImageBlocks.Read read = blocks.next(9).read()) {
      assertThat(blocks.nameOfNames()).isEqualTo("file");
      assertThat(read.numScaled()).isEqualTo(1);
    }
    assertThat(all(folder.resolve("a/2.png"), AS, 1))
        .containsExactly("2.png[20, 20, 20, 20, 20, 20]");
  }

  @Test
  void scalesIdxImagesOfAnotherSize() throws IOException {
    byte[] wide = {8, 8, 8, 8, 8, 8, 8, 8};
    Path file = idx(wide, 2051, 1, 2, 4);
    try (ImageBlocks blocks = ImageBlocks.open(file, AS);
        ImageBlocks.Read read = blocks.next(1).read()) {
      assertThat(blocks.nameOfNames()).isEqualTo("index");
      assertThat(read.numScaled()).isEqualTo(1);
      assertThat(read.images().bytes(0)).containsExactly(8, 8, 8, 8, 8, 8);
    }
  }

  @Test
  void saysInOneLineWhatIsWrong() throws IOException {
    Path file = idx(PIXELS, 2051, 4, 2, 3);
    assertFails(file, ": expected 40 bytes uncompressed, got 34; the file is truncated");
    idx(PIXELS, 2051, 2, 2, 3);
    assertFails(file, ": expected 28 bytes uncompressed, got trailing bytes after them");
    idx(PIXELS, 2049, 3);
    assertFails(file, ": expected an image file (magic 2051), got a label file (magic 2049)");
    idx(new byte[0], 2051, 0, 2, 3);
    assertFails(file, ": expected at least one image, got none");
    idx(PIXELS, 2051, 1, 2, 0);
    assertFails(file, ": expected images of 1 to 16000000 pixels, got 2 x 0");
    idx(PIXELS, 2051, 1, -1, -1);
    assertFails(file, ": expected images of 1 to 16000000 pixels, got 4294967295 x 4294967295");
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertFails(empty, ": expected PNG or JPEG pictures (.png, .jpg, .jpeg), got none");
    assertFails(folder.resolve("absent"), ": expected a readable file, got none");
  }

  private static void assertFails(Path input, String message) {
    assertThatThrownBy(() -> all(input, AS, 1))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(input + message);
  }
}
