package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import org.jeffreys.NativeMemory;
import org.jeffreys.distribution.Bernoulli;
import org.jeffreys.distribution.Normal;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class HandlersTest {
  @Test
  void seededSitesAreDrawnAsARunForwardDrawsThem() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(1, "run");
        Rng same = Rng.of(1, "run");
        Rng unused = Rng.of(2, "run")) {
      Program program = EightSchools.centred();
      Trace expected = Trace.of(program, 1, rng);
      Trace seeded = Trace.of(program.seed(same), 1, unused);
      for (String site : expected.sites().keySet()) {
        assertThat(seeded.value(site).toDoubles())
            .as(site)
            .containsExactly(expected.value(site).toDoubles());
      }
      assertThat(seeded.latentValues().keySet()).containsExactly("mu", "tau", "theta");
      double[] logProb = expected.logProb().toDoubles();
      assertThat(seeded.logProb().toDoubles()).containsExactly(logProb);
    }
  }

  /** A model of it has nothing left to be inferred, and discrete sites are not summed out. */
  @Test
  void seededProgramsRunUnderAnyInterpreter() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(1, "run")) {
      Program program =
          m -> {
            Tensor z = m.sample("z", Bernoulli.of(0.3));
            Tensor mu = m.sample("mu", Normal.of(z, 1));
            m.observe("y", Normal.of(mu, 1), m.number(0.5));
          };
      Tensor two = Tensor.full(DType.FLOAT64, 2, 1);
      Model model = Model.of(program.substitute(Map.of("mu", two)).seed(rng));
      assertThat(model.layout().dimension()).isZero();
      assertThat(model.layout().enumerated()).isEmpty();
      Tensor nowhere = Tensor.empty(DType.FLOAT64, 5, 0);
      assertThat(model.density().logProb(nowhere).shape()).containsExactly(5);
      assertThat(model.density().logProb(nowhere).isFinite().all()).isTrue();
      assertThat(Trace.of(model.program(), 2, rng).value("mu").item()).isEqualTo(2);
    }
  }

  /** Each row of a plate and each draw has a value of its own. */
  @Test
  void blockedSitesAreHiddenAndFillTheirPlates() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(1, "run")) {
      Program program =
          m -> {
            try (Plate rows = m.plate("rows", 4)) {
              Tensor noise = m.sample("noise", Normal.of(0, 1));
              m.deterministic("seen", noise);
              m.sample("x", Normal.of(noise, 1));
            }
          };
      Program blocked = program.with(Handlers.block("noise"::equals, rng));
      assertThat(Model.of(blocked).layout().slots())
          .extracting(ProgramLayout.Slot::name)
          .containsExactly("x");
      Trace trace = Trace.of(blocked, 3, rng);
      assertThat(trace.sites().keySet()).containsExactly("seen", "x");
      assertThat(trace.value("seen").shape()).containsExactly(3, 4);
      assertThat(Arrays.stream(trace.value("seen").toDoubles()).distinct().count()).isEqualTo(12);
    }
  }
}
