package org.jeffreys.cli.digits;

import static org.jeffreys.cli.digits.DigitsText.decimals;
import static org.jeffreys.cli.digits.DigitsText.significant;
import static org.jeffreys.cli.digits.DigitsText.spoken;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jeffreys.cli.report.ReportPage;
import org.jeffreys.cli.report.Table;

/** Which measure of uncertainty to use for what. */
final class MeasuresSection {
  private final DigitsSettings settings;
  private final DigitsResult result;
  private final DigitsCharts charts;
  private final DetectionCharts detection;
  private final Map<String, Merits> merits = new LinkedHashMap<>();

  /** How well a measure serves, for each use. */
  private record Merits(double foreign, double noisy, double errors, double aurc) {}

  MeasuresSection(
      DigitsSettings settings,
      DigitsResult result,
      DigitsCharts charts,
      DetectionCharts detection) {
    this.settings = settings;
    this.result = result;
    this.charts = charts;
    this.detection = detection;
    for (String measure : result.clean().measures()) {
      merits.put(
          measure,
          new Merits(
              DigitsDetection.foreign(result, measure).auroc(),
              DigitsDetection.noisy(result, measure).auroc(),
              DigitsDetection.errors(result, measure).auroc(),
              DigitsDetection.risk(result, measure).aurc()));
    }
  }

  void addTo(ReportPage page) {
    page.section("Which measure for what")
        .paragraph(
            "There are several ways to say how uncertain a prediction is, and no best one for all"
                + " uses. AUROC is the probability that the measure ranks an image that should be"
                + " flagged above one that should not: 0.5 is chance, 1 perfect. AURC is the error"
                + " rate among kept images, averaged over how many are kept: less is better."
                + " Deterministic entropy is that of the network without noise; all others are made"
                + " of the draws.")
        .table(table())
        .paragraph(recommendation());
    curves(page);
    new DisagreementSection(settings, result).addTo(page);
    page.section("Every measure by set")
        .paragraph(
            "What each measure makes of the three sets, as shares of each set in bins of equal"
                + " width. The upright axis is logarithmic, to show the few beside the many:"
                + " often one bin holds most of a set. A line at the bottom is an empty bin."
                + " Margin and greatest probability are confidences, and small where the others are"
                + " great.")
        .charts(result.clean().measures().stream().map(charts::histogram).toList(), 260);
  }

  private Table table() {
    Table table =
        Table.of(
            "AUROC by measure and use, and AURC; the best of each column stands out",
            "measure",
            "foreign",
            "noisy",
            "errors",
            "AURC [%]",
            "what it is");
    double foreign = greatest(Merits::foreign);
    double noisy = greatest(Merits::noisy);
    double errors = greatest(Merits::errors);
    double aurc = -greatest(merit -> -merit.aurc());
    merits.forEach(
        (measure, merit) -> {
          table.row(
              spoken(measure),
              decimals(merit.foreign(), 4),
              decimals(merit.noisy(), 4),
              decimals(merit.errors(), 4),
              significant(100 * merit.aurc(), 3),
              DigitsText.summary(measure));
          mark(table, 1, merit.foreign() == foreign);
          mark(table, 2, merit.noisy() == noisy);
          mark(table, 3, merit.errors() == errors);
          mark(table, 4, merit.aurc() == aurc);
        });
    return table;
  }

  private static void mark(Table table, int column, boolean best) {
    if (best) {
      table.strong(column);
    }
  }

  /** NaN where the use has nothing to find. */
  private double greatest(ToDoubleFunction<Merits> merit) {
    return merits.values().stream().mapToDouble(merit).reduce(Math::max).orElse(Double.NaN);
  }

  private String best(ToDoubleFunction<Merits> merit) {
    double greatest = greatest(merit);
    return merits.entrySet().stream()
        .filter(entry -> merit.applyAsDouble(entry.getValue()) == greatest)
        .map(entry -> spoken(entry.getKey()))
        .findFirst()
        .orElse("none of them");
  }

  private String recommendation() {
    String errors =
        hasErrors()
            ? " Errors are found best by " + best(Merits::errors) + "."
            : " Of errors nothing can be said: clean images are all right, or all wrong.";
    return "In this run foreign images are found best by "
        + best(Merits::foreign)
        + " and noisy ones by "
        + best(Merits::noisy)
        + "."
        + errors
        + " Kept images hold the fewest errors, averaged over how many are kept, if they are chosen"
        + " by "
        + best(merit -> -merit.aurc())
        + ". Differences of a few thousandths may turn round with"
        + " another seed. Normalised entropy ranks images as predictive entropy does: it is the"
        + " same number in another unit.";
  }

  private boolean hasErrors() {
    return !Double.isNaN(merit(ImageScores.DECIDING).errors());
  }

  private Merits merit(String measure) {
    return merits.getOrDefault(measure, new Merits(Double.NaN, Double.NaN, Double.NaN, Double.NaN));
  }

  private void curves(ReportPage page) {
    Set<String> left = new TreeSet<>(result.clean().measures());
    DetectionCharts.CURVES.forEach(left::remove);
    page.paragraph(
        "The curves show the trade behind the AUROC: lower the threshold, and more is found, at the"
            + " price of more false alarms on clean images or right predictions. Six measures have"
            + " a curve, as more could not be told apart; that of normalised entropy is that of"
            + " predictive entropy. Without one are "
            + String.join(", ", left.stream().map(DigitsText::spoken).toList())
            + ".");
    page.charts(
        hasErrors()
            ? List.of(detection.foreign(), detection.errors())
            : List.of(detection.foreign()),
        380);
  }
}
