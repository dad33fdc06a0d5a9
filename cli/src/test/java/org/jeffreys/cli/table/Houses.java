package org.jeffreys.cli.table;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;

/** A table of houses: numbers, a category, missing values, and a target of each kind. */
final class Houses {
  private static final String[] DISTRICTS = {"north", "south", "harbour"};

  private Houses() {}

  /** Writes houses: the price grows with the area, and is higher at the harbour. */
  static Path write(Path file, int rows, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder text = new StringBuilder("area,district,year,price,sold,visits\n");
    for (int i = 0; i < rows; i++) {
      double area = 40 + 120 * random.nextDouble();
      String district = DISTRICTS[random.nextInt(3)];
      double price = 50 + 2 * area + (district.equals("harbour") ? 80 : 0);
      price += 20 * random.nextGaussian();
      text.append(String.format(Locale.ROOT, "%.1f,", area))
          .append(random.nextInt(12) == 0 ? "" : district)
          .append(String.format(Locale.ROOT, ",%d,%.2f,", 1950 + random.nextInt(70), price))
          .append(price > 280 ? "yes" : "no")
          .append(',')
          .append((int) (area / 30 + 3 * random.nextDouble()))
          .append('\n');
    }
    return Files.writeString(file, text);
  }
}
