package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.Tensors.assertClose;

import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.Sequential;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class NormalPriorTest {
  private static final GaussianLikelihood LIKELIHOOD = GaussianLikelihood.learned(0.5);

  private static ParameterLayout layout() {
    var specs = new java.util.ArrayList<org.jeffreys.nn.ParameterSpec>();
    Sequential.dense(Activation.RELU, 4, 2, 1)
        .layout()
        .slots()
        .forEach(slot -> specs.add(slot.spec()));
    LIKELIHOOD.parameters().forEach(spec -> specs.add(spec.within("likelihood")));
    return ParameterLayout.of(specs);
  }

  @Test
  void scalesGoByRoleFanInAndException() {
    NormalPrior prior = NormalPrior.fanIn(3, 0.5).with("2.weight", 7);
    assertThat(layout().slots())
        .filteredOn(slot -> !slot.spec().name().startsWith("likelihood"))
        .extracting(slot -> prior.scaleOf(slot.spec()))
        .containsExactly(1.5, 0.5, 7.0, 0.5);
    assertThat(layout().fill(NormalPrior.isotropic(2)::scaleOf)).containsOnly(2);
  }

  @Test
  void logProbAndGradientFitTheFormula() {
    NormalPrior prior = NormalPrior.fanIn(3, 0.5).with("likelihood.logScale", 0.25);
    ParameterLayout layout = layout();
    double[] scale =
        layout.fill(spec -> spec.name().equals("likelihood.logScale") ? 0.25 : prior.scaleOf(spec));
    try (BoundPrior bound = prior.bind(layout, LIKELIHOOD, DType.FLOAT64)) {
      Tensor position = Tensors.uniform(new Random(1), 3, layout.dimension());
      double[] expected = new double[3];
      for (int d = 0; d < 3; d++) {
        double[] x = position.select(0, d).toDoubles();
        for (int i = 0; i < x.length; i++) {
          double z = (x[i] - (i == x.length - 1 ? Math.log(0.5) : 0)) / scale[i];
          expected[d] -= 0.5 * z * z + Math.log(scale[i]) + 0.5 * Math.log(2 * Math.PI);
        }
      }
      assertClose(bound.logProb(position), Tensor.of(expected, 3), 1e-12);
      assertThat(bound.scale().toDoubles()).containsExactly(scale, within(1e-15));
      Tensor gradient = Tensor.ones(DType.FLOAT64, 3, layout.dimension());
      bound.addGradient(position, gradient, 0.5);
      Tensor byAutograd = Gradients.valueAndGradient(bound::logProb, position).gradient();
      assertClose(gradient, byAutograd.mul(0.5).add(1), 1e-12);
    }
  }

  /** Failed with scale² in place of scale. */
  @Test
  void samplesHaveItsMoments() {
    int draws = 20_000;
    NormalPrior prior = NormalPrior.fanIn(3, 0.5).with("2.weight", 7);
    ParameterLayout layout = layout();
    try (BoundPrior bound = prior.bind(layout, LIKELIHOOD, DType.FLOAT64);
        Rng rng = Rng.of(3, "test")) {
      Tensor sample = bound.sample(draws, rng);
      assertThat(sample.shape()).containsExactly(draws, layout.dimension());
      for (ParameterLayout.Slot slot : layout.slots()) {
        boolean own = slot.spec().name().startsWith("likelihood");
        double loc = own ? Math.log(0.5) : 0;
        double scale = own ? 1 : prior.scaleOf(slot.spec());
        for (int i = slot.offset(); i < slot.offset() + slot.size(); i++) {
          Tensor column = sample.select(1, i).sub(loc);
          double error = scale / Math.sqrt(draws);
          assertThat(column.mean(0).item()).isCloseTo(0, within(5 * error));
          assertThat(column.square().mean(0).item())
              .isCloseTo(scale * scale, within(5 * scale * error * Math.sqrt(2)));
        }
      }
    }
  }

  @Test
  void refusesUnknownArraysAndScales() {
    assertThatThrownBy(
            () ->
                NormalPrior.isotropic(1)
                    .with("0.wight", 2)
                    .bind(layout(), LIKELIHOOD, DType.FLOAT64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "prior: expected names of [0.weight, 0.bias, 2.weight, 2.bias, likelihood.logScale],"
                + " got '0.wight'");
    assertThatThrownBy(() -> NormalPrior.fanIn(0, 1))
        .hasMessage("weightScale: expected a finite value > 0, got 0.0");
    assertThatThrownBy(() -> NormalPrior.isotropic(1).with("0.bias", -1))
        .hasMessage("scale of 0.bias: expected a finite value > 0, got -1.0");
  }
}
