package org.jeffreys.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CsvReaderTest {
  private static final CsvReader.Settings STANDARD = CsvReader.Settings.standard();

  @TempDir private Path folder;

  @Test
  void findsHeaderDelimiterAndTypes() {
    Table table =
        read(
            """
            age;  town ;when;"free; text"
            31;Oslo;2024-05-31;"a ""b""\"
            ;Rome; 2024-06-01T12:00 ;c
            -1.5e1 ; ?;NA;"two
            lines"
            """);

    assertThat(table.names()).containsExactly("age", "town", "when", "free; text");
    assertThat(table.hasHeader()).isTrue();
    assertThat(numbers(table, "age")).containsExactly(31, Double.NaN, -15);
    assertThat(texts(table, "town")).containsExactly("Oslo", "Rome", "");
    assertThat(numbers(table, "when")).containsExactly(19874, 19875.5, Double.NaN);
    assertThat(((NumericColumn) table.column("when")).isDate()).isTrue();
    assertThat(texts(table, "when")).containsExactly("2024-05-31", "2024-06-01T12:00:00Z", "");
    assertThat(texts(table, "free; text")).containsExactly("a \"b\"", "c", "two\nlines");
    assertThat(table.column("town").numMissing()).isEqualTo(1);
    assertThat(table.place(2)).isEqualTo(folder.resolve("data.csv") + ":4");
    assertThat(table.rows(2, 0).place(1)).isEqualTo(folder.resolve("data.csv") + ":2");
  }

  @Test
  void aFirstLineWithANumberIsNoHeader() {
    assertThat(read("a,1\nb,2\n").names()).containsExactly("c1", "c2");
    assertThat(read("a,2024-05-31\nb,2024-06-01\n").hasHeader()).isFalse();
  }

  @Test
  void aFirstLineOfNamesThatNeverRecurIsAHeader() {
    assertThat(read("colour,size\nred,big\nred,small\n").hasHeader()).isTrue();
    assertThat(read("red,big\nred,small\n").hasHeader()).isFalse();
    assertThat(read("x,x\nred,small\n").hasHeader()).isFalse();
    assertThat(read("Na,Mg\n1,2\n").names()).containsExactly("Na", "Mg");
    assertThat(read(",x\nrow1,2\nrow2,3\n").names()).containsExactly("c1", "x");
  }

  @Test
  void theHeaderCanBeGiven() {
    CsvReader.Settings none = STANDARD.withHeader(CsvReader.Header.NO);
    assertThat(read("x,y\na,b\n", none).numRows()).isEqualTo(2);
    CsvReader.Settings given = STANDARD.withHeader(CsvReader.Header.YES);
    assertThat(read("2023,2024\n1,2\n", given).names()).containsExactly("2023", "2024");
  }

  @Test
  void findsEachDelimiterAndIgnoresThoseInQuotes() {
    for (String delimiter : List.of(",", ";", "\t")) {
      String text = "x,y\n\"a,b;c\",1\n\"d\te\", 2\n".replace("\",", "\"" + delimiter);
      Table table = read(text.replace("x,y", "x" + delimiter + "y"));
      assertThat(table.names()).as(delimiter).containsExactly("x", "y");
      assertThat(numbers(table, "y")).containsExactly(1, 2);
    }
    assertThat(read("one\n1\n2\n").names()).containsExactly("one");
    assertThat(read("a,b;c\n1,2;3\n", STANDARD.withDelimiter(CsvReader.Delimiter.COMMA)).names())
        .containsExactly("a", "b;c");
  }

  @Test
  void readsGzipByteOrderMarksAndAllLineEnds() throws IOException {
    byte[] text = "\ufeffx,y\r1,2\r\n3,4\n\n   \n5,6".getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text);
    }
    Path file = folder.resolve("data.csv.gz");
    Files.write(file, packed.toByteArray());

    Table table = CsvReader.standard().read(file);

    assertThat(table.names()).containsExactly("x", "y");
    assertThat(numbers(table, "x")).containsExactly(1, 3, 5);
    assertThat(table.line(2)).isEqualTo(6);
  }

  @Test
  void columnsAreOfTheTypeThatIsAsked() {
    CsvReader.Settings settings = STANDARD.withCategorical(Set.of("zip", "last"));
    Table table = read("zip,x,grade\n01,1,1\n1,2,2.0\n", settings);

    assertThat(texts(table, "zip")).containsExactly("01", "1");
    assertThat(texts(table, "grade")).containsExactly("1", "2.0");
    refuses(
        "x\n1\nb\n",
        STANDARD.withNumeric(Set.of("x")),
        ":3: column x: expected a number, got 'b'; mend the line, or leave the field empty");
    assertThatThrownBy(() -> read("price,y\n1,2\n", STANDARD.withCategorical(Set.of("prize"))))
        .hasMessage("--categorical: expected one of [price, y], got 'prize'; did you mean price?");
    assertThatThrownBy(
            () -> read("x\n1\n", STANDARD.withCategorical(Set.of("x")).withNumeric(Set.of("1"))))
        .hasMessage("--numeric: expected columns that are not in --categorical, got 'x'");
  }

  /** The spelling of each number is kept until it is clear that the column holds numbers. */
  @Test
  void aColumnOfCodesKeepsTheirSpelling() {
    assertThat(texts(read("x,y\n01,1\n1.50,1\n,1\nA7,1\n1e3,1\n"), "x"))
        .containsExactly("01", "1.50", "", "A7", "1e3");
  }

  @Test
  void manyUnusualNumbersMakeAColumnOfNumbers() {
    String text = "x,y\n" + "1.0,2\n".repeat(20_001);
    assertThat(numbers(read(text + ",3\n"), "x")).hasSize(20_002);
    refuses(
        text + "a,2\n".repeat(10_000),
        STANDARD,
        ":20003: column x: expected a number, as in the 20,001 lines before, got 'a'; "
            + "mend the line, or give --categorical x");
  }

  @Test
  void missingWordsCanBeGiven() {
    assertThat(read("x,y\nNone,1\nnan,2\n").column("x").numMissing()).isEqualTo(2);
    assertThat(numbers(read("x,y\n-9,1\n3,2\n", STANDARD.withMissing(Set.of("-9"))), "x"))
        .containsExactly(Double.NaN, 3);
  }

  @Test
  void refusesAColumnThatChangesType() {
    StringBuilder text = new StringBuilder("id,price\n");
    for (int i = 1; i <= 20; i++) {
      text.append(i).append(',').append(i == 7 ? "" : i == 15 ? "abc" : i + ".5").append('\n');
    }
    refuses(
        text.toString(),
        STANDARD,
        ":16: column price: expected a number, as in the 13 lines before, got 'abc'; "
            + "mend the line, or give --categorical price");
    refuses(
        text.toString().replaceAll("(\\d+),[\\d.]+", "$1,2024-05-31"),
        STANDARD,
        ":16: column price: expected a date, as in the 13 lines before, got 'abc'; "
            + "mend the line, or give --categorical price");
    Table forced = read(text.toString(), STANDARD.withCategorical(Set.of("price")));
    assertThat(forced.column("price").text(14)).isEqualTo("abc");
    // Where more than a tenth are no numbers, the column is text.
    assertThat(read("x\n1\n2\n3\nabc\n").column("x")).isInstanceOf(TextColumn.class);
  }

  @Test
  void refusesWithFileLineAndReason() {
    refuses("", STANDARD, ": expected a table, got an empty file");
    refuses(" \n\n", STANDARD, ": expected a table, got an empty file");
    refuses("x,y\n", STANDARD, ": expected rows below the header, got none");
    refuses("x,y\n1,2\n3\n", STANDARD, ":3: expected 2 columns as in line 1, got 1");
    refuses("x,y\n1,2\n\n3,4,5\n", STANDARD, ":4: expected 2 columns as in line 1, got 3");
    refuses(
        "x,y\n1,2\n3,\"4\n5,6\n",
        STANDARD,
        ":3: expected a quote that is closed, got one open to the end of the file");
    refuses(
        "x,y\n1,\"2\"3\n",
        STANDARD,
        ":2: expected a delimiter or the end of the line after a closing quote, got more text; "
            + "double the quotes inside of a quoted field");
    refuses(
        "x,y,x\n1,2,3\n",
        STANDARD,
        ":1: expected distinct column names, got 'x' in columns 1 and 3");
    refuses(
        "x,y\n1,2\n3,\0\n", STANDARD, ":3: expected text, got a NUL byte; is it a binary file?");
    refuses(
        "x,y\n1,2\n-inf,4\n",
        STANDARD,
        ":3: column x: expected a finite number, got '-inf'; mend the line, or leave the field "
            + "empty");
    refuses(
        "x,y\n1e400,2\n",
        STANDARD,
        ":2: column x: expected a finite number, got '1e400'; mend the line, or leave the field "
            + "empty");
    refuses(
        "x;y\n1;3,5\n2;4\n",
        STANDARD,
        ":2: column y: expected a number with a decimal point and no comma, got '3,5'; "
            + "replace the commas, or give --categorical y");
    refuses(
        "x,y\n1,2\n" + "3".repeat(1_000_001) + ",4\n",
        STANDARD,
        ":3: expected lines of at most 1,000,000 characters, got a longer one; is it a table?");
  }

  @Test
  void refusesWhatIsNoText() throws IOException {
    Path file = folder.resolve("data.csv");
    Files.write(file, "x,y\n1,2\ncaf\u00e9,3\n".getBytes(StandardCharsets.ISO_8859_1));
    assertRefused(file, ":3: expected text in UTF-8, got byte e9; save the file as UTF-8 text");
    Files.write(file, "x,y\n1,2\n".getBytes(StandardCharsets.UTF_16));
    assertRefused(file, ": expected text in UTF-8, got UTF-16; save the file as UTF-8 text");
    Files.write(file, new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, 0, 1, 2});
    assertRefused(file, ": expected whole gzip data, got damaged data");
    Path packed = folder.resolve("data.csv.gz");
    Files.writeString(packed, "x,y\n1,2\n");
    assertRefused(packed, ": expected gzip data, got something else");
    assertRefused(folder.resolve("absent.csv"), ": expected a readable file, got none");
    assertRefused(folder, ": expected a readable file, got Is a directory");
  }

  /** The place of a fault is right even where it lies beyond the first buffer. */
  @Test
  void linesAreCountedAcrossBuffers() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("x\u00fcy,z\r\n".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 20_000; i++) {
      bytes.writeBytes((i + ",\u00e4\u20ac\r\n").getBytes(StandardCharsets.UTF_8));
    }
    Path file = folder.resolve("data.csv");
    Files.write(file, bytes.toByteArray());
    Table table = CsvReader.standard().read(file);
    assertThat(table.numRows()).isEqualTo(20_000);
    assertThat(table.line(19_999)).isEqualTo(20_001);
    assertThat(table.column(1).text(19_999)).isEqualTo("\u00e4\u20ac");
    bytes.write(0xff);
    Files.write(file, bytes.toByteArray());
    assertRefused(file, ":20002: expected text in UTF-8, got byte ff; save the file as UTF-8 text");
  }

  private Table read(String text) {
    return read(text, STANDARD);
  }

  private Table read(String text, CsvReader.Settings settings) {
    try {
      Path file = Files.writeString(folder.resolve("data.csv"), text);
      return CsvReader.of(settings).read(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void refuses(String text, CsvReader.Settings settings, String message) {
    assertThatThrownBy(() -> read(text, settings))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(folder.resolve("data.csv") + message);
  }

  private static void assertRefused(Path file, String message) {
    assertThatThrownBy(() -> CsvReader.standard().read(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(file + message);
  }

  private static double[] numbers(Table table, String column) {
    return ((NumericColumn) table.column(column)).toArray();
  }

  private static List<String> texts(Table table, String name) {
    Column column = table.column(name);
    return IntStream.range(0, column.numRows()).mapToObj(column::text).toList();
  }
}
