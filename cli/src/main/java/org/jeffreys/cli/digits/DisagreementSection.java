package org.jeffreys.cli.digits;

import static org.jeffreys.cli.digits.DigitsText.decimals;
import static org.jeffreys.cli.digits.DigitsText.significant;

import java.util.stream.IntStream;
import org.jeffreys.cli.report.ReportPage;
import org.jeffreys.cli.report.Table;
import org.jeffreys.uncertainty.ExpectedEntropy;
import org.jeffreys.uncertainty.MutualInformation;

/** How much of the uncertainty is that of each draw, and how much their disagreement. */
final class DisagreementSection {
  private static final String INFORMATION = new MutualInformation().name();
  private static final String EXPECTED = new ExpectedEntropy().name();

  /** A difference of AUROC worth a word. */
  private static final double NOTABLE = 0.005;

  private final DigitsSettings settings;
  private final DigitsResult result;

  DisagreementSection(DigitsSettings settings, DigitsResult result) {
    this.settings = settings;
    this.result = result;
  }

  void addTo(ReportPage page) {
    Table table =
        Table.of(
            "Where uncertainty comes from: means over each set, in nats",
            "images",
            "predictive entropy",
            "expected entropy",
            "mutual information",
            "share of the last");
    for (ImageSet set : ImageSet.values()) {
      double total = set.mean(result, ImageScores.DECIDING);
      double information = set.mean(result, INFORMATION);
      row(table, set.label(), total, set.mean(result, EXPECTED), information);
    }
    row(
        table,
        "clean and flagged",
        flaggedMean(ImageScores.DECIDING),
        flaggedMean(EXPECTED),
        flaggedMean(INFORMATION));
    page.section("Do the draws disagree?")
        .paragraph(
            "Predictive entropy is the sum of two parts. Expected entropy is how unsure each draw"
                + " is by itself: the image is unclear. Mutual information is how much the draws"
                + " disagree: the network is unclear. It is often said that images of other things"
                + " are told by the second.")
        .table(table)
        .paragraph(explanation());
  }

  private static void row(
      Table table, String name, double total, double expected, double information) {
    double share = information / total;
    table.row(
        name,
        significant(total, 3),
        significant(expected, 3),
        significant(information, 3),
        Double.isNaN(share) ? "\u2013" : decimals(100 * share, 0) + " %");
  }

  /** The mean over the clean images that are flagged; NaN if none is. */
  private double flaggedMean(String measure) {
    double[] entropy = result.clean().raw(ImageScores.DECIDING);
    double[] values = result.clean().raw(measure);
    return IntStream.range(0, values.length)
        .filter(row -> entropy[row] > settings.threshold())
        .mapToDouble(row -> values[row])
        .average()
        .orElse(Double.NaN);
  }

  private String explanation() {
    double byInformation = DigitsDetection.foreign(result, INFORMATION).auroc();
    double byEntropy = DigitsDetection.foreign(result, ImageScores.DECIDING).auroc();
    String figures =
        "Here mutual information finds foreign images with an AUROC of "
            + decimals(byInformation, 3)
            + ", predictive entropy with "
            + decimals(byEntropy, 3)
            + ". ";
    if (settings.draws() == 1) {
      return figures + "A single draw has nothing to disagree with.";
    }
    if (byEntropy - byInformation <= NOTABLE) {
      return figures
          + "In this run disagreement tells them no worse than the whole entropy does. All draws"
          + " are variations of one trained network, though, so do not count on it elsewhere.";
    }
    return figures + reason();
  }

  private String reason() {
    double unsure = ImageSet.FOREIGN.mean(result, EXPECTED);
    double disagreeing = ImageSet.FOREIGN.mean(result, INFORMATION);
    String clean = significant(flaggedMean(INFORMATION), 3);
    return "All draws are variations of one trained network, and resemble one another also on"
        + " images far from all it has seen: on foreign images they disagree by "
        + significant(disagreeing, 3)
        + " nats"
        + (clean.equals("\u2013") ? ". " : ", on clean ones that are flagged by " + clean + ". ")
        + (unsure > disagreeing
            ? "What marks foreign images is rather that each draw is unsure of them by itself: "
                + significant(unsure, 3)
                + " nats."
            : "That each draw is unsure of foreign images by itself, by "
                + significant(unsure, 3)
                + " nats, tells them as well, and mutual information leaves it out.")
        + " Networks trained apart from one another disagree more.";
  }
}
