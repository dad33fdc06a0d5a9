package org.jeffreys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jeffreys.NativeMemory;
import org.jeffreys.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NativeMemory.class)
final class ZipImagesTest {
  private static final String OMNIGLOT = "omniglot/images_background_small1.zip";

  @Test
  void readsOmniglotAsMnistWouldHoldIt() {
    Path file = TestData.require(OMNIGLOT);
    try (Images images = ZipImages.read(file)) {
      assertThat(images.pixels().shape()).containsExactly(2720, 28, 28, 1);
      assertThat(images.classNames())
          .containsExactly("Balinese", "Early Aramaic", "Greek", "Korean", "Latin");
      int[] counts = new int[5];
      for (int label : images.labelArray()) {
        counts[label]++;
      }
      assertThat(counts).containsExactly(480, 440, 480, 800, 520);
      for (int i = 0; i < images.size(); i += 97) {
        assertPlaced(images.bytes(i));
      }
    }
  }

  /** Dark border, light ink of 20 pixels, its centre of mass in [14, 15) as in MNIST's files. */
  private static void assertPlaced(byte[] pixels) {
    int top = 28;
    int bottom = 0;
    int left = 28;
    int right = 0;
    double mass = 0;
    double down = 0;
    for (int i = 0; i < pixels.length; i++) {
      int value = pixels[i] & 0xff;
      mass += value;
      int row = i / 28;
      down += value * (row + 0.5);
      if (value > 0) {
        top = Math.min(top, row);
        bottom = Math.max(bottom, row + 1);
        left = Math.min(left, i % 28);
        right = Math.max(right, i % 28 + 1);
      }
    }
    assertThat(Math.max(bottom - top, right - left)).isEqualTo(20);
    boolean free = top > 0 && bottom < 28;
    assertThat(down / mass).isBetween(free ? 13.98 : 8, free ? 15.02 : 20);
  }

  @Test
  void samplesWithoutReplacementBySeed() {
    Path file = TestData.require(OMNIGLOT);
    try (Images all = ZipImages.read(file);
        Images some = ZipImages.sample(file, 50, 1);
        Images same = ZipImages.sample(file, 50, 1);
        Images other = ZipImages.sample(file, 50, 2);
        Images whole = ZipImages.sample(file, 2720, 3)) {
      assertThat(same.pixels().toBytes()).isEqualTo(some.pixels().toBytes());
      assertThat(other.pixels().toBytes()).isNotEqualTo(some.pixels().toBytes());
      assertThat(whole.pixels().toBytes()).isEqualTo(all.pixels().toBytes());
      assertThat(whole.labelArray()).isEqualTo(all.labelArray());
    }
    assertThatThrownBy(() -> ZipImages.sample(file, 2721, 1))
        .hasMessage("count: expected at most 2720 pictures, got 2721");
  }

  @Test
  void saysWhatIsWrong(@TempDir Path folder) throws IOException {
    Path text = Files.writeString(folder.resolve("a.zip"), "hello, this is no zip file at all");
    assertThatThrownBy(() -> ZipImages.read(text))
        .hasMessageStartingWith(text + ": expected a zip file, got something else (");
    assertThatThrownBy(() -> ZipImages.read(folder.resolve("absent.zip")))
        .hasMessage(folder.resolve("absent.zip") + ": expected a readable file, got none");
    assertThatThrownBy(() -> ZipImages.read(zip(folder.resolve("b.zip"), "x/y/z/readme.txt")))
        .hasMessage(folder.resolve("b.zip") + ": expected PNG pictures, got none");
    assertThatThrownBy(() -> ZipImages.read(zip(folder.resolve("c.zip"), "Greek/1.png")))
        .hasMessage(
            folder.resolve("c.zip")
                + ": expected pictures in folders of two levels, got Greek/1.png");
    assertThatThrownBy(() -> ZipImages.read(zip(folder.resolve("d.zip"), "x/Greek/1/1.png")))
        .hasMessage(
            folder.resolve("d.zip")
                + "!x/Greek/1/1.png: expected a PNG or JPEG picture, got something else");
  }

  private static Path zip(Path file, String entry) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(file))) {
      out.putNextEntry(new ZipEntry(entry));
      out.write("hello".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
    return file;
  }
}
