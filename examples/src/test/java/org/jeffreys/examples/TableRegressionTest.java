package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
final class TableRegressionTest {
  @TempDir private Path folder;

  private static double price(double area, String town) {
    return 3 * area + (town.equals("A") ? 40 : 0);
  }

  /** Prices with noise of 5, and two houses of known expectation. */
  @Test
  void predictsPricesInTheirUnits() throws IOException {
    Random random = new Random(1);
    StringBuilder data = new StringBuilder("area,town,price\n");
    for (int i = 0; i < 120; i++) {
      double area = 40 + 60 * random.nextDouble();
      String town = random.nextBoolean() ? "A" : "B";
      double price = price(area, town) + 5 * random.nextGaussian();
      data.append(String.format(Locale.ROOT, "%.2f,%s,%.2f%n", area, town, price));
    }
    Path known = Files.writeString(folder.resolve("known.csv"), data.toString());
    Path fresh = Files.writeString(folder.resolve("new.csv"), "area,town\n50,A\n90,B\n");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
      TableRegression.run(known, fresh, folder.resolve("model.jeffreys"), out);
    }
    String[] lines = bytes.toString(StandardCharsets.UTF_8).split("\\R", -1);
    assertThat(lines).hasSize(3);
    assertThat(Double.parseDouble(lines[0].split(",", -1)[0])).isBetween(180.0, 200.0);
    assertThat(Double.parseDouble(lines[1].split(",", -1)[0])).isBetween(260.0, 280.0);
    assertThat(folder.resolve("model.jeffreys")).isRegularFile();
  }
}
