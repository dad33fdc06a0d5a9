package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.jeffreys.Tensors.assertClose;

import java.util.List;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.Sequential;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class CentredPriorTest {
  private static final GaussianLikelihood LIKELIHOOD = GaussianLikelihood.learned(0.5);
  private static final Doubles CENTRE = Doubles.of(-2, 0.01, 3, 7);

  /** Two weights, a bias and the likelihood's log scale. */
  private static ParameterLayout layout() {
    return new NetworkModel(Sequential.dense(Activation.RELU, 2, 1), LIKELIHOOD, DType.FLOAT64)
        .layout();
  }

  @Test
  void scalesGrowWithTheWeightsAndTheLikelihoodKeepsItsPrior() {
    CentredPrior prior = new CentredPrior(CENTRE, 0.1, 0.05);
    try (BoundPrior bound = prior.bind(layout(), LIKELIHOOD, DType.FLOAT64)) {
      BoundPrior.NormalForm form = bound.normalForm();
      assertThat(form).isNotNull();
      assertClose(form.location(), Tensor.of(new double[] {-2, 0.01, 3, Math.log(0.5)}, 4), 0);
      Tensor scale = Tensor.of(new double[] {0.2, 0.05, 0.3, 1}, 4);
      assertClose(bound.scale(), scale, 1e-15);
      assertClose(form.precision(), scale.pow(-2), 1e-12);
      Tensor at = Tensor.of(new double[] {-1.8, 0.01, 3, Math.log(0.5)}, 1, 4);
      double expected = -0.5 - 2 * Math.log(2 * Math.PI) - scale.log().sum().item();
      assertClose(bound.logProb(at), Tensor.of(new double[] {expected}, 1), 1e-14);
      Tensor gradient = Tensor.zeros(DType.FLOAT64, 1, 4);
      bound.addGradient(at, gradient, 2);
      assertClose(gradient, Tensor.of(new double[] {-2 * 0.2 / 0.04, 0, 0, 0}, 1, 4), 1e-13);
    }
  }

  @Test
  void oneScaleForAllIfAsked() {
    CentredPrior prior = CentredPrior.fixed(CENTRE, 0.3);
    try (BoundPrior bound = prior.bind(layout(), LIKELIHOOD, DType.FLOAT64)) {
      assertClose(bound.scale(), Tensor.of(new double[] {0.3, 0.3, 0.3, 1}, 4), 1e-15);
    }
    assertThat(layout().slots()).extracting(slot -> prior.scaleOf(slot.spec())).containsOnly(0.3);
  }

  @Test
  void refusesAnotherNumberOfWeightsAndScalesThatAreNone() {
    CentredPrior prior = CentredPrior.fixed(Doubles.of(1, 2), 1);
    assertThatThrownBy(() -> prior.bind(layout(), LIKELIHOOD, DType.FLOAT64))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("centre: expected 4 values, one a parameter, got 2");
    for (Double bad : List.of(0.0, -1.0, Double.NaN)) {
      assertThatThrownBy(() -> CentredPrior.fixed(CENTRE, bad))
          .hasMessage("least: expected a finite value > 0, got " + bad);
    }
  }
}
