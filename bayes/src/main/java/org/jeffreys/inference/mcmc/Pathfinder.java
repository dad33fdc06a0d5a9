package org.jeffreys.inference.mcmc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.Psis;
import org.jeffreys.diagnostic.Ranking;
import org.jeffreys.inference.Draws;
import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Multi-path Pathfinder: climbs the density from several starting points, takes on each path the
 * normal approximation that is nearest the density, and weighs the draws of all of them. It gives
 * starting points to samplers for the price of some hundred gradients.
 *
 * <pre>{@code
 * q = argmax over a path of ELBO = E_q[log p(θ) - log q(θ)]      weight of a draw ∝ p(θ) / q(θ), smoothed
 * }</pre>
 *
 * @source Zhang, Carpenter, Gelman and Vehtari (2022), Pathfinder: parallel quasi-Newton
 *     variational inference, JMLR 23(306)
 */
public final class Pathfinder {
  private static final int MOST_ROWS = 1024;

  private final Config config;
  private final LogDensity target;

  /**
   * Settings.
   *
   * @param history the steps that an approximation is made of, at least 1
   * @param maxSteps the most of a path
   * @param elboDraws the draws that an ELBO is estimated by
   * @param pathDraws the draws of each path
   */
  public record Config(int history, int maxSteps, int elboDraws, int pathDraws) {
    /** Checks the settings. */
    public Config {
      Check.atLeast(history, 1, "history");
      Check.atLeast(maxSteps, 1, "maxSteps");
      Check.atLeast(elboDraws, 1, "elboDraws");
      Check.atLeast(pathDraws, 1, "pathDraws");
    }

    /** The paper's, with more draws for the ELBO: 6 steps of history, 10 draws, 200 of a path. */
    public static Config standard() {
      return new Config(6, 1000, 10, 200);
    }
  }

  /**
   * What was found.
   *
   * @param draws of all paths, each a chain, with smoothed log weights; owned by the caller
   * @param elbo the estimate of each path, in nats
   * @param khat k̂ of the weights: above 0.7 the draws are starting points, and no posterior
   * @param gradientEvaluations the gradients taken, of all paths at once
   */
  public record Result(Draws draws, Doubles elbo, double khat, long gradientEvaluations)
      implements AutoCloseable {
    /**
     * Starting points: different draws, chosen by their weights one after the other.
     *
     * @param count up to the number of draws
     * @return @shape [count, dimension], in the innermost scope
     */
    public Tensor startingPoints(int count, HostStream rng) {
      Check.require(
          count >= 1 && count <= draws.numDraws(),
          "count",
          "an integer in [1, " + draws.numDraws() + "], the draws",
          count);
      // The greatest of log w plus Gumbel noise is a draw by w, the next one by the rest of w.
      double[] keys =
          Check.present(draws.logWeights(), "logWeights")
              .map(weight -> weight - Math.log(Double.MIN_NORMAL - Math.log1p(-rng.nextDouble())))
              .toArray();
      int[] order = Ranking.order(keys);
      long[] chosen = new long[count];
      for (int k = 0; k < count; k++) {
        chosen[k] = order[order.length - 1 - k];
      }
      return draws.values().indexSelect(0, Tensor.of(chosen, count));
    }

    @Override
    public void close() {
      draws.close();
    }
  }

  /** A finder of starting points for a target. */
  public Pathfinder(Config config, LogDensity target) {
    this.config = config;
    this.target = target;
  }

