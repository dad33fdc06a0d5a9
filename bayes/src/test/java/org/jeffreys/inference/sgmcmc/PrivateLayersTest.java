package org.jeffreys.inference.sgmcmc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.Tensors;
import org.jeffreys.data.Batches;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.ConcreteDropout;
import org.jeffreys.nn.DropConnect;
import org.jeffreys.nn.GroupNorm;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which layers private training takes. */
@ExtendWith(NativeMemory.class)
final class PrivateLayersTest {
  private static PrivateSgld.State step(Layer second) {
    Sequential network =
        Sequential.of(Shape.of(2), new Linear(2, 4), second, Activation.TANH, new Linear(4, 1));
    try (var regression =
            SmallRegression.of(DType.FLOAT64, 23, GaussianLikelihood.fixed(0.4), network);
        Rng rng = Rng.streams(3, "chain", 3)) {
      Batches batches = new Batches.Poisson(0.3);
      PrivateSgld kernel =
          new PrivateSgld(new PrivateSgld.Config(0.5, 1, 1 / 0.3), regression.target(), batches);
      Tensor start = Tensors.uniform(new Random(1), 3, regression.target().dimension());
      PrivateSgld.State state = kernel.init(start);
      for (int i = 0; i < 5; i++) {
        state = kernel.step(state, 1e-3, rng);
      }
      return state;
    }
  }

  @Test
  void batchNormalisationIsRefused() {
    assertThatThrownBy(() -> step(new BatchNorm(4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "private training: expected layers with a per-example rule, got layer 1,"
                + " BatchNorm[channels=4, epsilon=1.0E-5]; use GroupNorm");
  }

  @Test
  void layersWithALearnedRateAreRefused() {
    assertThatThrownBy(() -> step(new ConcreteDropout(new Linear(4, 4), 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "private training: expected layers with a per-example rule, got layer 1,"
                + " ConcreteDropout[layer=Linear[in=4, out=4], priorScale=1.0, initialRate=0.1,"
                + " temperature=0.1]");
  }

  @Test
  void groupNormalisationAndDropConnectAreTaken() {
    for (Layer layer : new Layer[] {new GroupNorm(4, 2), new DropConnect(4, 4, 0.25)}) {
      PrivateSgld.State state = step(layer);
      assertThat(state.position().isFinite().all()).isTrue();
      assertThat(state.clipRate()).isBetween(0.1, 1.0);
    }
  }
}
