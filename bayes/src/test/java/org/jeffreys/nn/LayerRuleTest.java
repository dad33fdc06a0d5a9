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
import org.jeffreys.nn.LayerExamples.Given;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every layer's own rules equal autograd. */
@ExtendWith(NativeMemory.class)
final class LayerRuleTest {
  private static final double TOLERANCE = 1e-10;

  /** A layer with the lengths of the axes; {@code shared} inputs have one draw. */
  record Case(ReverseRule layer, Shape input, int draws, int batch, boolean shared, Given given) {}

  static Stream<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (boolean shared : List.of(false, true)) {
      for (int[] sizes : new int[][] {{3, 3}, {2, 5}, {5, 2}, {1, 7}, {7, 1}, {1, 1}}) {
        for (Case plain : layers(sizes[0], sizes[1], shared)) {
          cases.add(plain);
        }
      }
    }
    return cases.stream();
  }

  static Stream<Case> casesOfSharedInputs() {
    return cases().filter(given -> given.shared && given.layer.parameters().isEmpty());
  }

  static Stream<Case> casesWithParameters() {
    return cases().filter(given -> !given.layer.parameters().isEmpty());
  }

  static Stream<Case> casesOfOneExample() {
    return cases().filter(given -> given.layer instanceof PerExampleRule);
  }

  private static List<Case> layers(int draws, int batch, boolean shared) {
    List<Case> cases = new ArrayList<>();
    for (Linear dense :
        List.of(
            new Linear(3, 3),
            new Linear(11, 13),
            new Linear(1, 7),
            new Linear(7, 1),
            new Linear(1, 1))) {
      cases.add(new Case(dense, Shape.of(dense.in()), draws, batch, shared, Given.NOTHING));
    }
    for (Activation activation : Activation.values()) {
      cases.add(new Case(activation, Shape.of(3), draws, batch, shared, Given.NOTHING));
    }
    Shape image = Shape.of(7, 5, 3);
    for (ReverseRule layer :
        List.of(
            new Conv2d(3, 2, 3),
            new Conv2d(3, 3, 3, 2, 1),
            new Conv2d(3, 4, 1, 1, 0),
            new MaxPool2d(2),
            new MaxPool2d(3, 2),
            new AveragePool2d(2),
            new AveragePool2d(3, 1),
            new Flatten(),
            new GroupNorm(3, 3),
            new GroupNorm(3, 1))) {
      cases.add(new Case(layer, image, draws, batch, shared, Given.NOTHING));
    }
    for (Shape shape : List.of(image, Shape.of(5))) {
      for (ReverseRule layer : List.of(new Dropout(0.3), new GaussianDropout(0.3))) {
        cases.addAll(random(layer, shape, draws, batch, shared));
      }
      BatchNorm norm = new BatchNorm((int) shape.size(-1));
      cases.add(new Case(norm, shape, draws, batch, shared, Given.RUNNING_STATISTICS));
      if (batch > 1) {
        cases.add(new Case(norm, shape, draws, batch, shared, Given.BATCH_STATISTICS));
      }
    }
    for (DropConnect layer :
        List.of(
            new DropConnect(3, 3, 0.3),
            new DropConnect(5, 7, 0.3),
            new DropConnect(1, 2, 0.3),
            new DropConnect(7, 1, 0.3))) {
      cases.addAll(random(layer, Shape.of(layer.in()), draws, batch, shared));
    }
    return cases;
  }

  private static List<Case> random(
      ReverseRule layer, Shape input, int draws, int batch, boolean shared) {
    return Stream.of(Given.NOTHING, Given.NOISE, Given.SHARED_NOISE)
        .map(given -> new Case(layer, input, draws, batch, shared, given))
        .toList();
  }

  /** What the rules are given, and the product with delta whose derivatives they claim. */
  private static final class Trial {
    private final ParameterLayout layout;
    private final Tensor flat;
    private final Tensor input;
    private final Pass pass;
    private final Tensor output;
    private final Tensor delta;

    Trial(Case given) {
      Random random = new Random(11);
      this.layout = ParameterLayout.of(given.layer.parameters());
      this.flat =
          Gradients.track(Tensors.uniform(random, given.draws, Math.max(1, layout.dimension())));
      long rows = given.shared ? 1 : given.draws;
      Tensor values =
          Tensors.uniform(random, given.input.prepend(rows, given.batch).toArray()).mul(3);
      if (given.layer instanceof Activation) {
        // Where a kink or an overflow would be.
        values.select(2, 0).fill(0);
        values.select(2, 2).mulInPlace(20);
      }
      this.input = Gradients.track(values);
      this.pass =
          new LayerExamples.Example(given.layer, given.input)
              .pass(given.given, given.draws, given.batch, random);
      this.output = given.layer.forward(layout.views(flat, 0), input, pass);
      this.delta = Tensors.uniform(random, output.shape());
    }

    Visit visit(ReverseRule layer) {
      return layer.visit(views(), Gradients.stop(input), pass);
    }

    Tensor byAutograd(Tensor of) {
      return Gradients.of(output.mul(delta).sum(), of).get(0);
    }

    Parameters views() {
      return layout.views(Gradients.stop(flat), 0);
    }

    /** A delta of each draw, where nothing before the layer's output depends on draws. */
    Tensor drawnDelta(long draws) {
      long[] shape = delta.shape();
      shape[0] = draws;
      return delta.expand(shape).contiguous();
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void backwardEqualsAutograd(Case given) {
    Trial trial = new Trial(given);
    Tensor found = given.layer.backward(trial.visit(given.layer), trial.delta);
    Tensor summed = given.shared && found.size(0) > 1 ? found.sumKeep(0) : found;
    assertClose(summed, trial.byAutograd(trial.input), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("casesOfSharedInputs")
  void backwardOfSharedInputsGivesOneDeltaADraw(Case given) {
    Trial trial = new Trial(given);
    Visit visit = trial.visit(given.layer);
    Tensor all = given.layer.backward(visit, trial.drawnDelta(given.draws));
    assertThat(all.size(0)).isEqualTo(given.draws);
    Tensor summed = all.sumKeep(0);
    double copies = (double) given.draws / trial.delta.size(0);
    assertClose(summed, trial.byAutograd(trial.input).mul(copies), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("casesWithParameters")
  void gradientWritesWhatAutogradGives(Case given) {
    Trial trial = new Trial(given);
    Tensor found = Tensor.full(DType.FLOAT64, Double.NaN, trial.flat.shape());
    given.layer.gradient(trial.visit(given.layer), trial.delta, trial.layout.views(found, 0));
    assertClose(found, trial.byAutograd(trial.flat), TOLERANCE);
  }

  @ParameterizedTest
  @MethodSource("casesOfOneExample")
  void squaredNormsAreThoseOfEachExampleAlone(Case given) {
    Trial trial = new Trial(given);
    Tensor found =
        ((PerExampleRule) given.layer).squaredNorm(trial.visit(given.layer), trial.delta);
    if (trial.layout.dimension() == 0) {
      assertThat(found).isNull();
      return;
    }
    Tensor[] norms = new Tensor[given.batch];
    for (int i = 0; i < given.batch; i++) {
      Tensor product = trial.output.mul(trial.delta).narrow(1, i, 1).sum();
      norms[i] = Gradients.of(product, trial.flat).get(0).square().sum(1);
    }
    assertClose(Objects.requireNonNull(found), Tensor.stack(1, norms), TOLERANCE);
  }
}
