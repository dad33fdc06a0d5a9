package org.jeffreys.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.HostStream;

/**
 * The rows of a table divided into training, validation and test rows. No row is in two parts.
 * Within a part rows are in the order of the file, or of time where the split is by time.
 */
public final class TableSplit {
  private final int[] train;
  private final int[] validation;
  private final int[] test;

  private TableSplit(int[] train, int[] validation, int[] test) {
    this.train = train;
    this.validation = validation;
    this.test = test;
  }

  /** The rows to learn from. */
  public int[] train() {
    return train.clone();
  }

  /** The rows to choose and to stop by; may be none. */
  public int[] validation() {
    return validation.clone();
  }

  /** The rows to judge by; may be none. */
  public int[] test() {
    return test.clone();
  }

  /**
   * A random split that keeps strata, such as classes, in proportion: a systematic sample of rows
   * that are shuffled and then sorted by their stratum. The shares are rounded to whole rows, at
   * least one where the share is not 0.
   *
   * @param strata the stratum of each row, such as {@link TableTask#strata()}
   * @param validation the share of validation rows, in [0, 1)
   * @param test the share of test rows, in [0, 1)
   * @throws IllegalArgumentException if no row is left to learn from
   */
  public static TableSplit random(int[] strata, double validation, double test, long seed) {
    HostStream rng = HostStream.keyed(seed, "split", 0);
    int n = strata.length;
    int numTest = numRows(n, test, "test");
    int numHeldOut = numTest + numRows(n, validation, "validation");
    requireRest(n, numHeldOut);
    int[] order = shuffled(strata, rng);
    boolean[] heldOut = systematic(n, numHeldOut, rng);
    int[] held = IntStream.range(0, n).filter(p -> heldOut[p]).map(p -> order[p]).toArray();
    boolean[] tested = systematic(numHeldOut, numTest, rng);
    return new TableSplit(
        IntStream.range(0, n).filter(p -> !heldOut[p]).map(p -> order[p]).sorted().toArray(),
        IntStream.range(0, numHeldOut).filter(p -> !tested[p]).map(p -> held[p]).sorted().toArray(),
        IntStream.range(0, numHeldOut).filter(p -> tested[p]).map(p -> held[p]).sorted().toArray());
  }

  /**
   * Random folds that keep strata in proportion: each row is a test row of one split and a training
   * row of all others.
   *
   * @param strata the stratum of each row, such as {@link TableTask#strata()}
   * @param numFolds at least 2, and at most the number of rows
   */
  public static List<TableSplit> folds(int[] strata, int numFolds, long seed) {
    requireFolds(numFolds, 2, strata.length);
    HostStream rng = HostStream.keyed(seed, "folds", 0);
    int[] order = shuffled(strata, rng);
    int[] foldOf = new int[order.length];
    for (int p = 0; p < order.length; p++) {
      foldOf[order[p]] = p % numFolds;
    }
    return IntStream.range(0, numFolds)
        .mapToObj(fold -> ofTest(foldOf.length, row -> foldOf[row] == fold))
        .toList();
  }

  /** Times for the splits in time where the rows of a table are already in their order. */
  public static double[] times(Table table) {
    return IntStream.range(0, table.numRows()).asDoubleStream().toArray();
  }

  /**
   * The times of a table's rows, from a column of numbers or dates.
   *
   * @throws IllegalArgumentException if the column is not there or is text, or if a time is missing
   */
  public static double[] times(Table table, String column) {
    return TargetValues.numbers(table, table.nameOf(column, "--time"));
  }

  /**
   * A split in time: the latest rows are for testing, those before them for validation. Rows of the
   * same time are never parted: they all belong to the earlier part.
   *
   * @param times of the rows
   * @param validation the share of validation rows, in [0, 1)
   * @param test the share of test rows, in [0, 1)
   */
  public static TableSplit inTime(double[] times, double validation, double test) {
    int n = times.length;
    int numTest = numRows(n, test, "test");
    int numValidation = numRows(n, validation, "validation");
    requireRest(n, numTest + numValidation);
    int[] order = inOrder(times);
    int trainEnd = cut(times, order, n - numTest - numValidation);
    int validationEnd = Math.max(trainEnd, cut(times, order, n - numTest));
    requireLater(numTest == 0 || validationEnd < n);
    requireLater(numValidation == 0 || trainEnd < validationEnd);
    return new TableSplit(
        Arrays.copyOf(order, trainEnd),
        Arrays.copyOfRange(order, trainEnd, validationEnd),
        Arrays.copyOfRange(order, validationEnd, n));
  }

