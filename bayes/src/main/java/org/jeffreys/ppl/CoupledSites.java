package org.jeffreys.ppl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;

/**
 * Discrete sites that are summed out together, and the terms that depend on them.
 *
 * @param variables in the order of the program
 * @param terms that depend on at least one of them
 */
record CoupledSites(Axes axes, List<SummedOut.Variable> variables, List<SummedOut.Term> terms) {
  /** All of a run: no term depends on sites of two of them. */
  static List<CoupledSites> of(DensityRun run) {
    List<List<SummedOut.Variable>> groups = new ArrayList<>();
    for (SummedOut.Variable variable : run.variables()) {
      groups.add(new ArrayList<>(List.of(variable)));
    }
    for (SummedOut.Term term : run.coupled()) {
      List<SummedOut.Variable> joined = new ArrayList<>();
      for (List<SummedOut.Variable> group : List.copyOf(groups)) {
        if (dependsOn(term, group)) {
          joined.addAll(group);
          groups.remove(group);
        }
      }
      joined.sort(Comparator.comparingInt(SummedOut.Variable::axis));
      groups.add(joined);
    }
    return groups.stream().map(group -> of(run, group)).toList();
  }

  /** Those of given sites. */
  static CoupledSites of(DensityRun run, List<SummedOut.Variable> variables) {
    List<SummedOut.Term> terms =
        run.coupled().stream().filter(term -> dependsOn(term, variables)).toList();
    return new CoupledSites(run.axes(), variables, terms);
  }

  private static boolean dependsOn(SummedOut.Term term, List<SummedOut.Variable> variables) {
    return variables.stream().anyMatch(variable -> term.logProb().size(variable.axis()) > 1);
  }

  private static boolean isObserved(SummedOut.Term term) {
    return term.site().kind() == Site.Kind.OBSERVED;
  }

  /** The names of observed sites, in the order of the program. */
  List<String> observed() {
    return terms.stream().filter(CoupledSites::isObserved).map(term -> term.site().name()).toList();
  }

  /** Those that all discrete sites are in. */
  List<Plate> plates() {
    return variables.stream()
        .map(SummedOut.Variable::plates)
        .min(Comparator.comparingInt(List::size))
        .orElse(List.of());
  }

  /** Powers of probabilities don't add up to a probability of what is observed. */
  void requireCountsOnce() {
    boolean isSeen = terms.stream().anyMatch(CoupledSites::isObserved);
    for (SummedOut.Term term : terms) {
      Check.require(
          !isSeen || term.site().factor() == 1,
          "site " + term.site().name(),
          "terms that count once beside the discrete site " + variables.get(0).name(),
          "a factor of " + term.site().factor());
    }
  }

  /** The log probability of what is observed, given all else. @shape [draws or 1, 1…, plates…] */
  Tensor logProb() {
    SummedOut summed = new SummedOut(axes, variables);
    int kept = plates().size();
    List<SummedOut.Term> rest = terms.stream().filter(term -> !isObserved(term)).toList();
    return summed.logProb(terms, kept).sub(summed.logProb(rest, kept));
  }
}
