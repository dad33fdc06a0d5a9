package org.jeffreys.inference.mcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.NativeMemory;
import org.jeffreys.core.NumericalException;
import org.jeffreys.tensor.HostStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Warm-up: its windows, the search for a step, the estimates of the mass. */
@ExtendWith(NativeMemory.class)
final class WarmupTest {
  /** By the algorithm of Stan's windowed_adaptation.hpp, followed by hand. */
  @Test
  void windowsEndWhereStansDo() {
    assertThat(Warmup.of(1000).windowEnds()).containsExactly(99, 149, 249, 449, 949);
    assertThat(Warmup.of(500).windowEnds()).containsExactly(99, 149, 249, 449);
    assertThat(Warmup.of(190).windowEnds()).containsExactly(99, 139);
    assertThat(Warmup.of(150).windowEnds()).containsExactly(99);
    assertThat(Warmup.of(100).windowEnds()).containsExactly(89);
    assertThat(Warmup.of(100).firstOfWindows()).isEqualTo(15);
    assertThat(Warmup.of(20).windowEnds()).containsExactly(17);
    assertThat(Warmup.of(19).windowEnds()).isEmpty();
    assertThat(Warmup.of(1000).withMass(MassShape.GIVEN).windowEnds()).isEmpty();
  }

  /** The acceptance falls as e^-ε: the step for 0.8 is -log 0.8. */
  @Test
  void theSearchFindsTheStepOfTheWishedAcceptance() {
    StepSearch search = new StepSearch();
    search.restart(3);
    double step = 3;
    for (int i = 0; i < 2000; i++) {
      step = search.update(Math.exp(-step), 0.8);
    }
    assertThat(search.found()).isCloseTo(-Math.log(0.8), within(0.01));
    StepSearch restored = new StepSearch();
    restored.restore(search.content());
    assertThat(restored.update(0.3, 0.8)).isEqualTo(search.update(0.3, 0.8));
    assertThat(restored.found()).isEqualTo(search.found());
  }

  private static final double[] SCALE = {1, 10, 0.1};

  /** Draws of a normal density of mean 1 and covariance A Aᵀ, with their gradients. */
  private static void feed(MassEstimator estimator, int count) {
    HostStream stream = HostStream.keyed(2, "draws", 0);
    for (int k = 0; k < count; k++) {
      double a = stream.nextNormal();
      double b = stream.nextNormal();
      double c = stream.nextNormal();
      // A = ((1, 0, 0), (8, 6, 0), (0, 0, 0.1)); the gradient is -A⁻ᵀ (a, b, c).
      double[] gradient = {-(a - 8 * b / 6), -b / 6, -10 * c};
      estimator.add(new double[] {1 + a, 1 + 8 * a + 6 * b, 1 + 0.1 * c}, gradient);
    }
  }

