package org.jeffreys.cli.digits;

import static org.jeffreys.cli.digits.DigitsText.decimals;
import static org.jeffreys.cli.report.NumberText.count;
import static org.jeffreys.cli.report.NumberText.percent;
import static org.jeffreys.cli.report.NumberText.significant;

import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jeffreys.cli.report.ReportPage;
import org.jeffreys.cli.report.Table;
import org.jeffreys.uncertainty.Accuracy;
import org.jeffreys.uncertainty.Binning;
import org.jeffreys.uncertainty.Brier;
import org.jeffreys.uncertainty.CalibrationError;
import org.jeffreys.uncertainty.LabelledProbs;
import org.jeffreys.uncertainty.Nll;
import org.jeffreys.uncertainty.RiskCoverage;
import org.jeffreys.uncertainty.TemperatureScaling;

/** Whether probabilities keep their promise, how many images to leave to a person, and votes. */
final class CalibrationSection {
  private static final double[] TARGETS = {0.99, 0.995, 0.999};

  private final DigitsSettings settings;
  private final DigitsResult result;
  private final DetectionCharts charts;
  private final LabelledProbs plain;
  private final LabelledProbs drawn;

  CalibrationSection(DigitsSettings settings, DigitsResult result, DetectionCharts charts) {
    this.settings = settings;
    this.result = result;
    this.charts = charts;
    this.plain = result.clean().labelled();
    this.drawn = result.clean().labelledByDraws();
  }

  void addTo(ReportPage page) {
    page.section("Do the probabilities keep their promise?")
        .paragraph(
            "Of predictions made with 90 %, nine in ten should be right. "
                + promise("Without draws the network", plain)
                + " "
                + promise("The mean of the draws", drawn)
                + " Upright lines are 95 % intervals: where few images fall into a bin, its point"
                + " is uncertain.")
        .chart(charts.reliability(), 420)
        .table(scores())
        .paragraph(temperatures());
    page.section("How many images to leave to a person")
        .paragraph(
            "Keep the images the network is surest of, and leave the rest to a person. The more it"
                + " keeps, the more errors slip in; at the right end it keeps all. The line marks"
                + " what the threshold of this run keeps, by predictive entropy. Curves begin at 2"
                + " % of the images: with fewer, one error is a high rate.")
        .chart(charts.riskCoverage())
        .table(targets())
        .paragraph(
            "Thresholds were chosen on the images they are judged on, which flatters them: check"
                + " them on images of your own.");
    votes(page);
  }

  private static String promise(String who, LabelledProbs probs) {
    double confidence =
        IntStream.range(0, probs.numRows()).mapToDouble(probs::confidence).average().orElseThrow();
    double accuracy = Accuracy.of(probs).value();
    // What the rate itself is uncertain by is no judgement on the promise.
    double noise = 2 * Math.sqrt(accuracy * (1 - accuracy) / probs.numRows());
    String verdict =
        Math.abs(confidence - accuracy) <= noise
            ? "as good as it promises"
            : confidence > accuracy ? "surer than it should be" : "less sure than it could be";
    return who
        + " is "
        + percent(confidence, 1)
        + " sure on average and "
        + percent(accuracy, 1)
        + " right: "
        + verdict
        + ".";
  }

  private Table scores() {
    DigitsMetrics metrics = new DigitsMetrics(settings, result);
    Table table =
        Table.of(
            "Scores of the probabilities",
            "score",
            "without draws",
            DigitsText.draws(settings),
            "what it is");
    row(table, "ECE", probs -> error(probs).ece(), "gap between probability and frequency");
    row(table, "ECE, each class", probs -> error(probs).classwise(), "of each digit, averaged");
    row(table, "NLL", probs -> Nll.of(probs).value(), "surprise at the truth, in nats");
    row(
        table,
        "NLL, tempered",
        metrics.scaledNll(result.temperature(), false),
        metrics.scaledNll(result.temperatureByDraws(), true),
        "after a temperature fitted on validation images");
    row(table, "Brier", probs -> brier(probs).value(), "squared error, the sum of these parts");
    row(table, "+ reliability", probs -> brier(probs).reliability(), "broken promises; 0 is best");
    row(
        table,
        "\u2212 resolution",
        probs -> brier(probs).resolution(),
        "how well digits are told apart; great is best");
    row(table, "+ uncertainty", probs -> brier(probs).uncertainty(), "of the labels alone");
    row(table, "+ within bins", probs -> brier(probs).withinBins(), "what the bins hide");
    return table;
  }

