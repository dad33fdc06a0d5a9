package org.jeffreys.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.HostStream;

/**
 * Reads a zip of black characters on white, as Omniglot's, as 28 x 28 images placed as MNIST's
 * digits are: light on dark, the ink scaled to 20 pixels, the centre of mass in the middle.
 *
 * <p>The class of a picture is the second folder of its path: {@code
 * images_background/Greek/character01/0001_01.png} is Greek.
 */
public final class ZipImages {
  private static final int FIELD = 28;
  private static final int BOX = 20;

  private ZipImages() {}

  /**
   * All pictures of a zip, by name; the caller closes them.
   *
   * @throws java.io.UncheckedIOException with one line that names the file and what is wrong in it
   */
  public static Images read(Path file) {
    try (ZipFile zip = open(file)) {
      return images(file, zip, pictures(file, zip));
    } catch (IOException e) {
      throw FileFailure.operation(file, e);
    }
  }

  /**
   * As {@link #read}, {@code count} of the pictures, drawn without replacement.
   *
   * @param count at most as many as there are
   */
  public static Images sample(Path file, int count, long seed) {
    Check.atLeast(count, 1, "count");
    try (ZipFile zip = open(file)) {
      List<? extends ZipEntry> all = pictures(file, zip);
      Check.require(count <= all.size(), "count", "at most " + all.size() + " pictures", count);
      long[] order = new long[all.size()];
      Arrays.setAll(order, i -> i);
      HostStream.keyed(seed, "zip-images", 0).shuffle(order);
      return images(
          file,
          zip,
          Arrays.stream(order, 0, count).sorted().mapToObj(i -> all.get((int) i)).toList());
    } catch (IOException e) {
      throw FileFailure.operation(file, e);
    }
  }

  private static ZipFile open(Path file) throws IOException {
    try {
      return new ZipFile(file.toFile());
    } catch (ZipException e) {
      throw FileFailure.content(file, "a zip file", "something else (" + e.getMessage() + ")");
    }
  }

  private static List<? extends ZipEntry> pictures(Path file, ZipFile zip) {
    List<? extends ZipEntry> entries =
        zip.stream()
            .filter(entry -> entry.getName().toLowerCase(Locale.ROOT).endsWith(".png"))
            .sorted(Comparator.comparing(ZipEntry::getName))
            .toList();
    if (entries.isEmpty()) {
      throw FileFailure.content(file, "PNG pictures", "none");
    }
    return entries;
  }

  private static Images images(Path file, ZipFile zip, List<? extends ZipEntry> entries)
      throws IOException {
    List<String> classNames =
        zip.stream()
            .map(entry -> folder(entry))
            .filter(name -> !name.isEmpty())
            .distinct()
            .sorted()
            .toList();
    byte[] pixels = new byte[entries.size() * FIELD * FIELD];
    int[] labels = new int[entries.size()];
    for (int i = 0; i < labels.length; i++) {
      ZipEntry entry = entries.get(i);
      labels[i] = classNames.indexOf(folder(entry));
      if (labels[i] < 0) {
        throw FileFailure.content(file, "pictures in folders of two levels", entry.getName());
      }
      try (InputStream in = zip.getInputStream(entry)) {
        PictureDecoder.decode(in, file + "!" + entry.getName())
            .inverted(Invert.ALWAYS)
            .placedAsMnist(FIELD, BOX)
            .write(pixels, i * FIELD * FIELD);
      }
    }
    return Images.of(pixels, labels, 1, FIELD, FIELD, classNames);
  }

  /** The second folder of a picture's path, spaces for underscores; empty where there is none. */
  private static String folder(ZipEntry entry) {
    String[] parts = entry.getName().split("/", -1);
    return parts.length > 3 ? parts[1].replace('_', ' ') : "";
  }
}
