package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.jeffreys.NativeMemory;
import org.jeffreys.distribution.Bernoulli;
import org.jeffreys.distribution.Masked;
import org.jeffreys.distribution.Normal;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class PointwiseLikelihoodTest {
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private static double normal(double x, double loc, double scale) {
    double z = (x - loc) / scale;
    return -z * z / 2 - Math.log(scale) - HALF_LOG_TWO_PI;
  }

  private static Tensor positions(long draws, int dimension) {
    try (Rng rng = Rng.of(1, "positions")) {
      return rng.normal(DType.FLOAT64, draws, dimension);
    }
  }

  private static double[] values(Program program, Tensor position) {
    return PointwiseLikelihood.of(Model.of(program)).logProb(position).toDoubles();
  }

  @Test
  void elementsOfPlatesAreObservations() {
    Model model = Model.of(EightSchools.centred());
    PointwiseLikelihood likelihood = PointwiseLikelihood.of(model);
    assertThat(likelihood.numObservations()).isEqualTo(8);
    assertThat(likelihood.names()).hasSize(8).startsWith("y[1]", "y[2]").endsWith("y[8]");
    Tensor at = positions(3, 10);
    double[] x = at.toDoubles();
    Tensor found = likelihood.logProb(at);
    assertThat(found.shape()).containsExactly(3, 8);
    for (int draw = 0; draw < 3; draw++) {
      for (int j = 0; j < 8; j++) {
        double expected = normal(EightSchools.Y[j], x[10 * draw + 2 + j], EightSchools.SIGMA[j]);
        assertThat(found.toDoubles()[8 * draw + j]).isCloseTo(expected, within(1e-12));
      }
    }
    assertThat(likelihood.data()).containsOnlyKeys("y");
    assertThat(likelihood.data().get("y").toDoubles()).containsExactly(EightSchools.Y);
  }

  /** Plates 2 deep, an event of 2, a second site outside, values that all rows share. */
  @Test
  void eventsAreAddedUpAndSharedValuesCountForEachRow() {
    double[] y = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    Program program =
        m -> {
          Tensor mu = m.sample("mu", Normal.of(0, 1));
          try (Plate outer = m.plate("outer", 2)) {
            m.observe("shared", Normal.of(mu, 2), m.number(5));
            try (Plate inner = m.plate("inner", 3)) {
              Tensor loc = mu.unsqueeze(-1);
              m.observe("pair", Normal.of(loc, 1).iid(2), Tensor.of(y, 2, 3, 2));
            }
          }
          m.observe("last", Normal.of(mu, 3), m.number(-1));
        };
    PointwiseLikelihood likelihood = PointwiseLikelihood.of(Model.of(program));
    assertThat(likelihood.names())
        .containsExactly(
            "shared[1]",
            "shared[2]",
            "pair[1,1]",
            "pair[1,2]",
            "pair[1,3]",
            "pair[2,1]",
            "pair[2,2]",
            "pair[2,3]",
            "last");
    Tensor at = positions(5, 1);
    double[] found = likelihood.logProb(at).toDoubles();
    for (int draw = 0; draw < 5; draw++) {
      double mu = at.toDoubles()[draw];
      assertThat(found[9 * draw + 1]).isCloseTo(normal(5, mu, 2), within(1e-12));
      for (int i = 0; i < 6; i++) {
        double expected = normal(y[2 * i], mu, 1) + normal(y[2 * i + 1], mu, 1);
        assertThat(found[9 * draw + 2 + i]).isCloseTo(expected, within(1e-12));
      }
      assertThat(found[9 * draw + 8]).isCloseTo(normal(-1, mu, 3), within(1e-12));
    }
    assertThat(likelihood.data().get("shared").toDoubles()).containsExactly(5, 5);
    assertThat(likelihood.data().get("pair").shape()).containsExactly(2, 3, 2);
    assertThat(likelihood.data().get("last").rank()).isZero();
  }

  private static Program rows(Tensor data) {
    return m -> {
      Tensor mu = m.sample("mu", Normal.of(0, 1));
      try (Plate rows = m.plate("rows", 3)) {
        m.observe("y", Normal.of(mu, 1), data);
      }
    };
  }

  @Test
  void factorsAreLeftOutAndMaskedElementsAreNoObservations() {
    Tensor data = Tensor.of(new double[] {0.5, -1, 2}, 3);
    Tensor at = positions(2, 1);
    double[] whole = values(rows(data), at);
    assertThat(values(rows(data).scale(7), at)).containsExactly(whole);
    Program some =
        m -> {
          Tensor mu = m.sample("mu", Normal.of(0, 1));
          try (Plate rows = m.plate("rows", 3, 2)) {
            m.observe("y", Normal.of(mu, 1), rows.rows(data));
          }
        };
    assertThat(values(some, at)).containsExactly(whole);
    Tensor mask = Tensor.of(new double[] {1, 0, 1}, 3).gt(0.5);
    double[] kept = {whole[0], whole[2], whole[3], whole[5]};
    Handler ofData =
        (site, next) -> next.at(site.kind() == Site.Kind.OBSERVED ? site.where(mask) : site);
    PointwiseLikelihood masked = PointwiseLikelihood.of(Model.of(rows(data).with(ofData)));
    assertThat(masked.names()).containsExactly("y[1]", "y[3]");
    assertThat(masked.logProb(at).toDoubles()).containsExactly(kept);
    Program law =
        m -> {
          Tensor mu = m.sample("mu", Normal.of(0, 1));
          try (Plate rows = m.plate("rows", 3)) {
            m.observe("y", new Masked(Normal.of(mu, 1), mask), data);
          }
        };
    assertThat(values(law, at)).containsExactly(kept);
  }

  @Test
  void discreteSitesAreSummedOutRowByRow() {
    double[] data = {0.5, -1, 2};
    Program program =
        m -> {
          Tensor mu = m.sample("mu", Normal.of(0, 1));
          Tensor logits = m.sample("logits", Normal.of(0, 1));
          try (Plate rows = m.plate("rows", 3)) {
            Tensor z = m.sample("z", new Bernoulli(logits));
            m.observe("y", Normal.of(mu.add(z.mul(3)), 1), Tensor.of(data, 3));
          }
        };
    Tensor at = positions(2, 2);
    double[] x = at.toDoubles();
    double[] found = values(program, at);
    for (int draw = 0; draw < 2; draw++) {
      double mu = x[2 * draw];
      double p = 1 / (1 + Math.exp(-x[2 * draw + 1]));
      for (int i = 0; i < 3; i++) {
        double one = p * Math.exp(normal(data[i], mu + 3, 1));
        double zero = (1 - p) * Math.exp(normal(data[i], mu, 1));
        assertThat(found[3 * draw + i]).isCloseTo(Math.log(one + zero), within(1e-12));
      }
    }
    assertThatThrownBy(() -> PointwiseLikelihood.of(Model.of(program.scale(2))))
        .hasMessage(
            "site z: expected terms that count once beside the discrete site z, got a factor of"
                + " 2.0");
  }

  /**
   * A continuous site that depends on the discrete one tells of it before the data do; sites that
   * share it are one observation, and the sum of all is the density less that without data.
   */
  @Test
  void whatDependsOnOneDiscreteSiteIsOneObservation() {
    double[] y = {0.5, -1, 2, 1, 0, 3};
    double[] u = {1, 2};
    Program program =
        m -> {
          Tensor mu = m.sample("mu", Normal.of(0, 1));
          try (Plate groups = m.plate("groups", 2)) {
            Tensor z = m.sample("z", Bernoulli.ofProbs(m.number(0.3)));
            Tensor level = m.sample("level", Normal.of(z.mul(2), 1));
            m.observe("u", Normal.of(mu.add(z), 1), groups.rows(Tensor.of(u, 2)));
            try (Plate rows = m.plate("rows", 3)) {
              m.observe("y", Normal.of(mu.add(z.mul(level)), 1), Tensor.of(y, 2, 3));
            }
            m.observe("apart", Normal.of(level, 1), groups.rows(Tensor.of(u, 2)));
          }
        };
    Model model = Model.of(program);
    PointwiseLikelihood likelihood = PointwiseLikelihood.of(model);
    assertThat(likelihood.blocks())
        .extracting(ObservationBlock::sites)
        .containsExactly(List.of("u", "y"), List.of("apart"));
    assertThat(likelihood.blocks().get(0).shape()).isEqualTo(Shape.of(2));
    assertThat(likelihood.names())
        .containsExactly("u and y[1]", "u and y[2]", "apart[1]", "apart[2]");
    Tensor at = positions(2, 3);
    double[] x = at.toDoubles();
    double[] found = likelihood.logProb(at).toDoubles();
    for (int draw = 0; draw < 2; draw++) {
      for (int g = 0; g < 2; g++) {
        double mu = x[3 * draw];
        double level = x[3 * draw + 1 + g];
        double joint = 0;
        double prior = 0;
        for (int z = 0; z < 2; z++) {
          double weight = (z == 1 ? 0.3 : 0.7) * Math.exp(normal(level, 2 * z, 1));
          double seen = normal(u[g], mu + z, 1);
          for (int i = 0; i < 3; i++) {
            seen += normal(y[3 * g + i], mu + z * level, 1);
          }
          prior += weight;
          joint += weight * Math.exp(seen);
        }
        assertThat(found[4 * draw + g]).isCloseTo(Math.log(joint / prior), within(1e-12));
        double apart = normal(u[g], level, 1);
        assertThat(found[4 * draw + 2 + g]).isCloseTo(apart, within(1e-12));
      }
    }
  }

  @Test
  void chainsOfDiscreteSitesAreOneObservation() {
    Program program =
        m -> {
          Tensor mu = m.sample("mu", Normal.of(0, 1));
          Tensor state = m.number(0);
          for (int t = 0; t < 3; t++) {
            state = m.sample("z" + t, new Bernoulli(state.mul(2).sub(0.5)));
            m.observe("y" + t, Normal.of(mu.add(state), 1), m.number(t));
          }
        };
    Model model = Model.of(program);
    Tensor at = positions(2, 1);
    double[] found = values(program, at);
    double[] density = model.density().logProb(at).toDoubles();
    assertThat(PointwiseLikelihood.of(model).names()).containsExactly("y0 and y1 and y2");
    for (int draw = 0; draw < 2; draw++) {
      double prior = normal(at.toDoubles()[draw], 0, 1);
      assertThat(found[draw]).isCloseTo(density[draw] - prior, within(1e-12));
    }
  }

  @Test
  void refusesDataAndMasksThatDependOnLatentSites() {
    Program moving =
        m -> {
          Tensor mu = m.sample("mu", Normal.of(0, 1));
          m.observe("y", Normal.of(0, 1), mu.sub(1));
        };
    assertThatThrownBy(() -> PointwiseLikelihood.of(Model.of(moving)))
        .hasMessage(
            "site y: expected an observed value that is the same in all draws, got one that depends"
                + " on latent sites; write it as a factor");
    Program masked =
        m -> {
          Tensor mu = m.sample("mu", Normal.of(0, 1));
          m.observe("y", new Masked(Normal.of(0, 1), mu.gt(0)), m.number(1));
        };
    assertThatThrownBy(() -> PointwiseLikelihood.of(Model.of(masked)))
        .hasMessage(
            "site y: expected a mask that is the same in all draws, got one that depends on latent"
                + " sites");
    Program silent = m -> m.sample("mu", Normal.of(0, 1));
    assertThat(PointwiseLikelihood.of(Model.of(silent)).numObservations()).isZero();
  }

  @Test
  void drawsOfSitesHaveTheAxesOfTheirOwnPlates() {
    Program program =
        m -> {
          m.sample("mu", Normal.of(0, 1).iid(2));
          try (Plate rows = m.plate("rows", 3)) {
            Tensor z = m.sample("z", Bernoulli.of(0.5));
            Tensor b = m.sample("b", Normal.of(0, 1));
            m.deterministic("c", b.mul(2));
            m.observe("y", Normal.of(b.add(z), 1), m.number(1));
          }
        };
    Model model = Model.of(program);
    Tensor at = positions(2002, 5);
    List<SiteTensor> sites = SiteTensor.of(model, at, 2);
    assertThat(sites).extracting(SiteTensor::name).containsExactly("mu", "b", "c");
    assertThat(sites)
        .extracting(SiteTensor::shape)
        .containsExactly(Shape.of(2), Shape.of(3), Shape.of(3));
    double[] x = at.toDoubles();
    double[] c = sites.get(2).values().toDoubles();
    for (int i = 0; i < 3; i++) {
      assertThat(c[3 * 1500 + i]).isEqualTo(2 * x[5 * 1500 + 2 + i]);
    }
    assertThat(sites.get(0).values().shape()).containsExactly(2, 1001, 2);
    try (Rng rng = Rng.of(2, "replicates")) {
      Trace trace = model.posteriorPredictive(at.narrow(0, 0, 10), rng);
      assertThat(trace.value("y").shape()).containsExactly(10, 3);
    }
  }
}
