package org.jeffreys.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jeffreys.core.Check;

/**
 * Reads a folder of PNG and JPEG pictures of any size and colour as grey images of one size: scaled
 * to fit, by the mean over what a pixel covers where they shrink and linear where they grow, and
 * padded by the mean of their border.
 *
 * <p>Pictures that lie in the folder itself have no labels. Where there are none, each subfolder
 * with pictures is a class, and its name the class's. Names go in the order of their characters;
 * hidden files and those of other kinds are left out.
 *
 * @param height of the images
 * @param width of the images
 * @param invert which pictures are turned to light on dark
 */
public record ImageFolder(int height, int width, Invert invert) {
  /** Checks the sizes. */
  public ImageFolder {
    Check.atLeast(height, 1, "height");
    Check.atLeast(width, 1, "width");
  }

  /**
   * The images of a folder, in the order of {@link #files}; the caller closes them.
   *
   * @throws java.io.UncheckedIOException with one line that names the file and what is wrong in it
   */
  public Images read(Path folder) {
    List<Path> files = files(folder);
    boolean labelled = !folder.equals(files.get(0).getParent());
    List<String> classNames =
        labelled ? files.stream().map(ImageFolder::folderName).distinct().toList() : List.of();
    int area = Math.multiplyExact(height, width);
    byte[] pixels = new byte[Math.multiplyExact(files.size(), area)];
    int[] labels = labelled ? new int[files.size()] : null;
    for (int i = 0; i < files.size(); i++) {
      place(picture(files.get(i)), pixels, i);
      if (labels != null) {
        labels[i] = classNames.indexOf(folderName(files.get(i)));
      }
    }
    return Images.of(pixels, labels, 1, height, width, classNames);
  }

  /**
   * Writes a picture as an image of this size.
   *
   * @param index of the image among {@code pixels}
   * @return whether it was of another size
   */
  boolean place(GreyImage picture, byte[] pixels, int index) {
    picture.inverted(invert).fitted(height, width).write(pixels, index * height * width);
    return picture.height() != height || picture.width() != width;
  }

  static GreyImage picture(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return PictureDecoder.decode(in, file);
    } catch (IOException e) {
      throw FileFailure.operation(file, e);
    }
  }

  /** The pictures of a folder, or else of its subfolders; never empty. */
  public static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw FileFailure.content(folder, "a folder", Files.exists(folder) ? "a file" : "none");
    }
    List<Path> loose = list(folder).stream().filter(ImageFolder::isPicture).toList();
    List<Path> sorted = new ArrayList<>();
    for (Path subfolder : list(folder)) {
      if (Files.isDirectory(subfolder)) {
        list(subfolder).stream().filter(ImageFolder::isPicture).forEach(sorted::add);
      }
    }
    if (!loose.isEmpty() && !sorted.isEmpty()) {
      throw FileFailure.content(
          folder, "pictures in the folder or in its subfolders", "pictures in both");
    }
    if (loose.isEmpty() && sorted.isEmpty()) {
      throw FileFailure.content(folder, "PNG or JPEG pictures (.png, .jpg, .jpeg)", "none");
    }
    return loose.isEmpty() ? List.copyOf(sorted) : loose;
  }

  private static List<Path> list(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(entry -> !name(entry).startsWith("."))
          .sorted(Comparator.comparing(ImageFolder::name))
          .toList();
    } catch (IOException e) {
      throw FileFailure.operation(folder, e);
    }
  }

  static boolean isPicture(Path file) {
    String name = name(file).toLowerCase(Locale.ROOT);
    boolean named = name.endsWith(".png") || name.endsWith(".jpg") || name.endsWith(".jpeg");
    return named && Files.isRegularFile(file);
  }

  private static String folderName(Path file) {
    Path folder = file.getParent();
    return folder == null ? "" : name(folder);
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
