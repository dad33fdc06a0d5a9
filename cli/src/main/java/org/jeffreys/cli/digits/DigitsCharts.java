package org.jeffreys.cli.digits;

import static org.jeffreys.cli.report.NumberText.percent;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jeffreys.cli.report.Axis;
import org.jeffreys.cli.report.Bins;
import org.jeffreys.cli.report.Chart;
import org.jeffreys.cli.report.Hue;
import org.jeffreys.cli.report.Look;
import org.jeffreys.core.Doubles;
import org.jeffreys.inference.Epoch;

/** The charts of training, and the histograms of measures by set. */
final class DigitsCharts {
  private static final double LEAST_PERCENT = 0.01;
  private static final int BINS = 40;
  private static final int BINS_PER_DECADE = 8;
  private static final int LEAST_EXPONENT = -12;
  private static final double MOST_AGAINST = 1 - 1.0 / DigitsSettings.NUM_CLASSES;

  private final DigitsSettings settings;
  private final DigitsResult result;

  DigitsCharts(DigitsSettings settings, DigitsResult result) {
    this.settings = settings;
    this.result = result;
  }

  Chart loss() {
    return training("Loss by epoch", "loss", "nats", Epoch::loss, Epoch::validationLoss);
  }

  Chart accuracy() {
    return training(
        "Accuracy by epoch",
        "accuracy",
        "%",
        epoch -> 100 * epoch.accuracy(),
        epoch -> 100 * epoch.validationAccuracy());
  }

  private Chart training(
      String title,
      String name,
      String unit,
      ToDoubleFunction<Epoch> training,
      ToDoubleFunction<Epoch> validation) {
    List<Epoch> epochs = result.epochs();
    Doubles number = Doubles.of(epochs.stream().mapToDouble(Epoch::number));
    Doubles seen = Doubles.of(epochs.stream().mapToDouble(training));
    Chart.Builder chart =
        Chart.titled(title, "One line for the training images, one for validation images.")
            .axes(Axis.whole("epoch").range(1, epochs.size()), Axis.linear(name).in(unit))
            .line("training", number, seen, Look.of(Hue.GREY));
    if (epochs.stream().allMatch(Epoch::isValidated)) {
      Doubles heldOut = Doubles.of(epochs.stream().mapToDouble(validation));
      chart.line("validation", number, heldOut, Look.of(Hue.BLUE));
    }
    return chart.build();
  }

  /**
   * An entropy by set over its logarithm, because most clean images lie close to 0; what is less
   * than the axis shows counts in its first bin.
   */
  Chart entropy(String measure, String title) {
    Bins bins =
        Bins.logarithmic(
            lowestDecade(result.clean().raw(measure)),
            Math.log(DigitsSettings.NUM_CLASSES),
            BINS_PER_DECADE);
    Chart.Builder chart =
        Chart.titled(
                title,
                "How the images of each set spread over entropy, on a logarithmic axis, and the"
                    + " threshold above which they are flagged.")
            .axes(
                Axis.log("entropy").in("nats").range(bins.edges().min(), bins.edges().max()),
                Axis.linear("images, of the set's fullest bar").in("%").range(0, 100));
    for (ImageSet set : ImageSet.values()) {
      Doubles shares = bins.percentages(set.raw(result, measure));
      // A set that lies in one bar would else flatten the others.
      Doubles heights = shares.map(share -> 100 * share / shares.max());
      chart.histogram(
          set.label() + ", " + percent(flagged(set, measure), 2) + " flagged",
          bins.edges(),
          heights,
          Look.of(set.hue()).opacity(0.5));
    }
    if (settings.threshold() > bins.edges().min()) {
      chart.verticalLine("threshold", settings.threshold());
    }
    return chart.build();
  }

  private double flagged(ImageSet set, String measure) {
    return Arrays.stream(set.raw(result, measure))
        .map(entropy -> entropy > settings.threshold() ? 1 : 0)
        .average()
        .orElse(Double.NaN);
  }

  /** The power of ten below all but the least few of the values. */
  private static int lowestDecade(double[] values) {
    Arrays.sort(values);
    double low = Math.max(Double.MIN_NORMAL, values[values.length / 200]);
    return Math.max(LEAST_EXPONENT, Math.min(-2, (int) Math.floor(Math.log10(low))));
  }

  /** A measure by set; an empty bin lies on the axis. */
  Chart histogram(String measure) {
    Bins bins = bins(measure);
    Chart.Builder chart =
        Chart.titled(
                DigitsText.heading(measure),
                "Share of the clean, noisy and foreign images by " + DigitsText.spoken(measure))
            .axes(
                Axis.linear(DigitsText.spoken(measure))
                    .in(DigitsText.unit(measure))
                    .range(measure.equals("energy") ? Double.NaN : bins.edges().min(), Double.NaN),
                Axis.log("share").in("%").range(LEAST_PERCENT, 100));
    for (ImageSet set : ImageSet.values()) {
      Doubles shares = bins.percentages(set.raw(result, measure));
      chart.outline(
          set.label(),
          bins.edges(),
          shares.map(share -> Math.max(LEAST_PERCENT, share)),
          Look.of(set.hue()));
    }
    return chart.build();
  }

  private Bins bins(String measure) {
    if (measure.equals("variation-ratio")) {
      return Bins.shares(settings.draws(), MOST_AGAINST, BINS);
    }
    double least = Double.POSITIVE_INFINITY;
    double greatest = Double.NEGATIVE_INFINITY;
    for (ImageSet set : ImageSet.values()) {
      for (double value : set.raw(result, measure)) {
        least = Math.min(least, value);
        greatest = Math.max(greatest, value);
      }
    }
    return Bins.linear(
        least >= 0 ? 0 : least, greatest, measure.equals("vote-entropy") ? BINS / 2 : BINS);
  }
}
