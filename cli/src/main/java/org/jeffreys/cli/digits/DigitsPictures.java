package org.jeffreys.cli.digits;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jeffreys.cli.report.ImageGrid;
import org.jeffreys.cli.report.ImageGrid.Frame;
import org.jeffreys.cli.report.Picture;
import org.jeffreys.data.Images;
import org.jeffreys.store.OutputFolder;

/** Images of a run, ordered by how uncertain the draws are of them: clear ones first. */
final class DigitsPictures {
  /** How many images of a digit, or of a group, are shown at most. */
  static final int MOST = 30;

  static final String CLEAREST = "clearest";
  static final String LEAST_CLEAR = "least-clear";
  static final String CERTAIN_ERRORS = "errors-certain";
  static final String UNCERTAIN_ERRORS = "errors-uncertain";

  private static final int COLUMNS = 10;

  private final DigitsSettings settings;
  private final DigitsData data;
  private final DigitsResult result;

  private final Map<String, Picture> drawn = new LinkedHashMap<>();

  DigitsPictures(DigitsSettings settings, DigitsData data, DigitsResult result) {
    this.settings = settings;
    this.data = data;
    this.result = result;
    for (ImageSet set : ImageSet.values()) {
      group(set, true);
      group(set, false);
    }
    int[] wrong = errors();
    int[] first = Arrays.copyOf(wrong, Math.min(MOST, wrong.length));
    int[] last = IntStream.range(0, first.length).map(i -> wrong[wrong.length - 1 - i]).toArray();
    captioned(CERTAIN_ERRORS, "The most certain errors", ImageSet.CLEAN, first);
    captioned(UNCERTAIN_ERRORS, "The most uncertain errors", ImageSet.CLEAN, last);
    extremes(CLEAREST, "The clearest images of each digit", false);
    extremes(LEAST_CLEAR, "The least clear images of each digit", true);
  }

  /** The sheet of a name; nothing where it would be empty. */
  Optional<Picture> named(String name) {
    return Optional.ofNullable(drawn.get(name));
  }

  /** The name of the sheet of a set's images that are flagged, or that are not. */
  static String name(ImageSet set, boolean flagged) {
    return set.label() + (flagged ? "-flagged" : "-kept");
  }

  /** Writes all sheets, and takes away those of an earlier run that this one has not. */
  void write(OutputFolder folder) {
    for (ImageSet set : ImageSet.values()) {
      write(folder, name(set, true));
      write(folder, name(set, false));
    }
    List.of(CLEAREST, LEAST_CLEAR, CERTAIN_ERRORS, UNCERTAIN_ERRORS)
        .forEach(name -> write(folder, name));
  }

  private void write(OutputFolder folder, String name) {
    String file = "pictures/" + name + ".png";
    Picture picture = drawn.get(name);
    if (picture != null) {
      folder.write(file, picture.png());
      return;
    }
    try {
      Files.deleteIfExists(folder.path().resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(file + ": expected to delete what an earlier run left", e);
    }
  }

  private void group(ImageSet set, boolean flagged) {
    double[] entropy = entropy(set);
    int[] rows = ascending(entropy, row -> entropy[row] > settings.threshold() == flagged);
    String title =
        DigitsText.heading(set.label()) + " images that are " + (flagged ? "flagged" : "kept");
    captioned(name(set, flagged), title, set, spread(rows));
  }

  private int[] errors() {
    boolean[] correct = result.clean().correct(ImageScores.DECIDING);
    return ascending(entropy(ImageSet.CLEAN), row -> !correct[row]);
  }

  private void extremes(String name, String title, boolean greatest) {
    double[] entropy = entropy(ImageSet.CLEAN);
    boolean[] correct = result.clean().correct(ImageScores.DECIDING);
    Images images = data.clean();
    ImageGrid grid =
        ImageGrid.of(images.height(), images.width(), MOST).zoom(2).textScale(4).gap(2);
    for (int digit = 0; digit < DigitsSettings.NUM_CLASSES; digit++) {
      int label = digit;
      int[] rows = ascending(entropy, row -> result.clean().label(row) == label);
      int shown = Math.min(MOST, rows.length);
      if (shown > 0) {
        grid.row(Integer.toString(digit));
      }
      for (int i = 0; i < shown; i++) {
        int row = rows[greatest ? rows.length - 1 - i : i];
        grid.image(images.bytes(row), "", correct[row] ? Frame.NONE : Frame.WRONG);
      }
    }
    String description =
        "A row a digit, up to " + MOST + " test images each; framed are those predicted wrong.";
    drawn.put(name, new Picture(title, description, grid.png()));
  }

  private void captioned(String name, String title, ImageSet set, int[] rows) {
    if (rows.length == 0) {
      return;
    }
    Images images = images(set);
    ImageGrid grid =
        ImageGrid.of(images.height(), images.width(), COLUMNS).zoom(3).textScale(2).gap(16);
    for (int row : rows) {
      grid.image(images.bytes(row), caption(set, row), frame(set, row));
    }
    String description = DigitsText.images(rows.length) + ", with the prediction for each.";
    drawn.put(name, new Picture(title, description, grid.png()));
  }

  /** {@code 7 98%}, or {@code 7 (1) 98%} for a 1. */
  private String caption(ImageSet set, int row) {
    ImageScores scores = set.scores(result);
    int predicted = scores.predictedByDraws(row);
    long percent = Math.round(100 * scores.meanProb(row, predicted));
    boolean wrong = set != ImageSet.FOREIGN && scores.label(row) != predicted;
    return predicted + (wrong ? " (" + scores.label(row) + ") " : " ") + percent + "%";
  }

  private Frame frame(ImageSet set, int row) {
    ImageScores scores = set.scores(result);
    if (set == ImageSet.FOREIGN) {
      boolean flagged = scores.raw(ImageScores.DECIDING)[row] > settings.threshold();
      return flagged ? Frame.FLAGGED : Frame.WRONG;
    }
    return scores.predictedByDraws(row) == scores.label(row) ? Frame.RIGHT : Frame.WRONG;
  }

  private Images images(ImageSet set) {
    return switch (set) {
      case CLEAN -> data.clean();
      case NOISY -> data.noisy();
      case FOREIGN -> data.foreign();
    };
  }

  private double[] entropy(ImageSet set) {
    return set.raw(result, ImageScores.DECIDING);
  }

  /** The rows that are wanted, by value; of equal ones the first comes first. */
  private static int[] ascending(double[] values, IntPredicate wanted) {
    return IntStream.range(0, values.length)
        .filter(wanted)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> values[row]))
        .mapToInt(row -> row)
        .toArray();
  }

  /** At most so many, from the first to the last at even steps. */
  private static int[] spread(int[] rows) {
    int shown = Math.min(MOST, rows.length);
    int last = Math.max(1, shown - 1);
    return IntStream.range(0, shown)
        .map(i -> rows[(int) ((long) i * (rows.length - 1) / last)])
        .toArray();
  }
}
