package org.jeffreys.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.jeffreys.Tensors.assertClose;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer's own rules equal autograd. */
@ExtendWith(NativeMemory.class)
final class LayerRuleTest {
  private static final double TOLERANCE = 1e-10;

  /** A layer with the lengths of the axes; {@code shared} inputs have one draw. */
  record Case(PerExampleRule layer, int width, int draws, int batch, boolean shared) {}

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (boolean shared : List.of(false, true)) {
      for (int[] sizes : new int[][] {{3, 3}, {2, 5}, {5, 2}, {1, 7}, {7, 1}, {1, 1}}) {
        cases.add(new Case(new Linear(3, 3), 3, sizes[0], sizes[1], shared));
        cases.add(new Case(new Linear(11, 13), 11, sizes[0], sizes[1], shared));
        cases.add(new Case(new Linear(1, 7), 1, sizes[0], sizes[1], shared));
        cases.add(new Case(new Linear(7, 1), 7, sizes[0], sizes[1], shared));
        cases.add(new Case(new Linear(1, 1), 1, sizes[0], sizes[1], shared));
        for (Activation activation : Activation.values()) {
          cases.add(new Case(activation, 3, sizes[0], sizes[1], shared));
        }
      }
    }
    return cases.stream();
  }

  /** What the rules are given, and the product with delta whose derivatives they claim. */
  private static final class Pass {
    private final ParameterLayout layout;
    private final Tensor flat;
    private final Tensor input;
    private final Tensor output;
    private final Tensor delta;

    Pass(Case given) {
      Random random = new Random(11);
      this.layout = ParameterLayout.of(given.layer.parameters());
      this.flat =
          Gradients.track(Tensors.uniform(random, given.draws, Math.max(1, layout.dimension())));
      long rows = given.shared ? 1 : given.draws;
      Tensor values = Tensors.uniform(random, rows, given.batch, given.width).mul(3);
      // Where a kink or an overflow would be.
      values.select(2, 0).fill(0);
      values.select(2, given.width - 1).mulInPlace(20);
      this.input = Gradients.track(values);
      this.output = given.layer.forward(layout.views(flat, 0), input);
      this.delta = Tensors.uniform(random, output.shape());
    }

    Tensor byAutograd(Tensor of) {
      return Gradients.of(output.mul(delta).sum(), of).get(0);
    }

    Parameters views() {
      return layout.views(Gradients.stop(flat), 0);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void backwardEqualsAutograd(Case given) {
    Pass pass = new Pass(given);
    Tensor input = Gradients.stop(pass.input);
    Tensor found =
        given.layer.backward(pass.views(), input, Gradients.stop(pass.output), pass.delta);
    Tensor summed = given.shared ? found.sumKeep(0) : found;
    assertClose(summed, pass.byAutograd(pass.input), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void gradientWritesWhatAutogradGives(Case given) {
    Pass pass = new Pass(given);
    if (pass.layout.dimension() == 0) {
      return;
    }
    Tensor found = Tensor.full(DType.FLOAT64, Double.NaN, pass.flat.shape());
    given.layer.gradient(Gradients.stop(pass.input), pass.delta, pass.layout.views(found, 0));
    assertClose(found, pass.byAutograd(pass.flat), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void squaredNormsAreThoseOfEachExampleAlone(Case given) {
    Pass pass = new Pass(given);
    Tensor found = given.layer.squaredNorm(Gradients.stop(pass.input), pass.delta);
    if (pass.layout.dimension() == 0) {
      assertThat(found).isNull();
      return;
    }
    Tensor[] norms = new Tensor[given.batch];
    for (int i = 0; i < given.batch; i++) {
      Tensor product = pass.output.mul(pass.delta).narrow(1, i, 1).sum();
      norms[i] = Gradients.of(product, pass.flat).get(0).square().sum(1);
    }
    assertClose(Objects.requireNonNull(found), Tensor.stack(1, norms), TOLERANCE);
  }
}
