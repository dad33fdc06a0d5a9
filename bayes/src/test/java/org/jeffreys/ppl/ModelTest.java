package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.jeffreys.distribution.Enumerable;
import org.jeffreys.distribution.Flat;
import org.jeffreys.distribution.Normal;
import org.jeffreys.distribution.Support;
import org.jeffreys.distribution.Supports;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;

final class ModelTest {
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private static double normal(double x, double loc, double scale) {
    double z = (x - loc) / scale;
    return -z * z / 2 - Math.log(scale) - HALF_LOG_TWO_PI;
  }

  private static double eightSchools(double[] at, int offset) {
    double mu = at[offset];
    double tau = Math.exp(at[offset + 1]);
    double sum = normal(mu, 0, 5) + Math.log(2 / (Math.PI * 5)) - Math.log1p(tau * tau / 25);
    sum += at[offset + 1];
    for (int j = 0; j < 8; j++) {
      double theta = at[offset + 2 + j];
      sum += normal(theta, mu, tau);
      sum += normal(EightSchools.Y[j], theta, EightSchools.SIGMA[j]);
    }
    return sum;
  }

  @Test
  void theDensityIsTheModelsWithItsJacobian() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(1, "positions")) {
      Model model = Model.of(EightSchools.centred());
      assertThat(model.layout().slots())
          .extracting(ProgramLayout.Slot::name)
          .containsExactly("mu", "tau", "theta");
      ProgramDensity density = model.density();
      assertThat(density.dimension()).isEqualTo(10);
      Tensor at = rng.normal(DType.FLOAT64, 5, 10);
      double[] values = density.logProb(at).toDoubles();
      for (int draw = 0; draw < 5; draw++) {
        double expected = eightSchools(at.toDoubles(), 10 * draw);
        assertThat(values[draw]).isCloseTo(expected, within(1e-11));
        double free = density.withoutJacobian().logProb(at).toDoubles()[draw];
        assertThat(free).isCloseTo(expected - at.toDoubles()[10 * draw + 1], within(1e-11));
      }
    }
  }

  @Test
  void theGradientIsThatOfFiniteDifferences() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(1, "positions")) {
      ProgramDensity density = Model.of(EightSchools.centred()).density();
      Tensor at = rng.normal(DType.FLOAT64, 1, 10);
      Gradients.ValueAndGradient found = density.valueAndGradient(at);
      double[] x = at.toDoubles();
      for (int i = 0; i < 10; i++) {
        double h = 1e-5;
        double[] up = x.clone();
        double[] down = x.clone();
        up[i] += h;
        down[i] -= h;
        double slope = (eightSchools(up, 0) - eightSchools(down, 0)) / (2 * h);
        assertThat(found.gradient().toDoubles()[i]).isCloseTo(slope, within(1e-7));
      }
    }
  }

  /** The same posterior in other coordinates: densities differ by the Jacobian of θ = μ + τ z. */
  @Test
  void theNonCentredFormIsTheSameModel() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(1, "positions")) {
      Program centred = EightSchools.centred();
      Model other = Model.of(centred.nonCentred("theta"));
      assertThat(other.layout().slots())
          .extracting(ProgramLayout.Slot::name)
          .containsExactly("mu", "tau", "theta_base");
      Tensor at = rng.normal(DType.FLOAT64, 3, 10);
      Tensor theta = other.values(at).get("theta");
      assertThat(theta.shape()).containsExactly(3, 8);
      Tensor there = Tensor.cat(1, at.narrow(1, 0, 2), theta);
      Tensor jacobian = at.select(1, 1).mul(8);
      double[] expected = Model.of(centred).density().logProb(there).add(jacobian).toDoubles();
      double[] found = other.density().logProb(at).toDoubles();
      assertThat(found).containsExactly(expected, within(1e-10));
    }
  }

  @Test
  void nestedPlatesPadWithUnitAxes() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(1, "positions")) {
      double[] data = {0.5, -1, 2, 0.1, 0.2, 0.3};
      Program program =
          m -> {
            Tensor top = m.sample("top", Normal.of(0, 1));
            try (Plate outer = m.plate("outer", 3)) {
              Tensor middle = m.sample("middle", Normal.of(top, 2));
              try (Plate inner = m.plate("inner", 2)) {
                m.observe("y", Normal.of(middle, 0.5), Tensor.of(data, 3, 2));
              }
            }
          };
      Tensor at = rng.normal(DType.FLOAT64, 2, 4);
      double[] x = at.toDoubles();
      Model model = Model.of(program);
      assertThat(model.values(at).get("middle").shape()).containsExactly(2, 3, 1);
      double[] found = model.density().logProb(at).toDoubles();
      for (int draw = 0; draw < 2; draw++) {
        double sum = normal(x[4 * draw], 0, 1);
        for (int i = 0; i < 3; i++) {
          double middle = x[4 * draw + 1 + i];
          sum += normal(middle, x[4 * draw], 2);
          sum += normal(data[2 * i], middle, 0.5) + normal(data[2 * i + 1], middle, 0.5);
        }
        assertThat(found[draw]).isCloseTo(sum, within(1e-11));
      }
    }
  }

  @Test
  void subsampledPlatesAreUnbiased() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(1, "rows")) {
      double[] data = {0.5, -1, 2, 0.1, 4};
      Program program = m -> subsampled(m, data, 2);
      Model whole = Model.of(m -> subsampled(m, data, 5));
      Model model = Model.of(program);
      Tensor at = Tensor.of(new double[] {0.7}, 1, 1);
      double sum = 0;
      double squares = 0;
      int runs = 4000;
      for (int i = 0; i < runs; i++) {
        try (Scope each = Scope.open()) {
          double value = model.density().estimate(at, rng).item();
          sum += value;
          squares += value * value;
        }
      }
      double mean = sum / runs;
      double error = Math.sqrt((squares / runs - mean * mean) / runs);
      assertThat(mean).isCloseTo(whole.density().logProb(at).item(), within(5 * error));
      assertThatThrownBy(() -> model.density().logProb(at))
          .hasMessage(
              "plate rows: expected all 5 rows for a deterministic density, got 2; use Svi, or drop"
                  + " the subsample");
    }
  }

  private static void subsampled(Context m, double[] data, long count) {
    Tensor mu = m.sample("mu", Normal.of(0, 1));
    try (Plate rows = m.plate("rows", data.length, count)) {
      m.observe("y", Normal.of(mu, 1), rows.rows(Tensor.of(data, data.length)));
    }
  }

  /** Two values with given log probabilities. */
  private record Coin(Tensor logits) implements Enumerable {
    @Override
    public Tensor values() {
      return Tensor.of(new double[] {0, 1}, 2);
    }

    @Override
    public Shape batchShape() {
      return Shape.of(logits.shape());
    }

    @Override
    public Support support() {
      return new Support("0 or 1", 0, Tensor::isFinite, null);
    }

    @Override
    public Tensor logProb(Tensor value) {
      Tensor one = org.jeffreys.tensor.Special.logSigmoid(logits);
      Tensor zero = org.jeffreys.tensor.Special.logSigmoid(logits.neg());
      return value.mul(one).add(value.neg().add(1).mul(zero));
    }

    @Override
    public Tensor sample(Rng rng, Shape shape) {
      return rng.uniform(DType.FLOAT64, shape.toArray())
          .sub(logits.sigmoid())
          .lt(0)
          .to(DType.FLOAT64);
    }

    @Override
    public boolean isReparameterised() {
      return false;
    }

    @Override
    public void check() {}
  }

  @Test
  void mixturesAreSummedOutForEachRow() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(1, "positions")) {
      double[] data = {0.5, -1, 2};
      Program program =
          m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 1));
            Tensor logits = m.sample("logits", Normal.of(0, 1));
            try (Plate rows = m.plate("rows", 3)) {
              Tensor z = m.sample("z", new Coin(logits));
              m.observe("y", Normal.of(mu.add(z.mul(3)), 1), rows.rows(Tensor.of(data, 3)));
            }
          };
      Model model = Model.of(program);
      assertThat(model.layout().enumerated()).containsExactly("z");
      assertThat(model.layout().dimension()).isEqualTo(2);
      Tensor at = rng.normal(DType.FLOAT64, 2, 2);
      double[] x = at.toDoubles();
      double[] found = model.density().logProb(at).toDoubles();
      for (int draw = 0; draw < 2; draw++) {
        double mu = x[2 * draw];
        double p = 1 / (1 + Math.exp(-x[2 * draw + 1]));
        double sum = normal(mu, 0, 1) + normal(x[2 * draw + 1], 0, 1);
        for (double y : data) {
          sum +=
              Math.log(p * Math.exp(normal(y, mu + 3, 1)) + (1 - p) * Math.exp(normal(y, mu, 1)));
        }
        assertThat(found[draw]).isCloseTo(sum, within(1e-11));
      }
    }
  }

  @Test
  void chainsOfDiscreteSitesAreSummedOut() {
    try (Scope scope = Scope.open()) {
      double[] data = {0.2, 1.4, 0.9};
      Program program =
          m -> {
            Tensor mu = m.sample("mu", Normal.of(0, 1));
            Tensor state = m.number(0);
            for (int t = 0; t < 3; t++) {
              state = m.sample("z" + t, new Coin(state.mul(2).sub(0.5)));
              m.observe("y" + t, Normal.of(mu.add(state), 1), m.number(data[t]));
            }
          };
      Model model = Model.of(program);
      Tensor at = Tensor.of(new double[] {0.3, -0.4}, 2, 1);
      double[] found = model.density().logProb(at).toDoubles();
      for (int draw = 0; draw < 2; draw++) {
        double mu = at.toDoubles()[draw];
        double sum = 0;
        for (int path = 0; path < 8; path++) {
          double product = 1;
          int before = 0;
          for (int t = 0; t < 3; t++) {
            int z = path >> t & 1;
            double one = 1 / (1 + Math.exp(-(2.0 * before - 0.5)));
            product *= (z == 1 ? one : 1 - one) * Math.exp(normal(data[t], mu + z, 1));
            before = z;
          }
          sum += product;
        }
        assertThat(found[draw]).isCloseTo(Math.log(sum) + normal(mu, 0, 1), within(1e-11));
      }
    }
  }

  @Test
  void handlersChangeWhatSitesMean() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(1, "run")) {
      Program program = EightSchools.centred();
      Map<String, Tensor> mu = Map.of("mu", Tensor.full(DType.FLOAT64, 2, 1, 1));
      assertThat(Model.of(program.condition(mu)).layout().dimension()).isEqualTo(9);
      Trace held = Trace.of(program.substitute(mu), 1, rng);
      assertThat(held.value("mu").item()).isEqualTo(2);
      Trace same = Trace.of(program.replay(held), 1, rng);
      assertThat(same.logProb().item()).isEqualTo(held.logProb().item());
      double without = Trace.of(program.replay(held).intervene(mu), 1, rng).logProb().item();
      Trace set = Trace.of(program.intervene(mu).substitute(latents(held)), 1, rng);
      assertThat(set.logProb().item())
          .isCloseTo(held.logProb().item() - normal(2, 0, 5), within(1e-12));
      assertThat(without).isFinite();
      Trace twice = Trace.of(program.replay(held).scale(2), 1, rng);
      assertThat(twice.logProb().item()).isCloseTo(2 * held.logProb().item(), within(1e-12));
      Trace none =
          Trace.of(program.replay(held).mask(Tensor.of(new double[] {0}, 1).gt(1)), 1, rng);
      assertThat(none.logProb().item()).isZero();
    }
  }

  private static Map<String, Tensor> latents(Trace trace) {
    Map<String, Tensor> values = new java.util.LinkedHashMap<>(trace.latentValues());
    values.remove("mu");
    return values;
  }

  @Test
  void predictiveRunsDrawWhatWasObserved() {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(1, "run")) {
      Model model = Model.of(EightSchools.centred());
      assertThat(model.priorPredictive(5, rng).value("y").shape()).containsExactly(5, 8);
      Tensor at = model.priorPosition(4, rng);
      assertThat(at.shape()).containsExactly(4, 10);
      Trace trace = model.posteriorPredictive(at, rng);
      assertThat(trace.value("theta").toDoubles())
          .containsExactly(model.values(at).get("theta").toDoubles());
      assertThat(trace.value("y").shape()).containsExactly(4, 8);
    }
  }

  @Test
  void refusesWhatIsWrongByName() {
    assertRefused(
        m -> {
          m.sample("a", Normal.of(0, 1));
          m.sample("a", Normal.of(0, 1));
        },
        "site a: expected a name of its own, got a second site a");
    assertRefused(
        m -> m.sample("a", new Normal(Tensor.zeros(DType.FLOAT64, 3), Tensor.ones(DType.FLOAT64))),
        "site a: expected parameters that broadcast to [1], got [3]; put repetitions in a plate, or"
            + " make them one value with iid(…)");
    assertRefused(
        m -> {
          try (Plate rows = m.plate("rows", 4)) {
            m.observe("y", Normal.of(0, 1), Tensor.zeros(DType.FLOAT64, 3));
          }
        },
        "site y: expected values that broadcast to [1, 4], plate rows 4, got [3]; put repetitions in"
            + " a plate, or make them one value with iid(…)");
    assertRefused(
        m -> {
          try (Plate rows = m.plate("rows", 4)) {
            rows.rows(Tensor.zeros(DType.FLOAT64, 3));
          }
        },
        "plate rows: expected rows of 4, got shape [3]; the first axis is the plate's");
    assertRefused(
        m -> m.sample("a", Normal.of(0, -1)),
        "site a, scale: expected finite values > 0, got -1.0");
    assertRefused(
        m -> m.observe("y", new org.jeffreys.distribution.HalfCauchy(m.number(1)), m.number(-2)),
        "site y: expected finite values >= 0, got -2.0");
    int[] runs = {0};
    assertRefused(
        m -> m.sample(runs[0]++ % 2 == 0 ? "a" : "b", Normal.of(0, 1)),
        "site a: expected the same in each run, LATENT [1], got null; visit the same sites whatever"
            + " their values are");
  }

  private static void assertRefused(Program program, String message) {
    assertThatThrownBy(
            () -> {
              try (Scope scope = Scope.open()) {
                Model.of(program);
              }
            })
        .hasMessage(message);
  }

  @Test
  void explainsWhereADensityIsNotFinite() {
    try (Scope scope = Scope.open()) {
      Program program =
          m -> {
            Tensor a = m.sample("a", Flat.on(Supports.POSITIVE));
            m.observe("y", new Normal(a.log().log(), m.number(1)), m.number(0));
          };
      Tensor at = Tensor.of(new double[] {-1}, 1, 1);
      assertThat(Model.of(program).density().explain(at))
          .isEqualTo("site y has log probability NaN at [0.0]");
    }
  }
}
