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
  private static final String INFORMATION = "mutual-information";
  private static final String EXPECTED = "expected-entropy";
  private static final double NOTABLE = 0.005;

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
                + " rate among kept images, averaged over how many are kept: less is better. It is"
                + " given in thousandths.")
        .table(table())
        .paragraph(recommendation());
    curves(page);
    disagreement(page);
    page.section("Every measure by set")
        .paragraph(
            "What each measure makes of the three sets, as shares of each set in bins of equal"
                + " width. The upright axis is logarithmic, to show the few beside the many: most"
                + " clean images lie in the outermost bin. A line at the bottom is an empty bin."
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
            "AURC / 1000",
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
              significant(1000 * merit.aurc(), 3),
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
            : " Of errors nothing can be said: all clean images are predicted alike, right or wrong.";
    return "In this run foreign images are found best by "
        + best(Merits::foreign)
        + " and noisy ones by "
        + best(Merits::noisy)
        + "."
        + errors
        + " To keep the fewest errors at every share of kept images, take "
        + best(merit -> -merit.aurc())
        + ". Differences in the third digit are within what another seed changes. Normalised entropy"
        + " ranks images as predictive entropy does: it is the same number in another unit.";
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
            + " price of more false alarms on clean images that are predicted well. Left out, because"
            + " their curves lie on or close to those shown, are "
            + String.join(", ", left.stream().map(DigitsText::spoken).toList())
            + ".");
    page.charts(
        hasErrors()
            ? List.of(detection.foreign(), detection.errors())
            : List.of(detection.foreign()),
        380);
  }

  private void disagreement(ReportPage page) {
    Table table =
        Table.of(
            "Where uncertainty comes from: means over each set, in nats",
            "images",
            "predictive entropy",
            "expected entropy",
            "mutual information",
            "disagreement's share");
    for (ImageSet set : ImageSet.values()) {
      double total = set.mean(result, ImageScores.DECIDING);
      double information = set.mean(result, INFORMATION);
      table.row(
          set.label(),
          significant(total, 3),
          significant(set.mean(result, EXPECTED), 3),
          significant(information, 3),
          decimals(100 * information / total, 0) + " %");
    }
    page.section("Do the draws disagree?").paragraph(parts()).table(table);
    page.paragraph(explanation());
  }

  private String parts() {
    return "Predictive entropy is the sum of two parts. Expected entropy is how unsure each draw is by"
        + " itself: the image is unclear. Mutual information is how much the draws disagree: the"
        + " network is unclear. It is often said that images of other things are told by the second.";
  }

  private String explanation() {
    double gap = merit(ImageScores.DECIDING).foreign() - merit(INFORMATION).foreign();
    String figures =
        "Here mutual information finds foreign images with an AUROC of "
            + decimals(merit(INFORMATION).foreign(), 3)
            + ", predictive entropy with "
            + decimals(merit(ImageScores.DECIDING).foreign(), 3)
            + ". ";
    double unsure = ImageSet.FOREIGN.mean(result, EXPECTED);
    double disagreeing = ImageSet.FOREIGN.mean(result, INFORMATION);
    String source =
        "Of the entropy of foreign images "
            + significant(unsure, 3)
            + " nats are each draw's own, "
            + significant(disagreeing, 3)
            + " are disagreement. ";
    if (settings.draws() == 1) {
      return figures + "A single draw has nothing to disagree with.";
    }
    if (gap <= NOTABLE) {
      return figures
          + source
          + "In this run disagreement tells them no worse than the whole entropy. All draws are"
          + " variations of one trained network, though, so don't count on it elsewhere.";
    }
    return figures
        + source
        + "All draws are variations of one trained network. They resemble one another, also on images"
        + " far from all it has seen, while clean digits that are merely unclear make them disagree"
        + " as well. What marks foreign images is that each draw is unsure of them"
        + (unsure > disagreeing ? ", and that is the greater part." : ".")
        + " Networks trained apart from one another disagree more.";
  }
}
