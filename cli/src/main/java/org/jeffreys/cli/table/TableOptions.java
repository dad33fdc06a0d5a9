package org.jeffreys.cli.table;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jeffreys.cli.FileDigest;
import org.jeffreys.core.Check;
import org.jeffreys.table.CsvReader;
import org.jeffreys.table.Table;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The file of a table, and how it is written. */
final class TableOptions {
  @Parameters(
      index = "0",
      paramLabel = "DATA",
      description = "A CSV file (.csv, .tsv, .data, or one of them with .gz).")
  private Path data = Path.of("");

  @Option(
      names = "--no-header",
      description = "The first line is a row; columns are called c1, c2 … (default: found out).")
  private boolean noHeader;

  @Option(names = "--header", description = "The first line names the columns.")
  private boolean header;

  @Option(
      names = "--delimiter",
      paramLabel = "D",
      defaultValue = "auto",
      description = "auto, comma, semicolon or tab (default: ${DEFAULT-VALUE}).")
  private CsvReader.Delimiter delimiter = CsvReader.Delimiter.AUTO;

  @Option(
      names = "--categorical",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns whose numbers are names, such as postal codes.")
  private List<String> categorical = List.of();

  @Option(
      names = "--numeric",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns that must be numbers.")
  private List<String> numeric = List.of();

  @Option(
      names = "--missing",
      paramLabel = "WORD",
      split = ",",
      description = "More words that stand for a missing value, beside NA, ?, null and nothing.")
  private List<String> missing = List.of();

  /** Made by the command that mixes it in. */
  TableOptions() {}

  Path path() {
    Check.require(
        Files.isRegularFile(data), "DATA", "a file", data.toString().isEmpty() ? "nothing" : data);
    return data;
  }

  CsvReader.Settings settings() {
    Check.require(!(header && noHeader), "--header", "one of --header and --no-header", "both");
    CsvReader.Settings settings = CsvReader.Settings.standard();
    Set<String> words = new LinkedHashSet<>(settings.missing());
    words.addAll(missing);
    return settings
        .withHeader(
            header ? CsvReader.Header.YES : noHeader ? CsvReader.Header.NO : CsvReader.Header.AUTO)
        .withDelimiter(delimiter)
        .withMissing(words)
        .withCategorical(new LinkedHashSet<>(categorical))
        .withNumeric(new LinkedHashSet<>(numeric));
  }

  /** The SHA-256 of the file. */
  String digest() {
    return FileDigest.of(path());
  }

  /** All of it that results depend on, beside the file. */
  String fingerprint() {
    CsvReader.Settings settings = settings();
    return String.format(
        Locale.ROOT,
        "header=%s delimiter=%s missing=%s categorical=%s numeric=%s",
        settings.header(),
        settings.delimiter(),
        new TreeSet<>(settings.missing()),
        new TreeSet<>(settings.categorical()),
        new TreeSet<>(settings.numeric()));
  }

  Table read() {
    return CsvReader.of(settings()).read(path());
  }
}
