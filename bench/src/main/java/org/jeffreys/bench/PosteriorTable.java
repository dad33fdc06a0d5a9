package org.jeffreys.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.jeffreys.core.Doubles;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.inference.KernelMethod;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.inference.mcmc.Hmc;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.BufferedLayer;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.RandomLayer;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.Schedule;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;

/**
 * Compares the epistemic standard deviation of every registered method with that of long
 * Hamiltonian Monte Carlo, in function space, and prints a table in Markdown.
 *
 * <p>40 points of {@code y = sin 3x + x / 2 + N(0, 0.1²)} with none in (-0.7, 0.7); network 1-20-1
 * with hyperbolic tangents, noise of learned scale. A method that needs a layer of a kind gets it
 * after the hidden units: dropout at rate 0.1, or batch normalisation before them.
 */
final class PosteriorTable {
  private static final double GAP = 0.7;
  private static final double END = 2;
  private static final int GRID = 81;
  private static final int REFERENCE_ITERATIONS = 3000;

  private final double[] grid =
      IntStream.range(0, GRID).mapToDouble(i -> -END + 2 * END * i / (GRID - 1)).toArray();
  private final double[][] places =
      Arrays.stream(grid).mapToObj(x -> new double[] {x}).toArray(double[][]::new);
  private final Dataset data = data();

  private PosteriorTable() {}

  private record Fit(Doubles mean, Doubles epistemic, double seconds) {}

  /** Takes names of methods; all that are registered unless given. */
  public static void main(String[] args) {
    List<InferenceMethods.Entry> entries = new ArrayList<>();
    for (String name : args) {
      entries.add(InferenceMethods.named(name));
    }
    new PosteriorTable().print(entries.isEmpty() ? InferenceMethods.all() : entries);
  }

  private void print(List<InferenceMethods.Entry> entries) {
    try (data) {
      Fit reference = reference();
      System.out.printf(
          Locale.ROOT,
          "Long HMC: %.0f CPU seconds, epistemic %.3f on the data and %.3f in the gap.%n%n",
          reference.seconds(),
          mean(reference, false),
          mean(reference, true));
      System.out.println(
          "| method | correlation | ratio on the data | ratio in the gap | mean off by | CPU seconds |");
      System.out.println("|---|---|---|---|---|---|");
      for (InferenceMethods.Entry entry : entries) {
        System.out.println(row(entry, reference));
      }
    }
  }

  private String row(InferenceMethods.Entry entry, Fit reference) {
    Fit fit;
    try (SupervisedTarget target = target(entry)) {
      double start = cpuSeconds();
      try (Posterior posterior = entry.fit(target, Run.of(1))) {
        fit = fit(posterior, cpuSeconds() - start);
      }
    }
    return String.format(
        Locale.ROOT,
        "| `%s` | %s | %.2f | %.2f | %.3f | %.1f |",
        entry.name(),
        correlation(fit.epistemic().toArray(), reference.epistemic().toArray()),
        mean(fit, false) / mean(reference, false),
        mean(fit, true) / mean(reference, true),
        distance(fit, reference),
        fit.seconds());
  }

  private Fit reference() {
    int warmup = REFERENCE_ITERATIONS / 3;
    try (SupervisedTarget target = target(List.of(Activation.TANH))) {
      var method =
          new KernelMethod<>(
              "hmc",
              of -> new Hmc(new Hmc.Config(0.8, 100, warmup, true, false), of),
              SamplingLoop.Config.withDraws(
                  REFERENCE_ITERATIONS, warmup, 500, new Schedule.Constant(0.01)),
              8,
              Initializer.FAN_IN_UNIFORM);
      double start = cpuSeconds();
      try (Posterior posterior = method.fit(target, Run.of(0))) {
        return fit(posterior, cpuSeconds() - start);
      }
    }
  }

  private Fit fit(Posterior posterior, double seconds) {
    var prediction = (RegressionPrediction) posterior.predict(places);
    return new Fit(prediction.mean().value(), prediction.epistemic().value(), seconds);
  }

  /** Of this process: other work on the machine does not count. */
  private static double cpuSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis() * 1e-3;
  }

  private SupervisedTarget target(InferenceMethods.Entry entry) {
    if (entry.needs() == RandomLayer.class) {
      return target(List.of(Activation.TANH, new Dropout(0.1)));
    }
    return entry.needs() == BufferedLayer.class
        ? target(List.of(new BatchNorm(20), Activation.TANH))
        : target(List.of(Activation.TANH));
  }

  private SupervisedTarget target(List<Layer> hidden) {
    List<Layer> layers = new ArrayList<>(List.of(new Linear(1, 20)));
    layers.addAll(hidden);
    layers.add(new Linear(20, 1));
    return new SupervisedTarget(
        Sequential.of(Shape.of(1), layers),
        GaussianLikelihood.learned(0.1),
        NormalPrior.fanIn(Math.sqrt(2), 1),
        data);
  }

  private static Dataset data() {
    Random random = new Random(7);
    double[][] inputs = new double[40][1];
    double[][] targets = new double[40][1];
    for (int i = 0; i < 40; i++) {
      double x = GAP + (END - GAP) * random.nextDouble();
      x = i % 2 == 0 ? x : -x;
      inputs[i][0] = x;
      targets[i][0] = Math.sin(3 * x) + x / 2 + 0.1 * random.nextGaussian();
    }
    return Dataset.of(DType.FLOAT32, inputs, targets);
  }

  private boolean inGap(int place) {
    return Math.abs(grid[place]) < GAP;
  }

  private double mean(Fit fit, boolean gap) {
    return IntStream.range(0, GRID)
        .filter(i -> inGap(i) == gap)
        .mapToDouble(i -> fit.epistemic().get(i))
        .average()
        .orElseThrow();
  }

  /** Of the means, on the data: the root of the mean square. */
  private double distance(Fit fit, Fit reference) {
    return Math.sqrt(
        IntStream.range(0, GRID)
            .filter(i -> !inGap(i))
            .mapToDouble(i -> Math.pow(fit.mean().get(i) - reference.mean().get(i), 2))
            .average()
            .orElseThrow());
  }

  private static String correlation(double[] a, double[] b) {
    double meanA = Arrays.stream(a).average().orElseThrow();
    double meanB = Arrays.stream(b).average().orElseThrow();
    double product = 0;
    double squareA = 0;
    double squareB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - meanA) * (b[i] - meanB);
      squareA += Math.pow(a[i] - meanA, 2);
      squareB += Math.pow(b[i] - meanB, 2);
    }
    return squareA == 0
        ? "none"
        : String.format(Locale.ROOT, "%.2f", product / Math.sqrt(squareA * squareB));
  }
}
