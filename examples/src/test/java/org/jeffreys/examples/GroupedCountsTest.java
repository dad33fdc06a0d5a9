package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.Trace;
import org.jeffreys.target.VariationalFit;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** With 160 rows the posterior of β has a deviation of 0.04, that of each α one of 0.1 to 0.2. */
final class GroupedCountsTest {
  @Test
  void findsWhatTheCountsAreMadeOfAndPredictsOthers() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(3, "counts")) {
      double[] intercepts = GroupedCounts.intercepts(rng);
      Model model = Model.of(new GroupedCounts().of(GroupedCounts.data(intercepts, rng)));
      try (VariationalFit fit = GroupedCounts.fit(model)) {
        assertThat(fit.warning(1000, 1)).isEmpty();
        Trace trace = GroupedCounts.predict(model, fit.draws(4000, 1), GroupedCounts.AT, rng);

        assertThat(trace.value("beta").mean().item()).isCloseTo(GroupedCounts.BETA, within(0.12));
        assertThat(trace.value("tau").mean().item()).isBetween(0.35, 1.1);
        double[] alphas = trace.value("alpha").mean(0).toDoubles();
        double[] counts = trace.value("y").mean(0).toDoubles();
        assertThat(counts).hasSize(GroupedCounts.GROUPS);
        for (int i = 0; i < counts.length; i++) {
          double truth = Math.exp(intercepts[i] + GroupedCounts.BETA * GroupedCounts.AT);
          assertThat(alphas[i]).isCloseTo(intercepts[i], within(0.5));
          assertThat(counts[i] / truth).isBetween(0.6, 1.6);
        }
        assertThat(GroupedCounts.predictNewGroup(trace, 0, rng).shape()).containsExactly(4000, 1);
        Tensor unseen = GroupedCounts.predictNewGroup(trace, 0, rng).sort(0);
        assertThat(unseen.select(0, 2000).item()).isBetween(1.0, 5.0);
      }
    }
  }
}
