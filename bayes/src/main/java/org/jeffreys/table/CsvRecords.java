package org.jeffreys.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The records of a text, one after the other, with blanks around their fields taken away. */
final class CsvRecords {
  private static final Pattern LINE = Pattern.compile("line (\\d+)\\)");
  private static final int LONGEST_FIELD = 1 << 20;

  private final String file;
  private final Iterator<CsvRecord> records;

  /**
   * A record.
   *
   * @param line in which it starts, from 1
   */
  record Row(long line, List<String> fields) {}

  CsvRecords(String file, CsvText text, char delimiter) {
    this.file = file;
    records =
        CsvReader.builder()
            .fieldSeparator(delimiter)
            .skipEmptyLines(true)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .trimWhitespacesAroundQuotes(true)
            .maxBufferSize(LONGEST_FIELD)
            .build(CsvRecordHandler.builder().build(), text)
            .iterator();
  }

  /** The next record; null at the end. Lines without any text are passed over. */
  @Nullable Row next() {
    try {
      while (records.hasNext()) {
        CsvRecord csv = records.next();
        List<String> fields = new ArrayList<>(csv.getFieldCount());
        for (String field : csv.getFields()) {
          fields.add(field.strip());
        }
        if (fields.size() > 1 || !fields.get(0).isEmpty()) {
          return new Row(csv.getStartingLineNumber(), fields);
        }
      }
      return null;
    } catch (CsvParseException e) {
      throw translated(e);
    }
  }

  private RuntimeException translated(CsvParseException e) {
    if (e.getCause() instanceof UncheckedIOException ours) {
      return ours;
    }
    String reason = String.valueOf(e.getMessage());
    Matcher line = LINE.matcher(reason);
    String place = line.find() ? file + ":" + line.group(1) : file;
    if (reason.startsWith("Unclosed")) {
      return Messages.content(place, "a quote that is closed", "one open to the end of the file");
    }
    if (reason.startsWith("Unexpected")) {
      return Messages.content(
          place,
          "a delimiter or the end of the line after a closing quote",
          "more text",
          "double the quotes inside of a quoted field");
    }
    return Messages.content(
        place,
        "fields of at most " + Messages.count(LONGEST_FIELD, "character"),
        "a longer one",
        "is a quote left open?");
  }
}
