package org.jeffreys.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/** Draws of numbers against quadrature, within 5 standard errors. */
final class DrawChecks {
  private static final int DRAWS = 40_000;
  private static final int GROUPS = 50;

  /** What quadrature may err by. */
  private static final double EXACT = 2e-5;

  /** Bounded functions, whose means tell distributions apart. */
  private static final List<UnaryOperator<Tensor>> STATISTICS =
      List.of(
          x -> x.div(x.abs().add(1)),
          x -> Special.sin(x.mul(2)),
          x -> Special.cos(x.mul(0.5)),
          x -> Special.reciprocal(x.square().add(1)));

  private DrawChecks() {}

  /** Holds that means over draws are those of the density; so are those of the log density. */
  static void density(String name, Distribution made) {
    List<UnaryOperator<Tensor>> statistics = new ArrayList<>(STATISTICS);
    statistics.add(x -> made.logProb(x).clampMin(-1e4));
    try (Rng rng = Rng.of(11, name)) {
      Tensor draws = Gradients.stop(made.sample(rng, Shape.of(DRAWS)));
      assertThat(made.support().contains(draws).all()).isTrue();
      for (UnaryOperator<Tensor> statistic : statistics) {
        Tensor found = statistic.apply(draws);
        double mean = found.mean().item();
        double error = Math.sqrt(found.sub(mean).square().mean().item() / DRAWS);
        assertThat(mean)
            .as("statistic %d", statistics.indexOf(statistic))
            .isCloseTo(Quadrature.expectation(made, statistic).item(), within(5 * error + EXACT));
      }
    }
  }

  /** Holds that the mean over draws moves with the parameters as the integral does. */
  static void gradients(String name, Distributions.Maker maker, List<Tensor> parameters) {
    UnaryOperator<Tensor> function = x -> x.sub(0.3).div(x.abs().add(1));
    Tensor[] exact = parameters.stream().map(Gradients::track).toArray(Tensor[]::new);
    List<Tensor> expected =
        Gradients.of(Quadrature.expectation(maker.of(List.of(exact)), function), exact);
    Tensor[] grouped =
        parameters.stream()
            .map(p -> Gradients.track(p.expand(grouped(p)).contiguous()))
            .toArray(Tensor[]::new);
    try (Rng rng = Rng.of(12, name)) {
      Tensor draws = maker.of(List.of(grouped)).sample(rng, Shape.of(DRAWS / GROUPS, GROUPS));
      Tensor share = function.apply(draws).mul((double) GROUPS / DRAWS);
      List<Tensor> found = Gradients.of(share, grouped);
      for (int i = 0; i < exact.length; i++) {
        assertMean("parameter " + i, found.get(i), expected.get(i));
      }
    }
  }

  private static long[] grouped(Tensor parameter) {
    return Shape.of(parameter.shape()).prepend(GROUPS).toArray();
  }

  private static void assertMean(String name, Tensor groups, Tensor expected) {
    double[] mean = groups.mean(0).toDoubles();
    double[] variance = groups.sub(groups.mean(0)).square().mean(0).toDoubles();
    double[] wanted = expected.toDoubles();
    for (int i = 0; i < wanted.length; i++) {
      double error = Math.sqrt(variance[i] / (GROUPS - 1));
      assertThat(mean[i]).as(name).isCloseTo(wanted[i], within(5 * error + EXACT));
    }
  }
}
