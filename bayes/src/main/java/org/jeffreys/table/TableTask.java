package org.jeffreys.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * A table with its columns' roles: what is to be predicted, from what, and how much each row
 * counts. Rows without a target are left out, and a note says how many.
 *
 * <p>Where no kind is given, a target is
 *
 * <ul>
 *   <li>classes, if it is text, or has two different values, or at most 10 different whole numbers
 *       with at least 10 rows each;
 *   <li>real otherwise, and where there are several targets.
 * </ul>
 */
public final class TableTask {
  private final Table table;
  private final int[] givenRows;
  private final int numGivenRows;
  private final TargetSchema target;
  private final Optional<String> weightColumn;
  private final Set<String> ignored;
  private final Doubles weights;
  private final List<String> notes;

  private TableTask(
      Table given,
      int[] givenRows,
      TargetSchema target,
      Optional<String> weightColumn,
      Set<String> ignored,
      List<String> notes) {
    table = given.rows(givenRows);
    this.givenRows = givenRows;
    numGivenRows = given.numRows();
    this.target = target;
    this.weightColumn = weightColumn;
    this.ignored = ignored;
    this.notes = List.copyOf(notes);
    weights = Doubles.of(weights(table, weightColumn));
  }

  /**
   * The task.
   *
   * @throws IllegalArgumentException if a column is not there or has two roles; if a target is
   *     missing in all rows, the same in all, or not of the given kind; if a weight is missing or
   *     negative, or all are 0
   */
  public static TableTask of(Table table, Roles roles) {
    List<String> targets =
        roles.targets().stream().map(each -> table.nameOf(each, "--target")).toList();
    Optional<String> weights = roles.weights().map(each -> table.nameOf(each, "--weights"));
    Set<String> ignored = new LinkedHashSet<>();
    roles.ignored().forEach(each -> ignored.add(table.nameOf(each, "--ignore")));
    List<String> used = new ArrayList<>(targets);
    weights.ifPresent(used::add);
    used.addAll(ignored);
    String duplicate = ColumnNames.duplicate(used);
    Check.require(
        duplicate == null, "--target", "columns of one role each", String.valueOf(duplicate));
    List<String> notes = new ArrayList<>();
    int[] rows = rowsWithTargets(table, targets, notes);
    TargetSchema target = TargetDetection.of(table.rows(rows), targets, roles.kind(), notes);
    return new TableTask(table, rows, target, weights, ignored, notes);
  }

  private static int[] rowsWithTargets(Table table, List<String> targets, List<String> notes) {
    for (String name : targets) {
      Check.require(
          table.named(name).numMissing() < table.numRows(),
          TargetValues.column(table, name),
          "at least two different values",
          "none in " + Messages.count(table.numRows(), "row"));
    }
    int[] kept =
        IntStream.range(0, table.numRows())
            .filter(row -> targets.stream().noneMatch(name -> table.named(name).isMissing(row)))
            .toArray();
    int dropped = table.numRows() - kept.length;
    if (dropped > 0) {
      notes.add("left out " + Messages.count(dropped, "row") + " without a target");
    }
    Check.require(
        kept.length > 0, table.source(), "rows with all targets", "none", "give fewer targets");
    return kept;
  }

  private static double[] weights(Table table, Optional<String> column) {
    if (column.isEmpty()) {
      double[] ones = new double[table.numRows()];
      Arrays.fill(ones, 1);
      return ones;
    }
    String name = column.get();
    double[] weights = TargetValues.numbers(table, name);
    for (int row = 0; row < weights.length; row++) {
      Check.require(
          weights[row] >= 0,
          TargetValues.place(table, row, name),
          "a weight of 0 or more",
          weights[row]);
    }
    Check.require(
        Arrays.stream(weights).anyMatch(weight -> weight > 0),
        TargetValues.column(table, name),
        "at least one weight above 0",
        "none");
    return weights;
  }

  /**
   * The task of some of these rows. What the target is, such as which classes there are, stays
   * known from all rows.
   */
  public TableTask part(int... rows) {
    return new TableTask(table, rows, target, weightColumn, ignored, notes);
  }

  /** The rows that have their targets. */
  public Table table() {
    return table;
  }

  /** Which rows of the given table these are. */
  public int[] givenRows() {
    return givenRows.clone();
  }

  /** The number of rows of the given table. */
  public int numGivenRows() {
    return numGivenRows;
  }

  /** The target, learnt from all rows. */
  public TargetSchema target() {
    return target;
  }

  /** The weight of each row; 1 where there is no column of weights. */
  public Doubles weights() {
    return weights;
  }

  /** The column of weights. */
  public Optional<String> weightColumn() {
    return weightColumn;
  }

  /** The columns that are used for nothing. */
  public Set<String> ignored() {
    return Set.copyOf(ignored);
  }

  /** What was decided or left out, one line each. */
  public List<String> notes() {
    return notes;
  }

  /** What a split keeps in proportion: the index of each row's class, or 0 where there are none. */
  public int[] strata() {
    return target instanceof ClassTarget classes ? classes.labels(table) : new int[table.numRows()];
  }

  /**
   * The schema of this task, learnt from some of its rows.
   *
   * @throws IllegalArgumentException if no column is of use, or a real target is the same in all
   */
  public TableSchema learn(int... trainingRows) {
    return TableSchema.learn(table.rows(trainingRows), target, weightColumn, ignored);
  }

  /** The schema of this task, learnt from all of its rows. */
  public TableSchema learn() {
    return TableSchema.learn(table, target, weightColumn, ignored);
  }
}
