package org.jeffreys.table;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;

/**
 * Reads tables of comma-, semicolon- or tab-separated values, plain or compressed by gzip.
 *
 * <p>The text is UTF-8, with or without a byte order mark. A field may stand in double quotes, and
 * blanks around fields are dropped. Empty lines are passed over. Each column is made of numbers, of
 * dates, or of texts:
 *
 * <ul>
 *   <li>numbers, if all values that are there are numbers: digits with a decimal point and an
 *       exponent, in any number of them, and finite;
 *   <li>dates, if all are dates or date-times in the form of ISO 8601, kept as days since
 *       1970-01-01 UTC;
 *   <li>texts otherwise. But where the first value and at least 90 % of all are numbers, or dates,
 *       the others are taken for mistakes, and the first of them is refused with its line.
 * </ul>
 */
public final class CsvReader {
  /** The first line and this many below it decide whether it is a header. */
  private static final int HEADER_ROWS = 1000;

  private final Settings settings;
  private final MissingTokens missing;

  /** Whether the first line names the columns. */
  public enum Header {
    /**
     * The first line is a header if none of its fields is a number or a date, and either some
     * column that it names has only numbers or dates below, or its names are all there, distinct,
     * and do not occur in their columns. The first 1,000 lines decide.
     */
    AUTO,
    /** It does; an empty name becomes c1, c2 … by its place. */
    YES,
    /** It does not: the columns are named c1, c2 … */
    NO
  }

  /** What separates two fields. */
  public enum Delimiter {
    /**
     * Of the three, the one that the most of the first 200 lines have as often as the first line
     * does.
     */
    AUTO,
    /** A comma. */
    COMMA,
    /** A semicolon. */
    SEMICOLON,
    /** A tab. */
    TAB
  }

  /**
   * Settings. Columns are given by name, or as {@link Table#nameOf} says.
   *
   * @param missing words that stand for a missing value, in any case; an empty field always does
   * @param categorical columns of texts, whatever they look like
   * @param numeric columns of numbers: anything else in them is refused
   */
  public record Settings(
      Header header,
      Delimiter delimiter,
      Set<String> missing,
      Set<String> categorical,
      Set<String> numeric) {
    /** Copies the sets. */
    public Settings {
      missing = Set.copyOf(missing);
      categorical = Set.copyOf(categorical);
      numeric = Set.copyOf(numeric);
    }

    /** All is found out; NA, N/A, NaN, null, none and ? stand for missing values. */
    public static Settings standard() {
      return new Settings(
          Header.AUTO,
          Delimiter.AUTO,
          Set.of("NA", "N/A", "NaN", "null", "none", "?"),
          Set.of(),
          Set.of());
    }

    /** These settings with another rule for the header. */
    public Settings withHeader(Header other) {
      return new Settings(other, delimiter, missing, categorical, numeric);
    }

    /** These settings with another delimiter. */
    public Settings withDelimiter(Delimiter other) {
      return new Settings(header, other, missing, categorical, numeric);
    }

    /** These settings with other words for missing values. */
    public Settings withMissing(Set<String> words) {
      return new Settings(header, delimiter, words, categorical, numeric);
    }

    /** These settings with other columns that are texts. */
    public Settings withCategorical(Set<String> columns) {
      return new Settings(header, delimiter, missing, columns, numeric);
    }

    /** These settings with other columns that are numbers. */
    public Settings withNumeric(Set<String> columns) {
      return new Settings(header, delimiter, missing, categorical, columns);
    }
  }

  private CsvReader(Settings settings) {
    this.settings = settings;
    missing = new MissingTokens(settings.missing());
  }

  /** A reader of the given settings. */
  public static CsvReader of(Settings settings) {
    return new CsvReader(settings);
  }

  /** A reader that finds all out. */
  public static CsvReader standard() {
    return of(Settings.standard());
  }

  /** The settings. */
  public Settings settings() {
    return settings;
  }

  /**
   * The table in a file.
   *
   * @throws java.io.UncheckedIOException with one line that names the file, the line and what is
   *     wrong in it
   * @throws IllegalArgumentException if a column of the settings is not there
   */
  public Table read(Path file) {
    return read(file, ColumnPlan.UNKNOWN);
  }

