package org.jeffreys.ppl;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;

/**
 * Discrete sites summed out, one after the other, the last first.
 *
 * <pre>{@code
 * log p(rest) = log Σ_z exp Σ (terms that z is in)
 * }</pre>
 *
 * @param variables in the order of the program
 */
record SummedOut(Axes axes, List<Variable> variables) {
  /**
   * A discrete site.
   *
   * @param axis its axis in tensors
   */
  record Variable(String name, int axis, List<Plate> plates) {}

  /**
   * A term of the log density that depends on discrete sites.
   *
   * @param logProb with all axes
   */
  record Term(Site site, Tensor logProb) {}

  /** Whether a term depends on a discrete site. */
  static boolean isCoupled(Tensor padded, Axes axes) {
    for (int axis = 1; axis <= axes.enumerated(); axis++) {
      if (padded.size(axis) > 1) {
        return true;
      }
    }
    return false;
  }

  /** The log density of all terms. @shape [draws or 1, 1…] */
  Tensor logProb(List<Term> terms) {
    return logProb(terms, 0);
  }

  /**
   * The log density of each element of the outermost plates, which all variables are in.
   *
   * @param kept the number of those plates
   * @return @shape [draws or 1, 1 for each variable…, plates…, 1 for deeper ones…]
   */
  Tensor logProb(List<Term> terms, int kept) {
    List<Tensor> open = new ArrayList<>();
    for (Term term : terms) {
      open.add(expanded(term));
    }
    for (int i = variables.size() - 1; i >= 0; i--) {
      Variable variable = variables.get(i);
      Tensor joint = null;
      List<Tensor> others = new ArrayList<>();
      for (Tensor term : open) {
        if (term.size(variable.axis()) > 1) {
          Tensor within = withoutDeeperPlates(variable, term);
          joint = joint == null ? within : joint.add(within);
        } else {
          others.add(term);
        }
      }
      if (joint != null) {
        Tensor summed = joint.logSumExp(variable.axis());
        others.add(summed.unsqueeze(variable.axis()));
      }
      open = others;
    }
    Tensor total = null;
    for (Tensor term : open) {
      Tensor sum = platesSummed(term, kept);
      total = total == null ? sum : total.add(sum);
    }
    return Check.present(total, "terms");
  }

  private Tensor expanded(Term term) {
    long[] shape = term.logProb().shape();
    for (Plate plate : term.site().plates()) {
      shape[axes.axis(plate.depth())] = plate.length();
    }
    return term.logProb().expand(shape);
  }

  /** Repetitions within one value of the site are independent given it: their terms add up. */
  private Tensor withoutDeeperPlates(Variable variable, Tensor term) {
    for (Plate plate : variable.plates()) {
      Check.require(
          term.size(axes.axis(plate.depth())) == plate.length(),
          "site " + variable.name(),
          "terms within plate " + plate.name() + " alone to depend on it",
          "one outside");
    }
    return platesSummed(term, variable.plates().size());
  }

  private Tensor platesSummed(Tensor term, int from) {
    long[] deeper = new long[axes.nesting() - from];
    for (int i = 0; i < deeper.length; i++) {
      deeper[i] = axes.axis(from + i);
    }
    return deeper.length == 0 ? term : term.sumKeep(deeper);
  }
}
