package org.jeffreys.cli.vae;

import static org.jeffreys.cli.report.NumberText.percent;

import java.util.List;
import java.util.stream.IntStream;
import org.jeffreys.app.vae.VaeEpoch;
import org.jeffreys.cli.report.Axis;
import org.jeffreys.cli.report.Bins;
import org.jeffreys.cli.report.Chart;
import org.jeffreys.cli.report.Hue;
import org.jeffreys.cli.report.Look;
import org.jeffreys.core.Doubles;

/** The charts of a variational autoencoder. */
final class VaeCharts {
  private static final int BINS = 60;
  private static final int HUES = 6;

  /** More classes could not be told apart. */
  private static final int MOST_CLASSES = 12;

  private final VaeSettings settings;
  private final VaeResult result;
  private final List<String> classNames;

  VaeCharts(VaeSettings settings, VaeResult result, List<String> classNames) {
    this.settings = settings;
    this.result = result;
    this.classNames = List.copyOf(classNames);
  }

  Chart elbo() {
    List<VaeEpoch> epochs = result.epochs();
    Doubles number = Doubles.of(epochs.stream().mapToDouble(VaeEpoch::number));
    return Chart.titled(
            "Evidence lower bound by epoch",
            "The mean bound of training images as they were met, and the line of the test images"
                + " after the last epoch.")
        .axes(Axis.whole("epoch").range(1, epochs.size()), Axis.linear("elbo").in("nats"))
        .line(
            "training",
            number,
            Doubles.of(epochs.stream().mapToDouble(VaeEpoch::elbo)),
            Look.of(Hue.BLUE))
        .horizontalLine("test", result.elbo().mean())
        .build();
  }

  Chart divergence() {
    List<VaeEpoch> epochs = result.epochs();
    return Chart.titled(
            "Divergence by epoch",
            "The mean divergence of the guide from the prior: the nats an image that the latent"
                + " carries.")
        .axes(Axis.whole("epoch").range(1, epochs.size()), Axis.linear("divergence").in("nats"))
        .line(
            "training",
            Doubles.of(epochs.stream().mapToDouble(VaeEpoch::number)),
            Doubles.of(epochs.stream().mapToDouble(VaeEpoch::divergence)),
            Look.of(Hue.ORANGE))
        .build();
  }

  Chart detection() {
    // Foreign images go down very far: test images would lie in a bar or two.
    double range = result.score().max() - result.score().min();
    double lowest = Math.max(low(result.foreignScore()), result.score().min() - 2 * range);
    double least = Math.min(result.score().min(), lowest);
    Bins bins =
        Bins.linear(least, Math.max(result.score().max(), result.foreignScore().max()), BINS);
    return Chart.titled(
            "The bound of test images and of foreign ones",
            "Two histograms; the less they overlap, the better foreign images are told. The first"
                + " bar holds what is lower still.")
        .axes(Axis.linear("bound").in("nats"), Axis.linear("images").in("%").range(0, Double.NaN))
        .histogram(
            settings.data(),
            bins.edges(),
            bins.percentages(result.score().toArray()),
            Look.of(Hue.BLUE).opacity(0.5))
        .histogram(
            settings.foreign(),
            bins.edges(),
            bins.percentages(result.foreignScore().toArray()),
            Look.of(Hue.GREEN).opacity(0.5))
        .build();
  }

  /** The value below which a tenth lie. */
  private static double low(Doubles values) {
    double[] sorted = values.stream().sorted().toArray();
    return sorted[sorted.length / 10];
  }

  Chart map() {
    LatentMap map = result.map();
    Chart.Builder chart =
        Chart.titled(
                "The latent",
                "Test images by the mean of their guide, in the plane where these vary most ("
                    + percent(map.share(), 0)
                    + " of their variance), a colour a class.")
            .axes(Axis.linear("first component"), Axis.linear("second component"));
    int shown = Math.min(MOST_CLASSES, classNames.size());
    for (int k = 0; k < shown; k++) {
      int label = k;
      int[] rows =
          IntStream.range(0, map.labels().size())
              .filter(row -> map.labels().get(row) == label)
              .toArray();
      // A second round through the hues has large, faint points.
      boolean isFirst = k < HUES;
      Look look = new Look(Hue.cycle(k), isFirst ? 0.8 : 0.35, Look.Stroke.SOLID, isFirst ? 5 : 11);
      chart.scatter(classNames.get(k), taken(map.x(), rows), taken(map.y(), rows), look);
    }
    return chart.build();
  }

  private static Doubles taken(Doubles values, int[] rows) {
    return Doubles.of(IntStream.of(rows).mapToDouble(values::get));
  }
}