  /** As {@link #read(Path)}, of a file that was planned for. */
  Table read(Path file, ColumnPlan plan) {
    try (CsvText text = CsvText.open(file)) {
      String start = text.start();
      if (start.isBlank()) {
        throw Messages.content(file.toString(), "a table", "an empty file");
      }
      CsvRecords records = new CsvRecords(file.toString(), text, delimiter(start));
      List<CsvRecords.Row> first = new ArrayList<>();
      CsvRecords.@Nullable Row row = records.next();
      while (row != null) {
        first.add(row);
        row = first.size() <= HEADER_ROWS ? records.next() : null;
      }
      return table(file.toString(), plan, first, records);
    }
  }

  private char delimiter(String start) {
    return switch (settings.delimiter()) {
      case AUTO -> CsvDialect.delimiter(start);
      case COMMA -> ',';
      case SEMICOLON -> ';';
      case TAB -> '\t';
    };
  }

  private Table table(String file, ColumnPlan plan, List<CsvRecords.Row> first, CsvRecords rest) {
    CsvRecords.Row top = first.get(0);
    boolean header = hasHeader(first);
    List<String> names = header ? headerNames(file, top) : unnamed(file, plan, top);
    requireAll(file, plan, names);
    TableBuilder builder =
        new TableBuilder(file, names, kinds(plan, new ColumnNames(names)), missing, top.line());
    first.subList(header ? 1 : 0, first.size()).forEach(builder::add);
    CsvRecords.@Nullable Row row = rest.next();
    while (row != null) {
      builder.add(row);
      row = rest.next();
    }
    return builder.build(header);
  }

  private boolean hasHeader(List<CsvRecords.Row> first) {
    return switch (settings.header()) {
      case AUTO ->
          CsvDialect.isHeader(
              first.get(0).fields(),
              first.subList(1, first.size()).stream().map(CsvRecords.Row::fields).toList(),
              missing);
      case YES -> true;
      case NO -> false;
    };
  }

  private static List<String> headerNames(String file, CsvRecords.Row top) {
    List<String> names = new ArrayList<>();
    for (String field : top.fields()) {
      names.add(field.isEmpty() ? name(names.size()) : field.replaceAll("\\s+", " "));
    }
    @Nullable String duplicate = ColumnNames.duplicate(names);
    if (duplicate != null) {
      throw Messages.content(file + ":" + top.line(), "distinct column names", duplicate);
    }
    return names;
  }

  private static List<String> unnamed(String file, ColumnPlan plan, CsvRecords.Row top) {
    int width = top.fields().size();
    if (plan.unnamed().isEmpty()) {
      return IntStream.range(0, width).mapToObj(CsvReader::name).toList();
    }
    return plan.unnamed().stream()
        .filter(names -> names.size() == width)
        .findFirst()
        .orElseThrow(() -> wrongWidth(file, plan, top));
  }

  private static RuntimeException wrongWidth(String file, ColumnPlan plan, CsvRecords.Row top) {
    int all = plan.unnamed().get(0).size();
    int least = plan.unnamed().get(plan.unnamed().size() - 1).size();
    return Messages.content(
        file + ":" + top.line(),
        all + " columns as in training, or " + least + " without the target",
        top.fields().size());
  }

  private static String name(int index) {
    return "c" + (index + 1);
  }

  private static void requireAll(String file, ColumnPlan plan, List<String> names) {
    for (String required : plan.required()) {
      if (!names.contains(required)) {
        throw Messages.content(
            file,
            "a column " + Messages.quoted(required) + ", as in training",
            Messages.list(names, ColumnNames.SHOWN));
      }
    }
  }

  private Map<String, ColumnPlan.Kind> kinds(ColumnPlan plan, ColumnNames names) {
    Map<String, ColumnPlan.Kind> kinds = new HashMap<>();
    for (String name : names.all()) {
      kinds.put(name, plan.kindOf(name));
    }
    if (plan.others() == ColumnPlan.Kind.ANY) {
      for (String each : settings.categorical()) {
        kinds.put(names.all().get(names.find(each, "--categorical")), ColumnPlan.Kind.TEXT);
      }
      for (String each : settings.numeric()) {
        String name = names.all().get(names.find(each, "--numeric"));
        Check.require(
            kinds.put(name, ColumnPlan.Kind.NUMBERS) != ColumnPlan.Kind.TEXT,
            "--numeric",
            "columns that are not in --categorical",
            Messages.quoted(name));
      }
    }
    return kinds;
  }
}
