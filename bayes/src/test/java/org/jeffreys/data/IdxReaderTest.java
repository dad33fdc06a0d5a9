package org.jeffreys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jeffreys.NativeMemory;
import org.jeffreys.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NativeMemory.class)
final class IdxReaderTest {
  private static final IdxReader READER = new IdxReader(2, 3, List.of("a", "b", "c"));
  private static final byte[] PIXELS = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, -1};

  @TempDir private Path folder;

  private static byte[] idx(byte[] content, int... header) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int number : header) {
      out.writeInt(number);
    }
    out.write(content);
    return bytes.toByteArray();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  private static byte[] images() throws IOException {
    return idx(PIXELS, 2051, 2, 2, 3);
  }

  private Path file(String name, byte[] bytes) throws IOException {
    return Files.write(folder.resolve(name), bytes);
  }

  private Path labels(int... labels) throws IOException {
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    return file("labels", idx(bytes, 2049, labels.length));
  }

  @Test
  void readsPlainAndCompressedFiles() throws IOException {
    Path plain = file("images", images());
    Path compressed = file("images.gz", gzip(images()));
    Path labels = labels(2, 0);
    for (Path file : List.of(plain, compressed)) {
      try (Images images = READER.read(file, labels)) {
        assertThat(images.pixels().shape()).containsExactly(2, 2, 3, 1);
        assertThat(images.bytes(1)).containsExactly(6, 7, 8, 9, 10, -1);
        assertThat(images.labelArray()).containsExactly(2, 0);
        assertThat(images.classNames()).containsExactly("a", "b", "c");
      }
    }
    try (Images images = READER.readUnlabelled(plain)) {
      assertThat(images.labels()).isNull();
      assertThat(images.size()).isEqualTo(2);
    }
  }

  private void assertRefused(String name, byte[] bytes, String message) throws IOException {
    Path file = file(name, bytes);
    assertThatThrownBy(() -> READER.readUnlabelled(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(file + ": expected " + message);
  }

  @Test
  void saysWhatIsWrongWithImages() throws IOException {
    byte[] whole = images();
    byte[] zipped = gzip(whole);
    assertRefused(
        "a.gz",
        new byte[] {0x3c, 0x21},
        "gzip data, which starts with bytes 1f 8b, got bytes 3c 21");
    assertRefused(
        "b.gz", new byte[0], "gzip data, which starts with bytes 1f 8b, got an empty file");
    assertRefused("c.gz", new byte[] {0x1f, (byte) 0x8b}, "gzip data, got a damaged header");
    assertRefused(
        "d", Arrays.copyOf(whole, 20), "28 bytes uncompressed, got 20; the file is truncated");
    assertRefused("e", Arrays.copyOf(whole, 7), "an IDX header, got 7; the file is truncated");
    assertRefused(
        "f", Arrays.copyOf(whole, 30), "28 bytes uncompressed, got trailing bytes after them");
    assertRefused(
        "g.gz", Arrays.copyOf(zipped, zipped.length - 8), "whole gzip data, got an early end");
    zipped[zipped.length - 8] ^= 1;
    assertRefused("h.gz", zipped, "whole gzip data, got damage after 28 bytes uncompressed");
    assertRefused(
        "i", idx(PIXELS, 2049, 12), "an image file (magic 2051), got a label file (magic 2049)");
    assertRefused("j", idx(PIXELS, 7, 12), "an image file (magic 2051), got magic 7");
    assertRefused("k", idx(PIXELS, 2051, 2, 3, 2), "images of 2 x 3 pixels, got images of 3 x 2");
    assertRefused("l", idx(PIXELS, 2051, 0, 2, 3), "1 to 357913939 items, got 0");
    assertRefused("m", idx(PIXELS, 2051, -1, 2, 3), "1 to 357913939 items, got 4294967295");
    assertRefused(
        "n",
        idx(PIXELS, 2051, 300_000_000, 2, 3),
        "1800000016 bytes uncompressed, got 28; the file is truncated");
    assertThatThrownBy(() -> READER.readUnlabelled(folder.resolve("absent")))
        .hasMessage(folder.resolve("absent") + ": expected a readable file, got none");
  }

  @Test
  void saysWhatIsWrongWithLabels() throws IOException {
    Path images = file("images", images());
    Path outside = labels(2, 3);
    assertThatThrownBy(() -> READER.read(images, outside))
        .hasMessage(outside + ": expected labels in [0, 3), got 3 at index 1");
    Path three = labels(2, 1, 0);
    assertThatThrownBy(() -> READER.read(images, three))
        .hasMessage(three + ": expected 2 labels, as many as images in " + images + ", got 3");
    assertThatThrownBy(() -> READER.read(images, images))
        .hasMessage(
            images + ": expected a label file (magic 2049), got an image file (magic 2051)");
  }

  /** The means are known figures of MNIST: 0.1307 of the training part. */
  @Test
  void readsMnist() {
    List<String> digits = List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    IdxReader reader = new IdxReader(28, 28, digits);
    Path pixels = TestData.require("mnist/train-images-idx3-ubyte.gz");
    Path labels = TestData.require("mnist/train-labels-idx1-ubyte.gz");
    try (Images images = reader.read(pixels, labels)) {
      assertThat(images.size()).isEqualTo(60_000);
      int[] counts = new int[10];
      for (int label : images.labelArray()) {
        counts[label]++;
      }
      assertThat(counts)
          .containsExactly(5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949);
      long sum = 0;
      for (byte b : images.pixels().toBytes()) {
        sum += b & 0xff;
      }
      assertThat(sum / (255.0 * 60_000 * 784)).isCloseTo(0.1306604762738429, within(1e-12));
    }
  }
}
