package org.jeffreys.table;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;

/**
 * A column of categories: one number a level, 1 for the level that the value is and 0 for others.
 *
 * <p>Where training had two levels only, one number does: -1 for the first, 1 for the second. Rare
 * levels are pooled as other, which is all zeros, and so is what training did not have. A missing
 * value is all zeros too; where training had missing values, one more number is 1 for it, else 0.
 *
 * @param name of the column
 * @param levels with a number of their own, the most frequent first
 * @param pooled the rare ones, taken as other
 * @param indicator whether training had missing values
 */
public record CategoricalFeature(
    String name, List<Level> levels, List<Level> pooled, boolean indicator) implements Feature {
  static final String TYPE = "categorical";

  /**
   * A category.
   *
   * @param text as it is written
   * @param count its rows in training
   */
  public record Level(String text, long count) {}

  /** Copies the levels, and checks that something is encoded and that no level occurs twice. */
  public CategoricalFeature {
    levels = List.copyOf(levels);
    pooled = List.copyOf(pooled);
    Check.require(!levels.isEmpty(), name + ".levels", "at least one", "none");
    Check.require(
        indicator || levels.size() + pooled.size() > 1,
        name + ".levels",
        "at least two, or missing values",
        levels.size());
    Check.require(
        Stream.concat(levels.stream(), pooled.stream()).map(Level::text).distinct().count()
            == levels.size() + pooled.size(),
        name + ".levels",
        "distinct texts",
        "one twice");
  }

  static CategoricalFeature of(Fields fields) {
    fields.requireExactly("type", "name", "levels", "counts", "numPooled", "indicator");
    List<String> texts = fields.texts("levels");
    double[] counts = fields.numbers("counts").toArray();
    double numPooled = fields.number("numPooled");
    String name = fields.text("name");
    Check.require(
        counts.length == texts.size(),
        name + ".counts",
        texts.size() + ", one a level",
        counts.length);
    Check.require(
        numPooled >= 0 && numPooled <= texts.size() && numPooled == Math.rint(numPooled),
        name + ".numPooled",
        "an integer in [0, " + texts.size() + "]",
        numPooled);
    List<Level> all = new ArrayList<>();
    for (int i = 0; i < counts.length; i++) {
      all.add(new Level(texts.get(i), (long) counts[i]));
    }
    int kept = all.size() - (int) numPooled;
    return new CategoricalFeature(
        name, all.subList(0, kept), all.subList(kept, all.size()), fields.truth("indicator"));
  }

  @Override
  public Map<String, Object> describe() {
    List<Level> all = Stream.concat(levels.stream(), pooled.stream()).toList();
    return Fields.ordered(
        "type",
        TYPE,
        "name",
        name,
        "levels",
        all.stream().map(Level::text).toList(),
        "counts",
        all.stream().map(Level::count).toList(),
        "numPooled",
        pooled.size(),
        "indicator",
        indicator);
  }

  /** Whether one number tells the levels apart. */
  private boolean isBinary() {
    return levels.size() == 2 && pooled.isEmpty();
  }

  /** Whether there is one level, which differs from nothing but a missing value. */
  private boolean isPresence() {
    return levels.size() == 1 && pooled.isEmpty();
  }

  private int numLevelColumns() {
    return isPresence() ? 0 : isBinary() ? 1 : levels.size();
  }

  @Override
  public int width() {
    return numLevelColumns() + (indicator ? 1 : 0);
  }

  @Override
  public List<String> encodedNames() {
    List<String> names = new ArrayList<>();
    int first = levels.size() - numLevelColumns();
    for (Level level : levels.subList(first, levels.size())) {
      names.add(name + " = " + level.text());
    }
    if (indicator) {
      names.add(name + " is missing");
    }
    return names;
  }

  @Override
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    String start = "column " + Messages.plain(name) + ": ";
    if (!pooled.isEmpty()) {
      long rows = pooled.stream().mapToLong(Level::count).sum();
      notes.add(
          start
              + Messages.count(pooled.size(), "rare level")
              + " of "
              + Messages.count(rows, "row")
              + " taken as other");
    }
    if (indicator) {
      notes.add(start + "some values are missing: they are a level of their own");
    }
    return notes;
  }

  @Override
  public List<EncodingNote> encode(Table table, double[][] rows, int at) {
    Column column = table.named(name);
    Map<String, Integer> places = places();
    Map<String, Long> unseen = new LinkedHashMap<>();
    long filled = 0;
    for (int row = 0; row < rows.length; row++) {
      if (column.isMissing(row)) {
        filled += indicator ? 0 : 1;
        if (indicator) {
          rows[row][at + width() - 1] = 1;
        }
        continue;
      }
      String text = column.text(row);
      Integer place = places.get(text);
      place = place == null ? places.get(NumberText.normalise(text)) : place;
      if (place == null) {
        unseen.merge(text, 1L, Long::sum);
      } else {
        write(rows[row], at, place);
      }
    }
    List<EncodingNote> notes = new ArrayList<>();
    if (!unseen.isEmpty()) {
      long count = unseen.values().stream().mapToLong(Long::longValue).sum();
      List<String> texts = List.copyOf(unseen.keySet());
      notes.add(new EncodingNote(name, EncodingNote.Reason.UNSEEN, count, texts));
    }
    if (filled > 0) {
      notes.add(new EncodingNote(name, EncodingNote.Reason.FILLED, filled, List.of()));
    }
    return notes;
  }

  /** The index of each level; that of all pooled ones is the number of levels. */
  private Map<String, Integer> places() {
    Map<String, Integer> places = new HashMap<>();
    for (Level level : levels) {
      places.put(level.text(), places.size());
    }
    for (Level level : pooled) {
      places.put(level.text(), levels.size());
    }
    return places;
  }

  private void write(double[] row, int at, int place) {
    if (isBinary()) {
      row[at] = place == 0 ? -1 : 1;
    } else if (!isPresence() && place < levels.size()) {
      row[at + place] = 1;
    }
  }
}
