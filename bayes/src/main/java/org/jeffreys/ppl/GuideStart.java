package org.jeffreys.ppl;

import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Where guides start: at the median of draws from the prior, else at 0, else at the first of the
 * draws that has a density.
 */
final class GuideStart {
  private static final int DRAWS = 15;

  private GuideStart() {}

  /**
   * A position of finite log density.
   *
   * @return @shape [1, dimension]
   * @throws NumericalException if no position that was tried has one
   */
  static Tensor position(Model model, ProgramDensity density, Rng rng) {
    try (Scope scope = Scope.open()) {
      Tensor prior = model.priorPosition(DRAWS, rng);
      Tensor median = prior.sort(0).narrow(0, DRAWS / 2, 1);
      Tensor zero = Tensor.zeros(DType.FLOAT64, 1, median.size(1));
      Tensor all = Tensor.cat(0, median, zero, prior);
      double[] found = density.estimate(all, rng).toDoubles();
      for (int i = 0; i < found.length; i++) {
        if (Double.isFinite(found[i])) {
          return scope.keep(all.narrow(0, i, 1).copy());
        }
      }
      throw new NumericalException(
          "start: expected a position of finite log density, got none in "
              + found.length
              + "; "
              + density.explain(median)
              + "; check data and priors");
    }
  }

  /** Whether no plate looks at some of its rows. */
  static boolean looksAtAllRows(Model model) {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(0, "plates")) {
      return Trace.of(model.program(), 1, rng).sites().values().stream()
          .flatMap(traced -> traced.site().plates().stream())
          .allMatch(plate -> plate.length() == plate.size());
    }
  }

  /**
   * Requires that no random variable lies in a plate of which some rows are looked at: it would be
   * another one in each step.
   */
  static void requireGlobal(String guide, Model model) {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(0, "plates")) {
      for (TracedSite traced : Trace.of(model.program(), 1, rng).sites().values()) {
        Site site = traced.site();
        for (Plate plate : site.plates()) {
          Check.require(
              !site.isOpen() || plate.length() == plate.size(),
              guide,
              "random variables outside of subsampled plates",
              site.name() + " in " + plate.name(),
              "write a guide as a program");
        }
      }
    }
  }
}
