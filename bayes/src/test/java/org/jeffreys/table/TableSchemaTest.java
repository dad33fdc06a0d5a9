package org.jeffreys.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TableSchemaTest {
  private static final double ROUNDING = 1e-12;
  private static final double NONE = Double.NaN;

  @TempDir private Path folder;

  /** A table whose last column is a target that varies. */
  private static Table table(List<String> names, Column... columns) {
    int n = columns[0].numRows();
    List<String> all = new ArrayList<>(names);
    all.add("y");
    List<Column> with = new ArrayList<>(Arrays.asList(columns));
    with.add(NumericColumn.of(IntStream.range(0, n).mapToDouble(i -> i + 0.5).toArray()));
    return Table.of("t.csv", all, with);
  }

  private static TableSchema learn(Table table) {
    return TableTask.of(table, Roles.of("y")).learn();
  }

  private static double[] column(EncodedTable encoded, int column) {
    return Arrays.stream(encoded.toRows()).mapToDouble(row -> row[column]).toArray();
  }

  @Test
  void numbersAreStandardisedByTheTrainingRows() {
    Table table = table(List.of("x"), NumericColumn.of(1, 3, 100));
    TableSchema schema = TableTask.of(table, Roles.of("y")).learn(0, 1);
    assertThat(schema.features())
        .containsExactly(new NumericFeature("x", 2, 1, false, false, false));
    assertThat(column(schema.encode(table), 0)).containsExactly(-1, 1, 98);
    assertThat(schema.encode(table).toFloats()).containsExactly(-1, 1, 98);
    assertThat(schema.notes()).isEmpty();
  }

  @Test
  void missingNumbersAreTheMeanWithAnIndicatorWhereTrainingHadSome() {
    Table training =
        table(List.of("x", "z"), NumericColumn.of(1, NONE, 3), NumericColumn.of(5, 6, 7));
    TableSchema schema = learn(training);
    assertThat(schema.featureNames()).containsExactly("x", "x is missing", "z");
    Table fresh = table(List.of("x", "z"), NumericColumn.of(NONE, 3), NumericColumn.of(NONE, 6));
    EncodedTable encoded = schema.encode(fresh);
    assertThat(encoded.toRows()).isDeepEqualTo(new double[][] {{0, 1, 0}, {1, 0, 0}});
    assertThat(encoded.notes())
        .extracting(EncodingNote::message)
        .containsExactly("column z: 1 missing value, of which training had none, filled in");
    assertThat(schema.encode(training).notes()).isEmpty();
    assertThat(schema.notes())
        .containsExactly(
            "column x: some values are missing: they count as the mean, with an indicator");
  }

  @Test
  void aHeavyTailIsTakenByItsLogarithm() {
    double[] gains = new double[100];
    Arrays.fill(gains, 90, 100, 5_000);
    gains[99] = 90_000;
    double[] shifted = Arrays.stream(gains).map(x -> x - 1).toArray();
    TableSchema schema =
        learn(table(List.of("gain", "signed"), NumericColumn.of(gains), NumericColumn.of(shifted)));
    NumericFeature gain = (NumericFeature) schema.features().get(0);
    assertThat(gain.logarithmic()).isTrue();
    assertThat(gain.loc())
        .isEqualTo((9 * Math.log1p(5_000) + Math.log1p(90_000)) / 100, within(ROUNDING));
    assertThat(((NumericFeature) schema.features().get(1)).logarithmic()).isFalse();
    Table fresh =
        table(List.of("gain", "signed"), NumericColumn.of(-3, 0, 3), NumericColumn.of(0, 0, 0));
    double[] encoded = column(schema.encode(fresh), 0);
    assertThat(encoded[1] - encoded[0])
        .as("symmetric")
        .isEqualTo(encoded[2] - encoded[1], within(ROUNDING));
  }

  @Test
  void categoriesAreOneNumberALevel() {
    Table training =
        table(
            List.of("colour", "sex", "size"),
            TextColumn.of("red", "blue", "red", "green", "blue", "red", "green", "red"),
            TextColumn.of("f", "m", "m", "f", "m", "f", "m", "m"),
            TextColumn.of("s", null, "l", "s", "l", "s", "s", "s"));
    TableSchema schema = learn(training);
    assertThat(schema.featureNames())
        .containsExactly(
            "colour = red",
            "colour = blue",
            "colour = green",
            "sex = f",
            "size = l",
            "size is missing");
    assertThat(schema.encode(training).toRows()[1]).containsExactly(0, 1, 0, -1, 0, 1);
    assertThat(schema.encode(training).toRows()[3]).containsExactly(0, 0, 1, 1, -1, 0);
    Table fresh =
        table(
            List.of("colour", "sex", "size"),
            TextColumn.of("teal", "red", "navy", "teal"),
            TextColumn.of(null, "f", "x", "m"),
            TextColumn.of("s", "s", "s", "s"));
    EncodedTable encoded = schema.encode(fresh);
    assertThat(encoded.toRows()[0]).containsExactly(0, 0, 0, 0, -1, 0);
    assertThat(encoded.toRows()[1]).containsExactly(1, 0, 0, 1, -1, 0);
    assertThat(encoded.notes())
        .extracting(EncodingNote::message)
        .containsExactly(
            "column colour: 3 values not seen in training, taken as other: [teal, navy]",
            "column sex: 1 value not seen in training, taken as other: [x]",
            "column sex: 1 missing value, of which training had none, filled in");
  }

  @Test
  void rareLevelsArePooled() {
    String[] values = new String[40];
    Arrays.fill(values, "a");
    Arrays.fill(values, 20, 38, "b");
    values[38] = "c";
    values[39] = "d";
    Table training = table(List.of("x"), TextColumn.of(values));
    TableSchema schema = learn(training);
    assertThat(schema.featureNames()).containsExactly("x = a", "x = b");
    assertThat(schema.encode(training).toRows()[39]).containsExactly(0, 0);
    assertThat(schema.encode(training).notes()).as("pooled levels were seen").isEmpty();
    assertThat(schema.notes()).containsExactly("column x: 2 rare levels of 2 rows taken as other");
    String[] many =
        IntStream.range(0, 400).mapToObj(i -> "level " + i % 100).toArray(String[]::new);
    assertThat(learn(table(List.of("x"), TextColumn.of(many))).width()).isEqualTo(64);
    assertThat(FeatureRules.minRows(10_000)).isEqualTo(10);
    assertThat(FeatureRules.minRows(1_000_000)).isEqualTo(20);
  }

  @Test
  void columnsOfNoUseAreDroppedWithANote() {
    String[] ids = IntStream.range(0, 20).mapToObj(i -> "id" + i).toArray(String[]::new);
    String[] once = new String[20];
    once[3] = "x";
    double[] some = new double[20];
    Arrays.fill(some, 7);
    double[] present = some.clone();
    Arrays.fill(present, 0, 9, NONE);
    double[] none = new double[20];
    Arrays.fill(none, NONE);
    double[] nearly = new double[20];
    Arrays.setAll(nearly, i -> 1e9 + i * 1e-7);
    TableSchema schema =
        learn(
            table(
                List.of("id", "rare", "seven", "flag", "none", "nearly"),
                TextColumn.of(ids),
                TextColumn.of(once),
                NumericColumn.of(some),
                NumericColumn.of(present),
                NumericColumn.of(none),
                NumericColumn.of(nearly)));
    assertThat(schema.notes())
        .containsExactly(
            "column id: dropped, nearly all values differ, as in an identifier",
            "column rare: dropped, all levels are rare",
            "column seven: dropped, all values are 7",
            "column none: dropped, all values are missing",
            "column nearly: dropped, all values are 1000000000",
            "column flag: some values are missing: they are a level of their own");
    assertThat(schema.featureNames()).containsExactly("flag is missing");
    assertThatThrownBy(() -> learn(table(List.of("seven"), NumericColumn.of(some))))
        .hasMessage(
            "t.csv: expected a column to predict from, got none that is of use: seven: "
                + "all values are 7");
  }

  @Test
  void hugeAndTinyNumbersStayFinite() {
    double[] huge = {1e308, -1e308, 1.7e308, 0};
    double[] tiny = {1e-300, 2e-300, 3e-300, 4e-300};
    Table table = table(List.of("huge", "tiny"), NumericColumn.of(huge), NumericColumn.of(tiny));
    TableSchema schema = learn(table);
    assertThat(schema.features()).hasSize(2);
    for (float value : schema.encode(table).toFloats()) {
      assertThat(Math.abs(value)).isLessThan(2);
    }
    Table far = table(List.of("huge", "tiny"), NumericColumn.of(0), NumericColumn.of(1));
    assertThatThrownBy(() -> schema.encode(far))
        .hasMessageStartingWith("t.csv:1: column tiny: expected a value anywhere near those of");
  }

  @Test
  void describesItselfAsPlainData() throws JsonProcessingException {
    Table training =
        Table.of(
            "t.csv",
            List.of("x", "when", "colour", "flag", "id", "w", "y"),
            List.of(
                NumericColumn.of(0.1, NONE, 3, 4),
                NumericColumn.ofDates(1, 2, 3, 4.5),
                TextColumn.of("a", "a", "b", "c"),
                TextColumn.of("p", null, "p", "p"),
                NumericColumn.of(1, 1, 1, 1),
                NumericColumn.of(1, 2, 3, 4),
                TextColumn.of("u", "v", "u", "v")));
    for (TargetKind kind : TargetKind.values()) {
      String target = kind == TargetKind.CLASSES ? "y" : "w";
      String weights = kind == TargetKind.CLASSES ? "w" : "id";
      TableSchema schema =
          TableTask.of(training, Roles.of(target).withKind(kind).withWeights(weights)).learn();
      var json = new ObjectMapper();
      Map<String, Object> read =
          json.readValue(json.writeValueAsString(schema.describe()), new TypeReference<>() {});
      assertThat(TableSchema.of(read)).isEqualTo(schema);
    }
  }

  @Test
  void refusesDamagedDescriptions() {
    TableSchema schema = learn(table(List.of("x"), NumericColumn.of(1, 3)));
    refuses(
        schema,
        "target",
        Map.of("type", "real"),
        "target: expected fields [type, names, loc, scale], got [type]");
    refuses(
        schema,
        "target",
        Map.of("type", "odd"),
        "target.type: expected one of [real, classes, count], got odd");
    refuses(schema, "features", List.of(), "features: expected at least one, got none");
    refuses(schema, "features", "x", "schema.features: expected a list, got x");
    refuses(schema, "hasHeader", 1, "schema.hasHeader: expected true or false, got 1");
    refuses(schema, "columns", List.of("y"), "column: expected one of the columns, got x");
    Map<String, Object> feature = new HashMap<>(schema.features().get(0).describe());
    feature.put("scale", 0);
    refuses(schema, "features", List.of(feature), "x.scale: expected a finite value > 0, got 0.0");
  }

  private static void refuses(TableSchema schema, String field, Object value, String message) {
    Map<String, Object> described = new HashMap<>(schema.describe());
    described.put(field, value);
    assertThatThrownBy(() -> TableSchema.of(described))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void readsNewFilesByTheTypesOfTraining() throws IOException {
    String rows =
        IntStream.range(0, 20)
            .mapToObj(i -> i + ",0" + i % 3 + ",2024-01-" + (10 + i) + "," + i % 7 / 2.0)
            .collect(Collectors.joining("\n"));
    Path file = Files.writeString(folder.resolve("a.csv"), "x,code,when,y\n" + rows + "\n");
    CsvReader.Settings settings = CsvReader.Settings.standard().withCategorical(Set.of("code"));
    TableSchema schema = TableTask.of(CsvReader.of(settings).read(file), Roles.of("y")).learn();

    Path fresh =
        Files.writeString(
            folder.resolve("b.csv"), "when,code,x,note\n2024-03,2,NA,12\n,02,1,abc\n");
    EncodedTable encoded = schema.encode(schema.read(fresh, settings));
    assertThat(encoded.numRows()).isEqualTo(2);
    assertThat(encoded.notes())
        .extracting(EncodingNote::message)
        .containsExactly(
            "column x: 1 missing value, of which training had none, filled in",
            "column code: 1 value not seen in training, taken as other: [2]",
            "column when: 1 missing value, of which training had none, filled in");

    refusesFile(
        schema,
        "x,code,when\n1,00,soon\n",
        ":2: column when: expected a date as 2024-05-31, got 'soon'; mend the line, or leave the field empty");
    refusesFile(
        schema,
        "x,code,when\nmany,00,2024-01-01\n",
        ":2: column x: expected a number, got 'many'; mend the line, or leave the field empty");
    refusesFile(
        schema,
        "x,when\n1,2024-01-01\n",
        ": expected a column 'code', as in training, got [x, when]");
    refusesFile(
        schema,
        "x,code,when,y\n1,00,2024-01-01,?\n2,00,2024-01-01,b\n",
        ":3: column y: expected a number, got 'b'; mend the line, or leave the field empty");
  }

  @Test
  void readsNewFilesWithoutAHeaderByTheirWidth() throws IOException {
    Path file = Files.writeString(folder.resolve("a.csv"), "1,u,0.5\n2,v,0.25\n3,u,0.75\n4,v,1\n");
    TableSchema schema = TableTask.of(CsvReader.standard().read(file), Roles.of("first")).learn();
    Path unlabelled = Files.writeString(folder.resolve("b.csv"), "u,0.5\n");
    Table table = schema.read(unlabelled, CsvReader.Settings.standard());
    assertThat(table.names()).containsExactly("c2", "c3");
    assertThat(schema.target().isIn(table)).isFalse();
    assertThat(schema.encode(table).get(0, 0)).isEqualTo(-1);
    Path labelled = Files.writeString(folder.resolve("b.csv"), "9,u,0.5\n");
    assertThat(schema.target().values(schema.read(labelled, CsvReader.Settings.standard())))
        .isDeepEqualTo(new double[][] {{9}});
    refusesFile(
        schema, "u\n", ":1: expected 3 columns as in training, or 2 without the target, got 1");
  }

  private void refusesFile(TableSchema schema, String text, String message) throws IOException {
    Path file = Files.writeString(folder.resolve("b.csv"), text);
    assertThatThrownBy(() -> schema.read(file, CsvReader.Settings.standard()))
        .hasMessage(file + message);
  }
}