  /**
   * Follows one path from each starting point.
   *
   * @param start @shape [paths, dimension]
   * @param rng one stream a path
   * @throws org.jeffreys.core.NumericalException where a starting point has no density
   */
  public Result run(Tensor start, Rng rng) {
    Check.require(
        start.rank() == 2 && start.size(1) == target.dimension(),
        "start",
        "shape [paths, " + target.dimension() + "]",
        start.shape());
    int paths = (int) start.size(0);
    Check.require(rng.numChains() == paths, "rng", paths + " streams", rng.numChains());
    List<AscentPath> ascents = new ArrayList<>();
    double[] flat = start.toDoubles();
    int dimension = target.dimension();
    for (int p = 0; p < paths; p++) {
      double[] from = Arrays.copyOfRange(flat, p * dimension, (p + 1) * dimension);
      ascents.add(new AscentPath(from, config.history(), config.maxSteps()));
    }
    long evaluations = climb(ascents);
    double[] elbo = new double[paths];
    List<NormalAlongPath.Draw> draws = new ArrayList<>();
    for (int p = 0; p < paths; p++) {
      HostStream stream = rng.host(p);
      NormalAlongPath best = best(ascents.get(p).normals(), stream, p, elbo);
      addDraws(draws, best, config.pathDraws(), stream);
    }
    Psis psis = Psis.of(logRatios(draws));
    try (Scope scope = Scope.open()) {
      Tensor values = Scope.release(rows(draws.stream().map(each -> each.position()).toList()));
      return new Result(
          new Draws(values, paths, psis.logWeights()), Doubles.of(elbo), psis.khat(), evaluations);
    }
  }

  /** Follows all paths to their ends, each evaluation being shared by all. */
  private long climb(List<AscentPath> ascents) {
    long evaluations = 0;
    int dimension = target.dimension();
    while (!ascents.stream().allMatch(AscentPath::hasEnded)) {
      try (Scope scope = Scope.open()) {
        Tensor positions = rows(ascents.stream().map(AscentPath::request).toList());
        Gradients.ValueAndGradient at = target.valueAndGradient(positions);
        double[] values = at.value().toDoubles();
        double[] gradients = at.gradient().toDoubles();
        if (evaluations == 0) {
          StartFailure.requireGradient(target, positions, at);
        }
        for (int p = 0; p < values.length; p++) {
          ascents
              .get(p)
              .answer(values[p], Arrays.copyOfRange(gradients, p * dimension, (p + 1) * dimension));
        }
        evaluations++;
      }
    }
    return evaluations;
  }

  /** The approximation of the greatest ELBO, which is noted; the last where all are infinite. */
  private NormalAlongPath best(
      List<NormalAlongPath> normals, HostStream rng, int path, double[] elbo) {
    List<NormalAlongPath.Draw> draws = new ArrayList<>();
    normals.forEach(normal -> addDraws(draws, normal, config.elboDraws(), rng));
    double[] ratios = logRatios(draws);
    elbo[path] = Double.NEGATIVE_INFINITY;
    NormalAlongPath best = normals.get(normals.size() - 1);
    for (int l = 0; l < normals.size(); l++) {
      int first = l * config.elboDraws();
      double mean =
          Arrays.stream(ratios, first, first + config.elboDraws()).average().orElseThrow();
      if (mean > elbo[path]) {
        elbo[path] = mean;
        best = normals.get(l);
      }
    }
    return best;
  }

  private static void addDraws(
      List<NormalAlongPath.Draw> draws, NormalAlongPath normal, int count, HostStream rng) {
    for (int k = 0; k < count; k++) {
      draws.add(normal.sample(rng));
    }
  }

  /** log p - log q of each draw; negative infinity where p is not a finite number. */
  private double[] logRatios(List<NormalAlongPath.Draw> draws) {
    double[] ratios = new double[draws.size()];
    for (int first = 0; first < ratios.length; first += MOST_ROWS) {
      List<NormalAlongPath.Draw> some =
          draws.subList(first, Math.min(ratios.length, first + MOST_ROWS));
      try (Scope scope = Scope.open()) {
        Tensor positions = rows(some.stream().map(each -> each.position()).toList());
        double[] logProb = target.logProb(positions).toDoubles();
        for (int k = 0; k < logProb.length; k++) {
          double ratio = logProb[k] - some.get(k).logProb();
          ratios[first + k] = Double.isFinite(ratio) ? ratio : Double.NEGATIVE_INFINITY;
        }
      }
    }
    return ratios;
  }

  private Tensor rows(List<double[]> positions) {
    int dimension = target.dimension();
    double[] flat = new double[positions.size() * dimension];
    for (int k = 0; k < positions.size(); k++) {
      System.arraycopy(positions.get(k), 0, flat, k * dimension, dimension);
    }
    return Tensor.of(target.dtype(), flat, positions.size(), dimension);
  }
}
