package org.jeffreys.cli.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jeffreys.cli.report.Axis;
import org.jeffreys.cli.report.Chart;
import org.jeffreys.cli.report.Hue;
import org.jeffreys.cli.report.Look;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.ParameterSummary;

/** The charts of a run. */
final class SampleCharts {
  private static final int BINS = 20;
  private static final int MOST_CHAINS = 8;
  private static final int MOST_POINTS = 2000;

  private final SampleResult result;

  SampleCharts(SampleResult result) {
    this.result = result;
  }

  /** The intervals of many numbers, one below the other. */
  Chart forest(List<Integer> columns) {
    List<ParameterSummary> shown = new ArrayList<>();
    columns.forEach(column -> shown.add(result.summary().parameters().get(column)));
    List<String> names = shown.stream().map(ParameterSummary::name).toList();
    Doubles places = Doubles.of(IntStream.range(0, shown.size()).mapToDouble(i -> i));
    return Chart.titled("Posterior", "Medians, and bars from the quantile 5 % to 95 %.")
        .axes(Axis.linear("value"), Axis.names(names))
        .spans(
            "5 % to 95 %",
            Doubles.of(shown.stream().mapToDouble(ParameterSummary::q05)),
            Doubles.of(shown.stream().mapToDouble(ParameterSummary::q95)),
            places,
            Look.of(Hue.BLUE).opacity(0.6))
        .scatter(
            "median",
            Doubles.of(shown.stream().mapToDouble(ParameterSummary::q50)),
            places,
            Look.of(Hue.INK).size(6))
        .build();
  }

  /** A sentence on each chain, which tells of how many there are lines. */
  private static String shown(double[][] chains, String sentence) {
    return chains.length > MOST_CHAINS
        ? "The first " + MOST_CHAINS + " of " + chains.length + " chains: " + sentence
        : Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  /** Draw by draw, a line a chain. */
  Chart trace(int column) {
    double[][] chains = result.draws().chains(column);
    Chart.Builder chart =
        Chart.titled(
                name(column),
                shown(
                    chains, "one line a chain; chains that have mixed look alike, without trend."))
            .axes(Axis.linear("draw"), Axis.linear(name(column)));
    for (int chain = 0; chain < Math.min(MOST_CHAINS, chains.length); chain++) {
      int step = Math.max(1, chains[chain].length / 1000);
      double[] values = chains[chain];
      int count = (values.length + step - 1) / step;
      chart.line(
          "chain " + (chain + 1),
          Doubles.of(IntStream.range(0, count).mapToDouble(i -> i * step + 1.0)),
          Doubles.of(IntStream.range(0, count).mapToDouble(i -> values[i * step])),
          Look.of(Hue.cycle(chain)).size(1).opacity(0.7));
    }
    return chart.zoomable().build();
  }

  /** How the ranks of each chain's draws among all are spread: flat for chains that agree. */
  Chart ranks(int column) {
    double[][] chains = result.draws().chains(column);
    double[] all = Arrays.stream(chains).flatMapToDouble(Arrays::stream).sorted().toArray();
    Doubles edges =
        Doubles.of(IntStream.rangeClosed(0, BINS).mapToDouble(i -> i * all.length / (double) BINS));
    Chart.Builder chart =
        Chart.titled(
                name(column),
                shown(chains, "ranks of a chain's draws among all, level where chains agree."))
            .axes(Axis.linear("rank"), Axis.linear("draws"));
    for (int chain = 0; chain < Math.min(MOST_CHAINS, chains.length); chain++) {
      double[] heights = new double[BINS];
      for (double draw : chains[chain]) {
        int place = Arrays.binarySearch(all, draw);
        int rank = place < 0 ? -place - 1 : place;
        heights[(int) Math.min(BINS - 1, (long) rank * BINS / all.length)]++;
      }
      chart.outline(
          "chain " + (chain + 1),
          edges,
          Doubles.of(Arrays.stream(heights)),
          Look.of(Hue.cycle(chain)));
    }
    return chart.horizontalLine("level", chains[0].length / (double) BINS).build();
  }

  /** Two numbers against each other, divergent draws apart. */
  Chart pair(int first, int second) {
    double[][] x = result.draws().chains(first);
    double[][] y = result.draws().chains(second);
    List<double[]> usual = new ArrayList<>();
    List<double[]> divergent = new ArrayList<>();
    int samples = x[0].length;
    int step = Math.max(1, x.length * samples / MOST_POINTS);
    for (int draw = 0; draw < x.length * samples; draw++) {
      double[] point = {x[draw / samples][draw % samples], y[draw / samples][draw % samples]};
      if (result.isDivergent(draw)) {
        divergent.add(point);
      } else if (draw % step == 0) {
        usual.add(point);
      }
    }
    Chart.Builder chart =
        Chart.titled(
                name(second) + " and " + name(first),
                "Draws; divergent ones show where the sampler could not follow the posterior.")
            .axes(Axis.linear(name(first)), Axis.linear(name(second)))
            .scatter("draws", at(usual, 0), at(usual, 1), Look.of(Hue.BLUE).size(3).opacity(0.4));
    if (!divergent.isEmpty()) {
      Look look = Look.of(Hue.VERMILION).size(5);
      chart.scatter("divergent", at(divergent, 0), at(divergent, 1), look);
    }
    return chart.build();
  }

  private static Doubles at(List<double[]> points, int place) {
    return Doubles.of(points.stream().mapToDouble(point -> point[place]));
  }

  /** The energies of draws against how they change from draw to draw. */
  Chart energy() {
    int numChains = result.settings().numChains();
    Doubles all = Check.present(result.statistics().get(SampledChains.ENERGY), "energy");
    double[][] energy = SampleResult.byChain(all, numChains);
    double mean = Arrays.stream(energy).flatMapToDouble(Arrays::stream).average().orElse(0);
    double[] marginal =
        Arrays.stream(energy).flatMapToDouble(Arrays::stream).map(e -> e - mean).toArray();
    double[] changes =
        Arrays.stream(energy)
            .flatMapToDouble(
                chain -> IntStream.range(1, chain.length).mapToDouble(i -> chain[i] - chain[i - 1]))
            .toArray();
    double most =
        Math.max(
            1e-9, Arrays.stream(marginal).map(Math::abs).filter(Double::isFinite).max().orElse(1));
    Doubles edges =
        Doubles.of(IntStream.rangeClosed(0, 40).mapToDouble(i -> most * (i - 20) / 20.0));
    return Chart.titled(
            "Energy",
            "Where changes are much narrower than energies themselves, tails are explored slowly.")
        .axes(Axis.linear("energy less its mean").in("nats"), Axis.linear("density"))
        .outline("energy", edges, shares(marginal, most), Look.of(Hue.BLUE))
        .outline("change", edges, shares(changes, most), Look.of(Hue.ORANGE))
        .build();
  }

  private static Doubles shares(double[] values, double most) {
    double[] heights = new double[40];
    for (double value : values) {
      int bin = (int) Math.floor((value + most) / (2 * most) * 40);
      if (bin >= 0 && bin < 40) {
        heights[bin] += 20 / (most * values.length);
      }
    }
    return Doubles.of(Arrays.stream(heights));
  }

  private String name(int column) {
    return result.draws().names().get(column);
  }
}