  private static CalibrationError error(LabelledProbs probs) {
    return CalibrationError.of(probs, Binning.EQUAL_WIDTH, DigitsMetrics.BINS);
  }

  private static Brier brier(LabelledProbs probs) {
    return Brier.of(probs, Binning.EQUAL_WIDTH, DigitsMetrics.BINS);
  }

  private void row(Table table, String name, ToDoubleFunction<LabelledProbs> score, String what) {
    row(table, name, score.applyAsDouble(plain), score.applyAsDouble(drawn), what);
  }

  private static void row(Table table, String name, double plain, double drawn, String what) {
    table.row(name, DigitsText.significant(plain, 3), DigitsText.significant(drawn, 3), what);
  }

  private String temperatures() {
    return "A temperature divides all logits by one number, fitted so that validation images are"
        + " predicted best: above 1 it takes confidence away, below 1 it adds some. Without draws"
        + " it is "
        + temperature(result.temperature())
        + ", for the mean of the draws "
        + temperature(result.temperatureByDraws())
        + ". It changes no prediction and hardly any ranking, only the probabilities.";
  }

  private static String temperature(TemperatureScaling scaling) {
    return significant(scaling.temperature(), 3) + (scaling.isAtBound() ? " (a bound)" : "");
  }

  private Table targets() {
    Table table =
        Table.of(
            "To be right this often, leave so many images to a person",
            "right",
            "left, without draws",
            "threshold [nats]",
            "left, " + DigitsText.draws(settings),
            "threshold [nats]");
    RiskCoverage without = DigitsDetection.risk(result, ImageScores.DETERMINISTIC);
    RiskCoverage with = DigitsDetection.risk(result, ImageScores.DECIDING);
    for (double target : TARGETS) {
      Optional<RiskCoverage.Point> first = without.forAccuracy(target);
      Optional<RiskCoverage.Point> second = with.forAccuracy(target);
      table.row(percent(target, 1), left(first), threshold(first), left(second), threshold(second));
    }
    return table;
  }

  private String left(Optional<RiskCoverage.Point> point) {
    return point.map(at -> count(result.clean().size() - at.kept().trials())).orElse("not reached");
  }

  private static String threshold(Optional<RiskCoverage.Point> point) {
    return point.map(at -> significant(at.threshold(), 3)).orElse("\u2013");
  }

  private void votes(ReportPage page) {
    Table table =
        Table.of(
            "Two estimates of the predictive distribution",
            "images",
            "labels that differ",
            "share",
            "entropy of the mean [nats]",
            "entropy of the votes [nats]");
    for (ImageSet set : ImageSet.values()) {
      ImageScores scores = set.scores(result);
      int size = set.size(result);
      long differing =
          IntStream.range(0, size)
              .filter(row -> scores.predictedByDraws(row) != scores.predictedByVotes(row))
              .count();
      table.row(
          set.label(),
          count(differing),
          percent((double) differing / size, 2),
          DigitsText.significant(set.mean(result, ImageScores.DECIDING), 3),
          DigitsText.significant(set.mean(result, "vote-entropy"), 3));
    }
    page.section("Means and votes")
        .paragraph(
            "There are two ways to make one distribution of many draws: the mean of their"
                + " probabilities, which this page uses, or the share of draws that vote for each"
                + " digit. Votes forget how sure each draw was, so that draws which all prefer the"
                + " same digit, each of them hesitating, count as certain; "
                + votesSay())
        .table(table);
  }

  private String votesSay() {
    double mean = ImageSet.FOREIGN.mean(result, ImageScores.DECIDING);
    double votes = ImageSet.FOREIGN.mean(result, "vote-entropy");
    return "the mean entropy of foreign images is "
        + decimals(mean, 3)
        + " nats by the mean, "
        + decimals(votes, 3)
        + " by votes.";
  }
}
