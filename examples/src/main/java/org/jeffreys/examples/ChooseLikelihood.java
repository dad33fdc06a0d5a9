package org.jeffreys.examples;

import java.util.Arrays;
import java.util.Locale;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.inference.Run;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.Interval;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Likelihood;
import org.jeffreys.target.NegativeBinomialLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.PoissonLikelihood;
import org.jeffreys.target.StudentTLikelihood;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;

/** The tutorial's programs: what the right likelihood is worth, for counts and for wild targets. */
public final class ChooseLikelihood {
  private static final int SIZE = 400;

  private ChooseLikelihood() {}

  /**
   * How well new observations were predicted.
   *
   * @param likelihood its name
   * @param nll in nats
   * @param crps in the units of the targets
   * @param coverage of 90 % intervals
   */
  record Scores(String likelihood, double nll, double crps, double coverage) {}

  /** Prints the scores of four fits. */
  public static void main(String[] args) {
    for (Scores scores :
        new Scores[] {
          counts("poisson", new PoissonLikelihood(1)),
          counts("negative-binomial", new NegativeBinomialLikelihood(1, 1)),
          wild("gaussian", GaussianLikelihood.learned(1)),
          wild("student-t", StudentTLikelihood.learned(1)),
        }) {
      System.out.printf(
          Locale.ROOT,
          "%-18s nll %.3f   crps %.3f   coverage %.3f%n",
          scores.likelihood(),
          scores.nll(),
          scores.crps(),
          scores.coverage());
    }
  }

  /** Counts of mean 3 e^(sin x) and variance μ + μ² / 2, as a mixture of Poisson counts. */
  static Scores counts(String name, Likelihood likelihood) {
    HostStream random = HostStream.keyed(1, "counts", 0);
    double[][] x = places(random);
    double[][] y = new double[x.length][1];
    for (int i = 0; i < x.length; i++) {
      // The sum of two exponential numbers has the gamma distribution of shape 2.
      double gamma = -Math.log(1 - random.nextDouble()) - Math.log(1 - random.nextDouble());
      double rate = 3 * Math.exp(Math.sin(x[i][0])) * gamma / 2;
      for (double time = 0; (time -= Math.log(1 - random.nextDouble())) < rate; ) {
        y[i][0]++;
      }
    }
    RegressionPrediction prediction =
        fitCounts(
            likelihood,
            Arrays.copyOf(x, SIZE),
            Arrays.copyOf(y, SIZE),
            Arrays.copyOfRange(x, SIZE, x.length));
    return scores(name, prediction, Arrays.copyOfRange(y, SIZE, y.length));
  }

  /** Fits counts. */
  static RegressionPrediction fitCounts(
      Likelihood likelihood, double[][] x, double[][] y, double[][] places) {
    // [counts
    try (var data = Dataset.of(DType.FLOAT32, x, y);
        var target =
            new SupervisedTarget(
                Sequential.dense(Activation.TANH, 1, 50, 1), // the log of the expected count
                likelihood.scaledTo(data.targets()), // in units of the mean count
                NormalPrior.fanIn(2, 2),
                data);
        var posterior = InferenceMethods.named("sgld").fit(target, Run.of(0))) {
      return posterior.predict(places).regression(); // quantiles are integers
    }
    // counts]
  }

  /** 1000 + 200 sin x with noise 20, of which every 20th is ten times as wild. */
  static Scores wild(String name, Likelihood likelihood) {
    HostStream random = HostStream.keyed(2, "wild", 0);
    double[][] x = places(random);
    double[][] y = new double[x.length][1];
    for (int i = 0; i < x.length; i++) {
      double noise = (random.nextDouble() < 0.05 ? 200 : 20) * random.nextNormal();
      y[i][0] = 1000 + 200 * Math.sin(x[i][0]) + noise;
    }
    RegressionPrediction prediction =
        fitStandardised(
            likelihood,
            Arrays.copyOf(x, SIZE),
            Arrays.copyOf(y, SIZE),
            Arrays.copyOfRange(x, SIZE, x.length));
    return scores(name, prediction, Arrays.copyOfRange(y, SIZE, y.length));
  }

  /** Fits standardised targets, and predicts in their own units. */
  static RegressionPrediction fitStandardised(
      Likelihood likelihood, double[][] x, double[][] y, double[][] places) {
    // [standardised
    double mean = Arrays.stream(y).mapToDouble(row -> row[0]).average().orElseThrow();
    double squares = Arrays.stream(y).mapToDouble(row -> Math.pow(row[0] - mean, 2)).sum();
    double deviation = Math.sqrt(squares / y.length);
    double[][] z = new double[y.length][1];
    Arrays.setAll(z, i -> new double[] {(y[i][0] - mean) / deviation});
    try (var data = Dataset.of(DType.FLOAT32, x, z);
        var target =
            new SupervisedTarget(
                Sequential.dense(Activation.TANH, 1, 50, 1),
                likelihood.scaledTo(data.targets()),
                NormalPrior.fanIn(2, 2),
                data);
        var posterior = InferenceMethods.named("sgld").fit(target, Run.of(0))) {
      return posterior
          .predict(places)
          .regression()
          .rescaled(new double[] {mean}, new double[] {deviation}); // in the units of y
    }
    // standardised]
  }

  private static double[][] places(HostStream random) {
    double[][] x = new double[3 * SIZE][1];
    Arrays.setAll(x, i -> new double[] {-3 + 6 * random.nextDouble()});
    return x;
  }

  private static Scores scores(String name, RegressionPrediction prediction, double[][] y) {
    double[] targets = Arrays.stream(y).mapToDouble(row -> row[0]).toArray();
    Interval interval = prediction.interval(0.9);
    int inside = 0;
    for (int i = 0; i < targets.length; i++) {
      boolean isInside =
          targets[i] >= interval.lower().value().get(i)
              && targets[i] <= interval.upper().value().get(i);
      inside += isInside ? 1 : 0;
    }
    return new Scores(
        name,
        -prediction.logProb(targets).value().mean(),
        prediction.crps(targets).value().mean(),
        inside / (double) targets.length);
  }
}