  /**
   * Folds in time with an expanding window: of {@code numFolds + 1} blocks, fold k learns from the
   * first k and tests on the next. Rows of the same time are never parted.
   *
   * @param times of the rows
   * @param numFolds at least 1, and below the number of rows
   */
  public static List<TableSplit> foldsInTime(double[] times, int numFolds) {
    requireFolds(numFolds, 1, times.length - 1);
    int[] order = inOrder(times);
    List<TableSplit> folds = new ArrayList<>();
    int start = cut(times, order, times.length / (numFolds + 1));
    for (int fold = 1; fold <= numFolds; fold++) {
      int end = cut(times, order, (int) ((fold + 1L) * times.length / (numFolds + 1)));
      requireLater(start < end);
      folds.add(
          new TableSplit(
              Arrays.copyOf(order, start), new int[0], Arrays.copyOfRange(order, start, end)));
      start = end;
    }
    return folds;
  }

  /**
   * Folds that a file gives: one column a fold, 1 for its test rows and 0 for its training rows.
   *
   * @param mask as many rows as the table that the task was made of
   * @throws IllegalArgumentException if it has other values or another number of rows, or if a fold
   *     has no test rows or no training rows
   */
  public static List<TableSplit> ofMask(Table mask, TableTask task) {
    Check.require(
        mask.numRows() == task.numGivenRows(),
        mask.source(),
        Messages.count(task.numGivenRows(), "row") + " as in " + task.table().source(),
        mask.numRows());
    int[] given = task.givenRows();
    List<TableSplit> folds = new ArrayList<>();
    for (String name : mask.names()) {
      double[] values = TargetValues.numbers(mask, name);
      for (int row = 0; row < values.length; row++) {
        Check.require(
            values[row] == 0 || values[row] == 1,
            TargetValues.place(mask, row, name),
            "0 or 1",
            values[row]);
      }
      TableSplit fold = ofTest(given.length, row -> values[given[row]] == 1);
      Check.require(
          fold.train.length > 0 && fold.test.length > 0,
          TargetValues.column(mask, name),
          "training rows (0) and test rows (1)",
          fold.test.length == 0 ? "no test rows" : "test rows only");
      folds.add(fold);
    }
    return folds;
  }

  private static TableSplit ofTest(int numRows, IntPredicate isTest) {
    return new TableSplit(
        IntStream.range(0, numRows).filter(isTest.negate()).toArray(),
        new int[0],
        IntStream.range(0, numRows).filter(isTest).toArray());
  }

  /** The rows in random order within each stratum, one stratum after the other. */
  private static int[] shuffled(int[] strata, HostStream rng) {
    long[] order = IntStream.range(0, strata.length).asLongStream().toArray();
    rng.shuffle(order);
    return Arrays.stream(order)
        .mapToObj(row -> (int) row)
        .sorted(Comparator.comparingInt(row -> strata[row]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Chooses places at equal distances from a random start. */
  private static boolean[] systematic(int size, int numChosen, HostStream rng) {
    boolean[] chosen = new boolean[size];
    long start = size == 0 ? 0 : rng.nextLong(size);
    for (int p = 0; p < size; p++) {
      long before = (long) p * numChosen + start;
      chosen[p] = (before + numChosen) / size > before / size;
    }
    return chosen;
  }

  private static int[] inOrder(double[] times) {
    return IntStream.range(0, times.length)
        .boxed()
        .sorted(Comparator.comparingDouble(row -> times[row]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The least place from {@code at} on where a later time begins. */
  private static int cut(double[] times, int[] order, int at) {
    int place = at;
    while (place > 0 && place < order.length && times[order[place]] == times[order[place - 1]]) {
      place++;
    }
    return place;
  }

  private static int numRows(int n, double share, String name) {
    Check.require(share >= 0 && share < 1, name, "a share in [0, 1)", share);
    return share == 0 ? 0 : Math.max(1, (int) Math.round(n * share));
  }

  private static void requireRest(int n, int numHeldOut) {
    Check.require(
        numHeldOut < n,
        "split",
        "at least one row to learn from",
        "none of " + Messages.count(n, "row"),
        "give smaller shares for validation and test");
  }

  private static void requireFolds(int numFolds, int least, int most) {
    Check.require(
        numFolds >= least && numFolds <= most,
        "numFolds",
        "an integer in [" + least + ", " + most + "]",
        numFolds);
  }

  private static void requireLater(boolean holds) {
    Check.require(holds, "split", "a later time in each part", "too many rows of the same time");
  }
}
