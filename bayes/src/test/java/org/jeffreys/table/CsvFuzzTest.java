package org.jeffreys.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jeffreys.tensor.HostStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** However a small file is damaged: a table, or one line that names the file. */
final class CsvFuzzTest {
  private static final String WHOLE =
      """
      id,name,price,when,grade,target
      1,"Ann, B.",3.5,2024-05-31,a,0
      2,Bob,,2024-06-01,b,1
      3,"Cy ""x""\",7e3,2024-06-02,a,1
      4,NA,-1,2024-06-03,?,0
      5,Eve,0.25,2024-06-04,b,1
      """;

  private static final String[] PIECES = {
    ",",
    ";",
    "\t",
    "\"",
    "\"\"",
    "\n",
    "\r",
    "\r\n",
    "\0",
    "NaN",
    "inf",
    "-Infinity",
    "1e999",
    "\ufeff",
    "\u2028",
    "abc",
    "0x1p3",
    "2024-02-30",
    "id",
    "=1",
    "#",
    "' '",
    "\u00e9",
    "-",
    "1d"
  };

  @TempDir private Path folder;

  @Test
  void aFewHundredDamagedFiles() {
    damage(0, 300);
  }

  @Test
  @Tag("slow")
  void thousandsOfDamagedFiles() {
    damage(300, 6_000);
  }

  private void damage(int first, int count) {
    int tables = 0;
    for (int seed = first; seed < first + count; seed++) {
      byte[] bytes = damaged(HostStream.keyed(seed, "csv", 0));
      try {
        tables += isTable(bytes) ? 1 : 0;
      } catch (RuntimeException | AssertionError | IOException e) {
        throw new AssertionError(
            "seed " + seed + ": " + new String(bytes, StandardCharsets.ISO_8859_1), e);
      }
    }
    // Both happen, else nothing is tested.
    assertThat(tables).isBetween(count / 10, 9 * count / 10);
  }

  private boolean isTable(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("small.csv"), bytes);
    Table table;
    try {
      table = CsvReader.standard().read(file);
    } catch (UncheckedIOException | IllegalArgumentException e) {
      assertOneLine(e);
      return false;
    }
    assertThat(table.numRows()).isPositive();
    for (Column column : table.columns()) {
      for (int row = 0; row < table.numRows(); row++) {
        assertThat(column.text(row).isEmpty()).isEqualTo(column.isMissing(row));
      }
    }
    encodes(table);
    return true;
  }

  private static void encodes(Table table) {
    try {
      TableTask task = TableTask.of(table, Roles.of("last"));
      TableSchema schema = task.learn();
      EncodedTable encoded = schema.encode(task.table());
      assertThat(encoded.notes()).isEmpty();
      for (float value : encoded.toFloats()) {
        assertThat(Float.isFinite(value)).isTrue();
      }
      assertThat(TableSchema.of(schema.describe())).isEqualTo(schema);
    } catch (IllegalArgumentException e) {
      assertOneLine(e);
    }
  }

  private static void assertOneLine(RuntimeException e) {
    assertThat(e.getMessage()).contains("small.csv").matches("[^\\p{Cntrl}\u2028\u2029]{1,600}");
  }

  private static byte[] damaged(HostStream rng) {
    byte[] bytes = WHOLE.getBytes(StandardCharsets.UTF_8);
    for (long times = 1 + rng.nextLong(4); times > 0; times--) {
      int at = (int) rng.nextLong(bytes.length + 1L);
      int end = Math.min(bytes.length, at + (int) rng.nextLong(6));
      bytes =
          switch ((int) rng.nextLong(5)) {
            case 0 -> splice(bytes, at, end, new byte[0]);
            case 1 -> splice(bytes, at, at, piece(rng));
            case 2 -> splice(bytes, at, end, piece(rng));
            case 3 -> splice(bytes, at, end, new byte[] {(byte) rng.nextLong(256)});
            default -> rng.nextLong(8) == 0 ? Arrays.copyOf(bytes, at) : repeated(bytes, at, rng);
          };
    }
    return bytes;
  }

  private static byte[] piece(HostStream rng) {
    return PIECES[(int) rng.nextLong(PIECES.length)].getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] repeated(byte[] bytes, int at, HostStream rng) {
    int end = Math.min(bytes.length, at + 30);
    return splice(bytes, (int) rng.nextLong(at + 1L), at, Arrays.copyOfRange(bytes, at, end));
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] into) {
    byte[] spliced = new byte[bytes.length - (to - from) + into.length];
    System.arraycopy(bytes, 0, spliced, 0, from);
    System.arraycopy(into, 0, spliced, from, into.length);
    System.arraycopy(bytes, to, spliced, from + into.length, bytes.length - to);
    return spliced;
  }
}
