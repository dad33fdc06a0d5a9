package org.jeffreys.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Hidden Markov chains: sums over paths, gradients, shapes. */
@ExtendWith(NativeMemory.class)
final class HiddenMarkovChainTest {
  private static Tensor normals(long seed, long... shape) {
    try (Rng rng = Rng.of(seed, "chain")) {
      return rng.normal(DType.FLOAT64, shape);
    }
  }

  @Test
  void treeAndStepsAgree() {
    for (int steps : new int[] {1, 2, 3, 5, 8, 13, 64}) {
      for (int states : new int[] {1, 2, 5}) {
        Tensor first = normals(1, 3, 1, states);
        Tensor transition = normals(2, 3, 1, states, states).logSoftmax(-1);
        Tensor emissions = normals(3, 3, 7, steps, states);
        double[] byTree = HiddenMarkovChain.byTree(first, transition, emissions).toDoubles();
        assertThat(HiddenMarkovChain.byStep(first, transition, emissions).toDoubles())
            .containsExactly(byTree, within(1e-10));
      }
    }
  }

  /** Sums over all paths, one by one. */
  @Test
  void statesAreSummedOut() {
    int states = 3;
    int steps = 4;
    Tensor initial = normals(4, states);
    Tensor transition = normals(5, states, states);
    Tensor emissions = normals(6, steps, states);
    double[] start = initial.logSoftmax(-1).toDoubles();
    double[] move = transition.logSoftmax(-1).toDoubles();
    double[] see = emissions.toDoubles();
    double total = 0;
    for (int path = 0; path < Math.pow(states, steps); path++) {
      int state = path % states;
      double log = start[state] + see[state];
      for (int t = 1, rest = path / states; t < steps; t++, rest /= states) {
        log += move[state * states + rest % states] + see[t * states + rest % states];
        state = rest % states;
      }
      total += Math.exp(log);
    }
    assertThat(HiddenMarkovChain.logLikelihood(initial, transition, emissions).item())
        .isCloseTo(Math.log(total), within(1e-12));
  }

  @Test
  void gradientByEmissionsIsThePosteriorOfStates() {
    Tensor emissions = Gradients.track(normals(7, 40, 3));
    Tensor log = HiddenMarkovChain.logLikelihood(normals(8, 3), normals(9, 3, 3), emissions);
    Tensor posterior = Gradients.of(log, emissions).get(0);
    assertThat(posterior.gt(0).all()).isTrue();
    assertThat(posterior.sum(-1).sub(1).abs().max().item()).isLessThan(1e-12);
  }

  /** Forbidden moves and impossible observations have finite gradients. */
  @Test
  void zeroProbabilitiesAreNoNaN() {
    double none = Double.NEGATIVE_INFINITY;
    for (int states : new int[] {2, 12}) {
      Tensor initial = Gradients.track(corner(states, 0).log());
      double[] moves = new double[states * states];
      for (int i = 0; i < moves.length; i++) {
        int step = i % states - i / states;
        moves[i] = step == 0 || step == 1 ? 0 : none;
      }
      Tensor transition = Gradients.track(Tensor.of(moves, states, states));
      double[] seen = new double[5 * states];
      seen[3 * states] = none;
      Tensor emissions = Gradients.track(Tensor.of(seen, 5, states));
      Tensor log = HiddenMarkovChain.logLikelihood(initial, transition, emissions);
      assertThat(log.item()).isCloseTo(Math.log(0.875), within(1e-12));
      Gradients.of(log, initial, transition, emissions)
          .forEach(g -> assertThat(g.isFinite().all()).isTrue());
      Tensor impossible =
          HiddenMarkovChain.logLikelihood(
              initial, transition, Tensor.full(DType.FLOAT64, none, 5, states));
      assertThat(impossible.item()).isEqualTo(none);
    }
  }

  private static Tensor corner(int size, int at) {
    return Tensor.eye(DType.FLOAT64, size).select(0, at);
  }

  @Test
  void emissionsMayBeOfAnyShapeAndChangeWithTime() {
    Tensor loc = normals(10, 3, 1, 6, 2, 4);
    Distribution emission = new MultivariateNormal(loc, Tensor.eye(DType.FLOAT64, 4).mul(0.3));
    HiddenMarkovChain chain =
        new HiddenMarkovChain(normals(11, 2), normals(12, 5, 2, 2), emission, 6);
    assertThat(chain.batchShape()).isEqualTo(Shape.of(3, 5));
    assertThat(chain.eventShape()).isEqualTo(Shape.of(6, 4));
    try (Rng rng = Rng.streams(13, "chain", 3)) {
      Tensor value = chain.sample(rng, Shape.of(3, 5));
      assertThat(value.shape()).containsExactly(3, 5, 6, 4);
      assertThat(chain.logProb(value).shape()).containsExactly(3, 5);
      assertThat(chain.logProb(value).isFinite().all()).isTrue();
    }
    assertThatThrownBy(() -> new HiddenMarkovChain(normals(1, 3), normals(2, 2, 2), emission, 6))
        .hasMessage("initialLogits: expected vectors [..., 2], got [3]");
    assertThatThrownBy(() -> new HiddenMarkovChain(normals(1, 2), normals(2, 2, 2), emission, 5))
        .hasMessage("emission: expected a batch [..., 5 or 1, 2], got [3, 1, 6, 2]");
  }
}
