package org.jeffreys.inference.laplace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Failed with rotations that lose 1e-7 of a length. */
@ExtendWith(NativeMemory.class)
final class BayesianLinearTest {
  private static final int ROWS = 2000;
  private static final int FEATURES = 7;
  private static final int OUTPUTS = 3;
  private static final double NOISE = 0.3;
  private static final Doubles MEAN =
      Doubles.of(new Random(1).doubles((long) FEATURES * OUTPUTS, -1, 1));
  private static final Doubles PRECISION = Doubles.of(new Random(2).doubles(FEATURES, 0.1, 3));
  private static final double[][] FEATURES_OF_ROWS = new double[ROWS][FEATURES];
  private static final double[][] TARGETS = new double[ROWS][OUTPUTS];

  static {
    Random random = new Random(3);
    for (int i = 0; i < ROWS; i++) {
      // nearly collinear, so that a covariance kept by subtraction would drift
      double shared = random.nextGaussian();
      Arrays.setAll(FEATURES_OF_ROWS[i], j -> 30 * shared + 0.1 * random.nextGaussian());
      Arrays.setAll(TARGETS[i], k -> shared * k + NOISE * random.nextGaussian());
    }
  }

  private static Tensor matrix(double[][] rows) {
    double[] flat = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return Tensor.of(flat, rows.length, rows[0].length);
  }

  /** What all rows give at once, by the normal equations. */
  private record Batch(Tensor precision, Tensor mean, double squares) {
    static Batch of(double unit) {
      Tensor design = matrix(FEATURES_OF_ROWS);
      Tensor targets = matrix(TARGETS);
      Tensor prior = Linalg.diagonalMatrix(Tensor.of(PRECISION.toArray(), FEATURES));
      Tensor before = Tensor.of(MEAN.toArray(), FEATURES, OUTPUTS);
      Tensor precision = design.transpose(0, 1).matmul(design).mul(unit).add(prior);
      Tensor right = design.transpose(0, 1).matmul(targets).mul(unit).add(prior.matmul(before));
      Tensor mean = Linalg.solve(precision, right);
      Tensor moved = mean.sub(before);
      double squares =
          targets.sub(design.matmul(mean)).square().sum().item()
              + moved.mul(prior.matmul(moved)).sum().item();
      return new Batch(precision, mean, squares);
    }
  }

  private static BayesianLinear oneByOne(BayesianLinear prior) {
    BayesianLinear posterior = prior;
    for (int i = 0; i < ROWS; i++) {
      posterior = posterior.update(FEATURES_OF_ROWS[i], TARGETS[i]);
    }
    return posterior;
  }

  @Test
  void rowByRowIsAllAtOnceWithKnownNoise() {
    BayesianLinear found = oneByOne(BayesianLinear.ofKnownNoise(MEAN, PRECISION, NOISE));
    Batch batch = Batch.of(1 / (NOISE * NOISE));
    assertThat(found.weights().toArray()).containsExactly(batch.mean().toDoubles(), within(1e-10));
    double[] at = {1, -1, 0.5, 0, 0.3, -0.4, 2};
    Tensor row = Tensor.of(at, 1, FEATURES);
    double variance = row.matmul(Linalg.solve(batch.precision(), row.transpose(0, 1))).item();
    assertThat(found.variance(at)).isCloseTo(variance, within(1e-10));
    assertThat(found.noiseVariance()).isEqualTo(NOISE * NOISE);
  }

  @Test
  void rowByRowIsAllAtOnceWithUnknownNoise() {
    BayesianLinear found = oneByOne(BayesianLinear.ofUnknownNoise(MEAN, PRECISION, 2.5, 0.4));
    Batch batch = Batch.of(1);
    assertThat(found.weights().toArray()).containsExactly(batch.mean().toDoubles(), within(1e-10));
    assertThat(found.shape()).isEqualTo(2.5 + 0.5 * ROWS * OUTPUTS);
    double rate = 0.4 + 0.5 * batch.squares();
    assertThat(found.rate() / rate).isCloseTo(1, within(1e-10));
    assertThat(found.noiseVariance()).isCloseTo(NOISE * NOISE, within(0.01));
  }

  @Test
  void updatesLeaveTheOldOne() {
    BayesianLinear prior = BayesianLinear.ofKnownNoise(MEAN, PRECISION, NOISE);
    Doubles before = prior.weights();
    assertThat(prior.update(FEATURES_OF_ROWS[0], TARGETS[0]).weights()).isNotEqualTo(before);
    assertThat(prior.weights()).isEqualTo(before);
  }

  /** Forgetting scales the precision, and the mean stays. */
  @Test
  void whatIsForgottenWeighsLess() {
    BayesianLinear prior =
        BayesianLinear.ofUnknownNoise(MEAN, PRECISION, 5, 3)
            .update(FEATURES_OF_ROWS[0], TARGETS[0]);
    BayesianLinear later = prior.forget(0.25);
    assertThat(later.weights().toArray()).containsExactly(prior.weights().toArray(), within(1e-12));
    double[] at = FEATURES_OF_ROWS[1];
    double ratio = later.noiseVariance() / prior.noiseVariance();
    assertThat(later.variance(at) / prior.variance(at)).isCloseTo(4 * ratio, within(1e-10));
    assertThat(later.shape()).isEqualTo(0.25 * prior.shape());
  }

  @Test
  void refusesWhatDoesNotFit() {
    BayesianLinear prior = BayesianLinear.ofKnownNoise(MEAN, PRECISION, NOISE);
    assertThatThrownBy(() -> prior.update(new double[2], new double[OUTPUTS]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("features: expected 7 values, got 2");
    assertThatThrownBy(() -> prior.update(new double[FEATURES], new double[1]))
        .hasMessage("targets: expected 3, one an output, got 1");
    assertThatThrownBy(() -> prior.forget(0))
        .hasMessage("factor: expected a value in (0, 1], got 0.0");
    assertThatThrownBy(() -> BayesianLinear.ofKnownNoise(MEAN, Doubles.of(0, 1, 1), 1))
        .hasMessage("precision: expected a finite value > 0, got 0.0");
  }
}
