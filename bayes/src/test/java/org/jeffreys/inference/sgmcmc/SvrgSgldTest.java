package org.jeffreys.inference.sgmcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Control variates take the minibatch's noise out; plain SGLD of the same batches fails. */
@ExtendWith(NativeMemory.class)
final class SvrgSgldTest {
  private static final int CHAINS = 32;
  private static final double STEP = 0.005;

  private static Tensor run(LinearGaussian conjugate, SvrgSgld.Config config) {
    return Chains.run(
        new SvrgSgld(config, conjugate.target(), new Batches.Uniform(4)),
        new SamplingLoop.Config(6000, 1000, 5, new Schedule.Constant(STEP)),
        CHAINS,
        conjugate.mean().toDoubles());
  }

  @Tag("slow")
  @Test
  void settlesWhereFullGradientsDo() {
    try (var conjugate = LinearGaussian.make()) {
      double[] mean = conjugate.mean().toDoubles();
      double[][] expected = LinearGaussian.rows(conjugate.covarianceAt(STEP));
      Tensor draws = run(conjugate, new SvrgSgld.Config(3, 1, false, 0));
      assertThat(new Moments(draws).expectNormal(mean, expected).failures()).isEmpty();
      Tensor broken = run(conjugate, new SvrgSgld.Config(3, 2, false, 0));
      assertThat(new Moments(broken).expectNormal(mean, expected).failures()).isNotEmpty();
      Tensor plain =
          Chains.run(
              new Sgld(new Sgld.Config(1, false), conjugate.target(), new Batches.Uniform(4)),
              new SamplingLoop.Config(6000, 1000, 5, new Schedule.Constant(STEP)),
              CHAINS,
              mean);
      assertThat(new Moments(plain).expectNormal(mean, expected).failures()).isNotEmpty();
    }
  }

  /** An anchor that stays at the mode: the mean is right, and the noise that of θ - a alone. */
  @Tag("slow")
  @Test
  void anAnchorAtTheModeLeavesTheMeanRight() {
    try (var conjugate = LinearGaussian.make()) {
      Tensor draws = run(conjugate, new SvrgSgld.Config(Long.MAX_VALUE, 1, false, 0));
      double[] mean = conjugate.mean().toDoubles();
      var moments = new Moments(draws);
      for (int i = 0; i < 3; i++) {
        int row = i;
        moments.expect("mean " + i, mean[i], x -> x[row]);
      }
      assertThat(moments.failures()).isEmpty();
    }
  }

  /** Without control variates minibatches would keep it from the mode. */
  @Test
  void withoutTemperatureItEndsAtTheMode() {
    try (var conjugate = LinearGaussian.make()) {
      for (boolean scaled : new boolean[] {false, true}) {
        Tensor draws =
            Chains.run(
                new SvrgSgld(
                    new SvrgSgld.Config(3, 0, scaled, 0),
                    conjugate.target(),
                    new Batches.Shuffled(4)),
                new SamplingLoop.Config(1500, 1499, 1, new Schedule.Constant(0.01)),
                3,
                2,
                -2,
                1);
        double[] mean = conjugate.mean().toDoubles();
        for (int chain = 0; chain < 3; chain++) {
          assertThat(draws.select(0, chain).toDoubles()).containsExactly(mean, within(1e-8));
        }
      }
    }
  }

  @Test
  void refusesRandomLayers() {
    var network =
        Sequential.of(
            Shape.of(2),
            List.of(new Linear(2, 3), Activation.TANH, new Dropout(0.1), new Linear(3, 1)));
    try (var regression =
        SmallRegression.of(DType.FLOAT32, 23, GaussianLikelihood.fixed(0.3), network)) {
      assertThatThrownBy(() -> SvrgSgld.standard(regression.target(), 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "svrg-sgld: expected a network without random layers, got one with such; use sgld");
    }
  }

  @Test
  void refusesAnchorsThatNeverAre() {
    assertThatThrownBy(() -> new SvrgSgld.Config(0, 1, false, 0))
        .hasMessage("refreshEvery: expected an integer >= 1, got 0");
  }
}
