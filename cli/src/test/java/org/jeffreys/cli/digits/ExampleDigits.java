package org.jeffreys.cli.digits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jeffreys.data.Images;
import org.jeffreys.inference.Epoch;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Outputs;
import org.jeffreys.tensor.DType;
import org.jeffreys.uncertainty.TemperatureScaling;
import org.jeffreys.uncertainty.Tempering;

/**
 * A run of made-up numbers: clean image {@code i} is a digit {@code i % 10}, and predicted as
 * {@code i % 10} or, where it is one of the wrong ones, as the digit after it.
 */
final class ExampleDigits implements AutoCloseable {
  static final int DRAWS = 4;
  private static final int SIDE = 28;
  private static final List<String> CLASSES =
      List.of("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");

  private final int numClean;
  private final int numForeign;
  private final List<Integer> wrong;
  private final double sureness;
  private final DigitsData data;

  /** The first {@code numWrong} clean images are wrong. */
  ExampleDigits(int numClean, int numForeign, int numWrong, double sureness) {
    this.numClean = numClean;
    this.numForeign = numForeign;
    this.wrong = IntStream.range(0, numWrong).boxed().toList();
    this.sureness = sureness;
    Images clean = images(numClean, true);
    try (Images few = images(3, true)) {
      data =
          new DigitsData(
              few.dataset(DType.FLOAT32),
              few.dataset(DType.FLOAT32),
              clean,
              images(numNoisy(), true),
              images(numForeign, false));
    }
  }

  DigitsData data() {
    return data;
  }

  private int numNoisy() {
    return Math.max(1, numClean / 10);
  }

  private static Images images(int count, boolean labelled) {
    byte[] pixels = new byte[count * SIDE * SIDE];
    new Random(count).nextBytes(pixels);
    return Images.of(
        pixels, labelled ? labels(count) : null, 1, SIDE, SIDE, labelled ? CLASSES : List.of());
  }

  private static int[] labels(int count) {
    return IntStream.range(0, count).map(i -> i % 10).toArray();
  }

  static DigitsSettings settings(String data, String foreign, double threshold) {
    return new DigitsSettings(
        data,
        foreign,
        "mc-dropout",
        2,
        DRAWS,
        false,
        threshold,
        Double.NaN,
        false,
        512L << 20,
        7,
        1);
  }

  DigitsResult result(int numEpochs) {
    ImageScores clean = scores(labels(numClean), numClean, sureness, 1);
    ImageScores noisy = scores(labels(numNoisy()), numNoisy(), sureness / 3, 2);
    List<Epoch> epochs = new ArrayList<>();
    for (int number = 1; number <= numEpochs; number++) {
      epochs.add(new Epoch(number, 1.0 / number, 0.8, 0.5 / number, 0.9, 1e-3, 2.5));
    }
    TemperatureScaling scaling = new TemperatureScaling(0.75, Tempering.MEAN, 0.2, 0.1);
    return new DigitsResult(
        epochs,
        clean,
        clean.withFirst(noisy),
        numNoisy(),
        scores(new int[0], numForeign, sureness / 2, 3),
        scaling,
        scaling,
        0.5,
        0.1,
        9);
  }

  /** Logits of noise around 0, but for the digit that is said, which is {@code sure} ahead. */
  private ImageScores scores(int[] labels, int count, double sure, long seed) {
    Random random = new Random(seed);
    double[][] draws = new double[DRAWS][count * 10];
    for (int row = 0; row < count; row++) {
      int said = labels.length > 0 && wrong.contains(row) ? (row + 1) % 10 : row % 10;
      for (double[] draw : draws) {
        for (int k = 0; k < 10; k++) {
          draw[row * 10 + k] = random.nextGaussian() * 0.1 + (k == said ? sure : 0);
        }
      }
    }
    double[][] first = Arrays.copyOf(draws, 1);
    return ImageScores.of(
        labels,
        ClassPrediction.of(Outputs.ofDraws(first, count, 10), 1),
        ClassPrediction.of(Outputs.ofDraws(draws, count, 10), DRAWS));
  }

  @Override
  public void close() {
    data.close();
  }
}
