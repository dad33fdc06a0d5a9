package org.jeffreys.cli.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;
import org.jeffreys.inference.mcmc.Pathfinder;
import org.jeffreys.ppl.Model;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** Where chains start. */
enum ChainStart {
  /** Points uniform on (-2, 2), on the scale without bounds. */
  UNIFORM {
    @Override
    Points points(Model model, int count, long seed) {
      int dimension = model.layout().dimension();
      return finite(
          model,
          count,
          seed,
          rng -> rng.uniform(DType.FLOAT64, count, dimension).mul(2 * RADIUS).sub(RADIUS));
    }
  },
  /** Draws from the prior. */
  PRIOR {
    @Override
    Points points(Model model, int count, long seed) {
      return finite(model, count, seed, rng -> model.priorPosition(count, rng));
    }
  },
  /** Where normal approximations along paths to modes say that the posterior is. */
  PATHFINDER {
    @Override
    Points points(Model model, int count, long seed) {
      Points from = UNIFORM.points(model, PATHS, seed);
      Pathfinder.Config standard = Pathfinder.Config.standard();
      int draws = Math.max(standard.pathDraws(), (4 * count + PATHS - 1) / PATHS);
      var config =
          new Pathfinder.Config(
              standard.history(), standard.maxSteps(), standard.elboDraws(), draws);
      try (Scope scope = Scope.open();
          Rng rng = Rng.streams(seed, "pathfinder", PATHS);
          Pathfinder.Result found =
              new Pathfinder(config, model.density()).run(from.tensor(0, PATHS), rng)) {
        HostStream choice = HostStream.keyed(seed, "pathfinder-choice", 0);
        long gradients = from.gradients() + PATHS * found.gradientEvaluations();
        return new Points(rows(found.startingPoints(count, choice)), gradients);
      }
    }
  };

  private static final double RADIUS = 2;
  private static final int TRIES = 100;
  private static final int PATHS = 8;

  /**
   * Where chains start.
   *
   * @param rows one a chain, on the scale without bounds
   * @param gradients that finding them took, each of one point
   */
  record Points(List<Doubles> rows, long gradients) {
    Points {
      rows = List.copyOf(rows);
    }

    /** Those of some chains. @shape [count, dimension] */
    Tensor tensor(int first, int count) {
      int dimension = rows.get(0).size();
      double[] flat = new double[count * dimension];
      for (int i = 0; i < count; i++) {
        System.arraycopy(rows.get(first + i).toArray(), 0, flat, i * dimension, dimension);
      }
      return Tensor.of(flat, count, dimension);
    }
  }

  /**
   * Points with a finite log density and gradient.
   *
   * @param count the number of chains
   */
  abstract Points points(Model model, int count, long seed);

  /** Tries again for chains that have found none yet. */
  private static Points finite(Model model, int count, long seed, Function<Rng, Tensor> propose) {
    Map<Integer, Doubles> found = new TreeMap<>();
    long gradients = 0;
    try (Rng rng = Rng.streams(seed, "start", count)) {
      for (int round = 0; round < TRIES && found.size() < count; round++) {
        try (Scope scope = Scope.open()) {
          Tensor proposed = propose.apply(rng);
          Gradients.ValueAndGradient at = model.density().valueAndGradient(proposed);
          Tensor sums = at.value().add(at.gradient().sum(1));
          double[] isFinite = sums.isFinite().to(DType.FLOAT64).toDoubles();
          List<Doubles> rows = rows(proposed);
          for (int chain = 0; chain < count; chain++) {
            if (isFinite[chain] > 0) {
              found.putIfAbsent(chain, rows.get(chain));
            }
          }
          gradients += count;
        }
      }
    }
    List<Doubles> points = new ArrayList<>();
    for (int chain = 0; chain < count; chain++) {
      Doubles point = found.get(chain);
      if (point == null) {
        throw new NumericalException(
            "start: expected a finite log density and gradient, got none at "
                + TRIES
                + " points of chain "
                + chain
                + "; check the density, or start elsewhere with --start");
      }
      points.add(point);
    }
    return new Points(points, gradients);
  }

  private static List<Doubles> rows(Tensor positions) {
    int dimension = (int) positions.size(1);
    double[] flat = positions.to(DType.FLOAT64).contiguous().toDoubles();
    List<Doubles> rows = new ArrayList<>();
    for (int i = 0; i < positions.size(0); i++) {
      rows.add(Doubles.of(Arrays.copyOfRange(flat, i * dimension, (i + 1) * dimension)));
    }
    return rows;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
