package org.jeffreys.privacy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The rows of epsilon.csv, whose head says where they come from. */
final class PrivacyReferences {
  private PrivacyReferences() {}

  record Row(String accountant, SampledGaussian mechanism, double epsilon, double tolerance) {
    @Override
    public String toString() {
      return accountant + " " + mechanism;
    }
  }

  static List<Row> rows() {
    try (var stream = PrivacyReferences.class.getResourceAsStream("epsilon.csv")) {
      var bytes = Objects.requireNonNull(stream, "epsilon.csv").readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(PrivacyReferences::row)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String line) {
    var cells = List.of(line.split(",", -1));
    return new Row(
        cells.get(0),
        new SampledGaussian(
            Double.parseDouble(cells.get(1)),
            Double.parseDouble(cells.get(2)),
            Long.parseLong(cells.get(3))),
        Double.parseDouble(cells.get(4)),
        Double.parseDouble(cells.get(5)));
  }
}
