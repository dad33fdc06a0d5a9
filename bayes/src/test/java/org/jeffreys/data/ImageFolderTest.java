package org.jeffreys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.jeffreys.NativeMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NativeMemory.class)
final class ImageFolderTest {
  private static final ImageFolder READER = new ImageFolder(2, 2, Invert.NEVER);

  @TempDir private Path folder;

  private Path picture(String name, int type, Color colour) throws IOException {
    return picture(name, type, colour, 2);
  }

  private Path picture(String name, int type, Color colour, int size) throws IOException {
    BufferedImage image = new BufferedImage(size, size, type);
    for (int i = 0; i < size * size; i++) {
      image.setRGB(i % size, i / size, colour.getRGB());
    }
    return write(name, image);
  }

  private Path write(String name, BufferedImage image) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    assertThat(ImageIO.write(image, name.endsWith("png") ? "png" : "jpg", file.toFile())).isTrue();
    return file;
  }

  private byte[] onlyImage() {
    try (Images images = READER.read(folder)) {
      assertThat(images.size()).isEqualTo(1);
      assertThat(images.labels()).isNull();
      return images.bytes(0);
    }
  }

  @ParameterizedTest
  @CsvSource({"255, 0, 0, 76", "0, 255, 0, 150", "0, 0, 255, 29", "255, 255, 255, 255"})
  void weighsColoursByTheirLuma(int red, int green, int blue, int luma) throws IOException {
    picture("a.png", BufferedImage.TYPE_INT_RGB, new Color(red, green, blue));
    assertThat(onlyImage()).containsOnly(luma);
  }

  @Test
  void greyPicturesKeepTheirValues() throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_GRAY);
    image.getRaster().setSamples(0, 0, 2, 2, 0, new int[] {0, 64, 128, 255});
    write("a.png", image);
    assertThat(onlyImage()).containsExactly(0, 64, 128, 255);
  }

  @Test
  void widerAndNarrowerGreysAreScaled() throws IOException {
    BufferedImage wide = new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY);
    wide.getRaster().setSamples(0, 0, 2, 2, 0, new int[] {0, 0x4000, 0x8000, 0xffff});
    Path file = write("a.png", wide);
    assertThat(onlyImage()).containsExactly(0, 64, 128, 255);
    Files.delete(file);
    BufferedImage bits = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_BINARY);
    bits.getRaster().setSamples(0, 0, 2, 2, 0, new int[] {0, 1, 1, 0});
    write("a.png", bits);
    assertThat(onlyImage()).containsExactly(0, 255, 255, 0);
  }

  @Test
  void whatIsTransparentLiesOnWhite() throws IOException {
    picture("a.png", BufferedImage.TYPE_INT_ARGB, new Color(0, 0, 0, 51));
    assertThat(onlyImage()).containsOnly(204);
  }

  @Test
  void readsJpeg() throws IOException {
    picture("a.JPG", BufferedImage.TYPE_INT_RGB, new Color(200, 200, 200), 16);
    for (byte value : onlyImage()) {
      assertThat(value & 0xff).isBetween(198, 202);
    }
  }

  @Test
  void invertsWhatIsDarkOnLight() throws IOException {
    picture("a.png", BufferedImage.TYPE_BYTE_GRAY, Color.WHITE, 5);
    try (Images images = new ImageFolder(3, 3, Invert.AUTO).read(folder)) {
      assertThat(images.bytes(0)).containsOnly(0);
    }
  }

  @Test
  void goesByNameAndLeavesOutTheRest() throws IOException {
    Path ten = picture("10.png", BufferedImage.TYPE_BYTE_GRAY, Color.WHITE);
    Path two = picture("2.jpeg", BufferedImage.TYPE_BYTE_GRAY, Color.WHITE);
    Path nine = picture("09.png", BufferedImage.TYPE_BYTE_GRAY, Color.WHITE);
    Files.writeString(folder.resolve("notes.txt"), "not a picture");
    Files.writeString(folder.resolve("._10.png"), "not a picture");
    Files.createDirectories(folder.resolve("empty"));
    assertThat(ImageFolder.files(folder)).containsExactly(nine, ten, two);
  }

  @Test
  void subfoldersAreClasses() throws IOException {
    picture("owl/1.png", BufferedImage.TYPE_BYTE_GRAY, Color.WHITE);
    picture("cat/1.png", BufferedImage.TYPE_BYTE_GRAY, Color.BLACK);
    picture("owl/0.png", BufferedImage.TYPE_BYTE_GRAY, Color.WHITE);
    try (Images images = READER.read(folder)) {
      assertThat(images.classNames()).containsExactly("cat", "owl");
      assertThat(images.labelArray()).containsExactly(0, 1, 1);
      assertThat(images.bytes(0)).containsOnly(0);
      assertThat(images.bytes(2)).containsOnly(255);
    }
  }

  private void assertRefused(Path named, String message) {
    assertThatThrownBy(() -> READER.read(folder))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(named + ": expected " + message);
  }

  @Test
  void saysWhatIsWrong() throws IOException {
    assertRefused(folder, "PNG or JPEG pictures (.png, .jpg, .jpeg), got none");
    Path text = Files.writeString(folder.resolve("a.png"), "hello");
    assertRefused(text, "a PNG or JPEG picture, got something else");
    picture("owl/1.png", BufferedImage.TYPE_BYTE_GRAY, Color.WHITE);
    assertRefused(folder, "pictures in the folder or in its subfolders, got pictures in both");
    assertThatThrownBy(() -> READER.read(text))
        .hasMessage(text + ": expected a folder, got a file");
    Path absent = folder.resolve("absent");
    assertThatThrownBy(() -> READER.read(absent))
        .hasMessage(absent + ": expected a folder, got none");
  }

  @Test
  void refusesDamagedPictures() throws IOException {
    Path png = picture("a.png", BufferedImage.TYPE_INT_RGB, Color.RED, 40);
    truncate(png);
    assertThatThrownBy(() -> READER.read(folder))
        .hasMessageStartingWith(png + ": expected a PNG or JPEG picture, got a damaged one (");
    Files.delete(png);
    Path jpeg = picture("a.jpg", BufferedImage.TYPE_INT_RGB, Color.RED, 400);
    truncate(jpeg);
    assertRefused(jpeg, "a PNG or JPEG picture, got a truncated one");
    Files.delete(jpeg);
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB);
    Path gif = folder.resolve("b.png");
    assertThat(ImageIO.write(image, "gif", gif.toFile())).isTrue();
    assertRefused(gif, "a PNG or JPEG picture, got a picture of the format gif");
  }

  private static void truncate(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length * 2 / 3));
  }

  @Test
  void refusesPicturesThatDoNotFitInMemory() throws IOException {
    Path file = write("a.png", new BufferedImage(4001, 4000, BufferedImage.TYPE_BYTE_BINARY));
    assertRefused(file, "at most 16000000 pixels, got 4000 x 4001; make it smaller");
  }
}
