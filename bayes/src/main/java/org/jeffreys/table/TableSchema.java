package org.jeffreys.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;
import org.jspecify.annotations.Nullable;

/**
 * How the columns of a table become the inputs of a network, learnt from training rows.
 *
 * <ul>
 *   <li>Numbers and dates are standardised by mean and standard deviation; a missing value becomes
 *       0, with an indicator where training had missing values. Where no value is below 0, the
 *       skewness is above 3, and logarithms at least halve it, x becomes log(1 + x) first.
 *   <li>Texts become one number a level, two levels one number, by {@link CategoricalFeature}. A
 *       level of its own needs a thousandth of the rows, but 2 at least and never more than 20, and
 *       to be among the 64 most frequent; the others are pooled as other.
 *   <li>A column is dropped where all its values are missing or the same (one value that is missing
 *       in some rows becomes an indicator), where it is text of 10 rows or more with more than 90 %
 *       of them different, and where all its levels are rare.
 * </ul>
 *
 * @param features in the order of the columns
 * @param dropped the columns of no use
 * @param target what is predicted
 * @param weights the column of weights
 * @param columns the names of all columns of the training file, in order
 * @param hasHeader whether the training file named them
 */
public record TableSchema(
    List<Feature> features,
    List<Dropped> dropped,
    TargetSchema target,
    Optional<String> weights,
    List<String> columns,
    boolean hasHeader) {

  /**
   * A column that is not used.
   *
   * @param reason why
   */
  public record Dropped(String name, String reason) {}

  /** Copies the lists, and checks that there is a feature and that all names are columns. */
  public TableSchema {
    features = List.copyOf(features);
    dropped = List.copyOf(dropped);
    columns = List.copyOf(columns);
    Check.require(!features.isEmpty(), "features", "at least one", "none");
    Set<String> known = new HashSet<>(columns);
    Check.require(known.size() == columns.size(), "columns", "distinct names", columns);
    Stream.concat(features.stream().map(Feature::name), target.names().stream())
        .forEach(name -> Check.require(known.contains(name), "column", "one of the columns", name));
  }

  static TableSchema learn(
      Table training, TargetSchema target, Optional<String> weights, Set<String> ignored) {
    Check.atLeast(training.numRows(), 1, "number of training rows");
    List<Feature> features = new ArrayList<>();
    List<Dropped> dropped = new ArrayList<>();
    for (String name : training.names()) {
      boolean taken =
          target.names().contains(name)
              || weights.equals(Optional.of(name))
              || ignored.contains(name);
      if (!taken) {
        Column column = training.named(name);
        @Nullable String reason = FeatureRules.whyDropped(column);
        if (reason == null) {
          features.add(FeatureRules.of(name, column));
        } else {
          dropped.add(new Dropped(name, reason));
        }
      }
    }
    Check.require(
        !features.isEmpty(), training.source(), "a column to predict from", none(dropped));
    return new TableSchema(
        features,
        dropped,
        target.learnt(training),
        weights,
        training.names(),
        training.hasHeader());
  }

  private static String none(List<Dropped> dropped) {
    return dropped.isEmpty()
        ? "none"
        : "none that is of use: "
            + Messages.plain(dropped.get(0).name())
            + ": "
            + dropped.get(0).reason()
            + (dropped.size() == 1 ? "" : ", and so on");
  }

  /** The number of inputs of a network. */
  public int width() {
    return features.stream().mapToInt(Feature::width).sum();
  }

  /** What each input is. */
  public List<String> featureNames() {
    return features.stream().flatMap(feature -> feature.encodedNames().stream()).toList();
  }

  /** What was done to columns that a reader may not expect, one line each. */
  public List<String> notes() {
    return Stream.concat(
            dropped.stream()
                .map(
                    each ->
                        "column " + Messages.plain(each.name()) + ": dropped, " + each.reason()),
            features.stream().flatMap(feature -> feature.notes().stream()))
        .toList();
  }

  /**
   * The features of a table's rows; the target need not be there.
   *
   * @throws IllegalArgumentException if a column is not there or of another type
   */
  public EncodedTable encode(Table table) {
    double[][] rows = new double[table.numRows()][width()];
    List<EncodingNote> notes = new ArrayList<>();
    int at = 0;
    for (Feature feature : features) {
      notes.addAll(feature.encode(table, rows, at));
      at += feature.width();
    }
    return new EncodedTable(rows, featureNames(), notes);
  }

  /**
   * Reads a file whose columns are of the types of training. Columns that training did not have, or
   * did not use, are read as text. The target and the weights need not be there.
   *
   * <p>Where training had a header, the first line is one, and the order of columns is free. Where
   * it had none, the file has all columns of training, or all but the targets, in their order.
   *
   * @param settings of which the delimiter and the words for missing values count
   * @throws java.io.UncheckedIOException with one line that names the file, the line and what is
   *     wrong in it
   */
  public Table read(Path file, CsvReader.Settings settings) {
    CsvReader.Header header = hasHeader ? CsvReader.Header.YES : CsvReader.Header.NO;
    return CsvReader.of(settings.withHeader(header)).read(file, plan());
  }

  private ColumnPlan plan() {
    Map<String, ColumnPlan.Kind> kinds = new HashMap<>();
    Set<String> required = new HashSet<>();
    for (Feature feature : features) {
      kinds.put(feature.name(), kindOf(feature));
      required.add(feature.name());
    }
    if (target.kind() != TargetKind.CLASSES) {
      target.names().forEach(name -> kinds.put(name, ColumnPlan.Kind.NUMBERS));
    }
    weights.ifPresent(name -> kinds.put(name, ColumnPlan.Kind.NUMBERS));
    List<String> unlabelled =
        columns.stream().filter(name -> !target.names().contains(name)).toList();
    List<String> featuresOnly =
        unlabelled.stream().filter(name -> !weights.equals(Optional.of(name))).toList();
    return new ColumnPlan(
        kinds,
        ColumnPlan.Kind.TEXT,
        required,
        hasHeader ? List.of() : List.of(columns, unlabelled, featuresOnly));
  }

  private static ColumnPlan.Kind kindOf(Feature feature) {
    if (feature instanceof NumericFeature numeric) {
      return numeric.isDate() ? ColumnPlan.Kind.DATES : ColumnPlan.Kind.NUMBERS;
    }
    return ColumnPlan.Kind.TEXT;
  }

  /** This as plain data. */
  public Map<String, Object> describe() {
    return Fields.ordered(
        "features",
        features.stream().map(Feature::describe).toList(),
        "dropped",
        dropped.stream()
            .map(each -> Fields.ordered("name", each.name(), "reason", each.reason()))
            .toList(),
        "target",
        target.describe(),
        "weights",
        weights.map(List::of).orElse(List.of()),
        "columns",
        columns,
        "hasHeader",
        hasHeader);
  }

  /**
   * The schema that a description is of. Numbers may be of any type, as a reader of JSON gives
   * them.
   *
   * @throws IllegalArgumentException if a field is not what it should be
   */
  public static TableSchema of(Map<String, ?> described) {
    Fields fields = Fields.of("schema", described);
    fields.requireExactly("features", "dropped", "target", "weights", "columns", "hasHeader");
    return new TableSchema(
        fields.children("features").stream().map(Fields::map).map(Feature::of).toList(),
        fields.children("dropped").stream().map(Fields::map).map(TableSchema::dropped).toList(),
        TargetSchema.of(fields.child("target").map()),
        fields.texts("weights").stream().findFirst(),
        fields.texts("columns"),
        fields.truth("hasHeader"));
  }

  private static Dropped dropped(Map<String, Object> described) {
    Fields fields = Fields.of("dropped", described);
    fields.requireExactly("name", "reason");
    return new Dropped(fields.text("name"), fields.text("reason"));
  }
}