  @ParameterizedTest
  @EnumSource(MassShape.class)
  void estimatesFindTheCovariance(MassShape shape) {
    MassEstimator estimator = shape.estimator(SCALE);
    feed(estimator, 4000);
    MassMatrix found = estimator.estimate();
    double[][] expected = {{1, 8, 0}, {8, 100, 0}, {0, 0, 0.01}};
    if (shape == MassShape.GIVEN) {
      expected = new double[][] {{1, 0, 0}, {0, 100, 0}, {0, 0, 0.01}};
    }
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double unit = Math.sqrt(expected[i][i] * expected[j][j]);
        boolean whole = shape != MassShape.DIAGONAL;
        double wished = i == j || whole ? expected[i][j] / unit : 0;
        assertThat(found.inverseRow(i).get(j) / unit).isCloseTo(wished, within(0.08));
      }
      assertThat(found.inverseDiagonal().get(i)).isEqualTo(found.inverseRow(i).get(i));
    }
    assertThat(found.dimension()).isEqualTo(3);
  }

  /** Velocities are M⁻¹ r, and those of momenta from N(0, M) have the covariance M⁻¹. */
  @ParameterizedTest
  @EnumSource(MassShape.class)
  void massesAreWhatTheirRowsSay(MassShape shape) {
    MassEstimator estimator = shape.estimator(SCALE);
    feed(estimator, 50);
    MassMatrix mass = estimator.estimate();
    HostStream stream = HostStream.keyed(4, "momenta", 0);
    double[] momentum = new double[3];
    double[] velocity = new double[3];
    double[][] products = new double[3][3];
    int count = 40_000;
    for (int k = 0; k < count; k++) {
      mass.sampleMomentum(stream, momentum);
      mass.velocity(momentum, velocity);
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
          products[i][j] += velocity[i] * velocity[j] / count;
        }
      }
    }
    for (int i = 0; i < 3; i++) {
      double[] row = mass.inverseRow(i).toArray();
      assertThat(velocity[i])
          .isCloseTo(Vectors.dot(row, momentum), within(1e-9 * (1 + Math.abs(velocity[i]))));
      for (int j = 0; j < 3; j++) {
        double unit = Math.sqrt(mass.inverseDiagonal().get(i) * mass.inverseDiagonal().get(j));
        // 4.5 standard errors of at most √2 / √count.
        assertThat(products[i][j] / unit).isCloseTo(row[j] / unit, within(0.032));
      }
    }
    MassMatrix restored = shape.restore(mass.content().toArray(), 3);
    assertThat(restored.content()).isEqualTo(mass.content());
    assertThat(restored.inverseRow(1)).isEqualTo(mass.inverseRow(1));
  }

  /** The first window is drawn towards the scales, later ones towards what the one before found. */
  @ParameterizedTest
  @EnumSource(
      value = MassShape.class,
      names = {"DIAGONAL", "DENSE", "AUTO"})
  void noPosteriorIsTooNarrow(MassShape shape) {
    MassEstimator estimator = shape.estimator(new double[] {1, 1});
    HostStream stream = HostStream.keyed(2, "narrow", 0);
    double[] found = new double[3];
    for (int window = 0; window < 3; window++) {
      for (int i = 0; i < 500; i++) {
        double[] position = {1e-5 * stream.nextNormal(), 3 * stream.nextNormal()};
        estimator.add(position, new double[2]);
      }
      found[window] = Math.sqrt(estimator.estimate().inverseDiagonal().get(0));
      estimator.restart();
    }
    assertThat(found[0]).isGreaterThan(1e-3);
    assertThat(found[2]).isCloseTo(1e-5, within(0.1e-5));
  }

  @ParameterizedTest
  @EnumSource(MassShape.class)
  void estimatorsGoOnWhereTheyWere(MassShape shape) {
    MassEstimator estimator = shape.estimator(SCALE);
    feed(estimator, 30);
    MassEstimator restored = shape.estimator(SCALE);
    restored.restore(estimator.content());
    feed(estimator, 10);
    feed(restored, 10);
    assertThat(restored.estimate().content()).isEqualTo(estimator.estimate().content());
    estimator.restart();
    restored.restore(estimator.content());
    feed(estimator, 10);
    feed(restored, 10);
    assertThat(restored.estimate().content()).isEqualTo(estimator.estimate().content());
  }

  /** Among 60 coordinates, one long direction and one short one. */
  @Test
  void lowRanksFindDirectionsAmongMany() {
    int dimension = 60;
    double[] along = new double[dimension];
    double[] across = new double[dimension];
    double[] ones = new double[dimension];
    for (int i = 0; i < dimension; i++) {
      along[i] = 1 / Math.sqrt(dimension);
      across[i] = (i % 2 == 0 ? 1 : -1) / Math.sqrt(dimension);
      ones[i] = 1;
    }
    MassEstimator estimator = MassShape.LOW_RANK.estimator(ones);
    HostStream stream = HostStream.keyed(6, "draws", 0);
    for (int k = 0; k < 400; k++) {
      double[] normal = new double[dimension];
      for (int i = 0; i < dimension; i++) {
        normal[i] = stream.nextNormal();
      }
      // The covariance is I + 99 u uᵀ - 0.99 v vᵀ.
      double u = Vectors.dot(along, normal);
      double v = Vectors.dot(across, normal);
      double[] position = new double[dimension];
      double[] gradient = new double[dimension];
      for (int i = 0; i < dimension; i++) {
        position[i] = normal[i] + 9 * u * along[i] - 0.9 * v * across[i];
        gradient[i] = -normal[i] + 0.9 * u * along[i] - 9 * v * across[i];
      }
      estimator.add(position, gradient);
    }
    MassMatrix mass = estimator.estimate();
    double[] out = new double[dimension];
    mass.velocity(along, out);
    assertThat(Vectors.dot(along, out)).isBetween(60.0, 160.0);
    mass.velocity(across, out);
    assertThat(Vectors.dot(across, out)).isBetween(0.006, 0.02);
  }

  @Test
  void refusesWhatHasNoMass() {
    MassEstimator estimator = MassShape.DIAGONAL.estimator(new double[] {1});
    estimator.add(new double[] {1e200}, new double[1]);
    estimator.add(new double[] {-1e200}, new double[1]);
    assertThatThrownBy(estimator::estimate)
        .isInstanceOf(NumericalException.class)
        .hasMessage(
            "mass: expected finite variances of the draws, got Infinity at coordinate 0; check that"
                + " the posterior is proper");
    assertThatThrownBy(() -> new DenseMass(new double[] {1, 2, 2, 1}))
        .isInstanceOf(NumericalException.class)
        .hasMessage(
            "mass: expected a positive definite covariance of the draws, got a pivot of -3.0 at"
                + " coordinate 1; take a diagonal mass");
    assertThatThrownBy(() -> Warmup.of(10).withAcceptance(1))
        .hasMessage("acceptance: expected a value in (0, 1), got 1.0");
    assertThatThrownBy(() -> Warmup.of(-1))
        .hasMessage("numIterations: expected an integer >= 0, got -1");
  }
}
