package org.jeffreys.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.Tensors.assertClose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.nn.LayerExamples.Example;
import org.jeffreys.nn.LayerExamples.Given;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every layer. */
@ExtendWith(NativeMemory.class)
final class LayerContractTest {
  private static final int COUNT = 20_000;

  static Stream<Arguments> passes() {
    return LayerExamples.all().stream()
        .flatMap(each -> each.givens().stream().map(given -> Arguments.of(each, given)));
  }

  static Stream<Example> randomLayers() {
    return LayerExamples.all().stream().filter(each -> each.layer() instanceof RandomLayer);
  }

  private static Tensor flat(Example example, Random random, int draws) {
    return Tensors.uniform(random, draws, Math.max(1, example.layout().dimension()));
  }

  @ParameterizedTest
  @MethodSource("passes")
  void derivativesAreThoseOfFiniteDifferences(Example example, Given given) {
    Random random = new Random(8);
    int draws = 2;
    int batch = 3;
    Tensor flat = flat(example, random, draws);
    Tensor input = Tensors.uniform(random, example.input().prepend(draws, batch).toArray());
    Pass pass = example.pass(given, draws, batch, random);
    Layer layer = example.layer();
    long[] shape = layer.forward(example.layout().views(flat, 0), input, pass).shape();
    assertThat(shape).isEqualTo(layer.outputShape(example.input()).prepend(draws, batch).toArray());
    Tensor weights = Tensors.uniform(random, shape);
    assertGradient(
        x -> layer.forward(example.layout().views(flat, 0), x, pass).mul(weights).sum(), input);
    assertGradient(
        x -> layer.forward(example.layout().views(x, 0), input, pass).mul(weights).sum(), flat);
    if (layer instanceof VariationalLayer variational) {
      assertGradient(x -> variational.divergence(example.layout().views(x, 0)).sum(), flat);
    }
  }

  private static void assertGradient(UnaryOperator<Tensor> function, Tensor at) {
    double[] found = Gradients.valueAndGradient(function, at).gradient().toDoubles();
    double[] point = at.toDoubles();
    double h = 1e-5;
    for (int i = 0; i < point.length; i++) {
      double difference = 0;
      for (int side : new int[] {-1, 1}) {
        double[] moved = point.clone();
        moved[i] += side * h;
        try (Scope scope = Scope.open()) {
          difference +=
              side * function.apply(scope.own(Tensor.of(moved, at.shape()))).item() / (2 * h);
        }
      }
      assertThat(found[i])
          .as("derivative %d", i)
          .isCloseTo(difference, within(1e-7 * Math.max(1, Math.abs(difference))));
    }
  }

  /** Draws never mix, and examples only where a batch gives the statistics. */
  @ParameterizedTest
  @MethodSource("passes")
  void eachDrawAndExampleIsOnItsOwn(Example example, Given given) {
    for (int[] sizes : new int[][] {{3, 3}, {2, 5}, {5, 2}}) {
      for (int rows : new int[] {1, sizes[0]}) {
        Random random = new Random(9);
        Tensor flat = flat(example, random, sizes[0]);
        Tensor input = Tensors.uniform(random, example.input().prepend(rows, sizes[1]).toArray());
        Pass pass = example.pass(given, sizes[0], sizes[1], random);
        Tensor all = example.layer().forward(example.layout().views(flat, 0), input, pass);
        for (int draw = 0; draw < sizes[0]; draw++) {
          Parameters one = example.layout().views(flat.narrow(0, draw, 1), 0);
          Tensor own = input.narrow(0, rows == 1 ? 0 : draw, 1);
          Tensor drawn = all.narrow(0, all.size(0) == 1 ? 0 : draw, 1);
          Pass part = part(example, pass, draw, -1);
          assertClose(example.layer().forward(one, own, part), drawn, 1e-12);
          for (int i = 0; i < sizes[1] && given != Given.BATCH_STATISTICS; i++) {
            Tensor alone =
                example.layer().forward(one, own.narrow(1, i, 1), part(example, pass, draw, i));
            assertClose(alone, drawn.narrow(1, i, 1), 1e-12);
          }
        }
      }
    }
  }

  /** The pass of one draw and, unless negative, of one example. */
  private static Pass part(Example of, Pass pass, int draw, int example) {
    List<Tensor> noise = new ArrayList<>();
    for (Tensor each : pass.allNoise()) {
      Tensor one = each.narrow(0, draw, 1);
      noise.add(example < 0 || one.size(1) == 1 ? one : one.narrow(1, example, 1));
    }
    return of.layer() instanceof BufferedLayer
        ? Pass.of(noise).withStatistics(part(pass.statistics(), draw))
        : Pass.of(noise);
  }

  private static Pass.Statistics part(Pass.Statistics all, int draw) {
    Parameters next = all.next();
    return new Pass.Statistics(
        part(all.running(), draw), next == null ? null : part(next, draw), all.momentum());
  }

  private static Parameters part(Parameters all, int draw) {
    Tensor[] one = new Tensor[all.size()];
    Arrays.setAll(one, i -> all.get(i).narrow(0, draw, 1));
    return all.with(one);
  }

  /** Outputs for one example over and over, by noise of its own each time. @shape [COUNT, …] */
  private static Tensor outputs(Example example, Parameters one, Tensor input, boolean shared) {
    RandomLayer layer = (RandomLayer) example.layer();
    try (Rng rng = Rng.of(shared ? 5 : 6, "law")) {
      Tensor noise =
          shared
              ? layer.drawNoise(DType.FLOAT64, COUNT, 1, example.input(), rng)
              : layer.drawNoise(DType.FLOAT64, 1, COUNT, example.input(), rng);
      Pass pass = Pass.of(List.of(noise));
      long[] shape = input.shape();
      shape[shared ? 0 : 1] = COUNT;
      Parameters drawn = shared ? expanded(one) : one;
      Tensor found = layer.forward(drawn, input.expand(shape), pass);
      return found.reshape(COUNT, -1);
    }
  }

  private static Parameters expanded(Parameters one) {
    Tensor[] all = new Tensor[one.size()];
    for (int i = 0; i < all.length; i++) {
      long[] shape = one.get(i).shape();
      shape[0] = COUNT;
      all[i] = one.get(i).expand(shape);
    }
    return one.with(all);
  }

  private static Tensor smallInput(Example example) {
    return Tensors.uniform(new Random(12), example.input().prepend(1, 1).toArray());
  }

  /**
   * Noise of a draw, and noise of an example in training: one law for one example, by the distance
   * of two empirical distribution functions, which exceeds the bound once in 1e6.
   */
  @ParameterizedTest
  @MethodSource("randomLayers")
  void sharedAndIndependentNoiseAreOneLaw(Example example) {
    Parameters one = example.layout().views(flat(example, new Random(10), 1), 0);
    Tensor input = smallInput(example);
    Tensor drawn = outputs(example, one, input, true).transpose(0, 1).sort(1);
    Tensor trained = outputs(example, one, input, false).transpose(0, 1).sort(1);
    double bound = Math.sqrt(-Math.log(0.5e-6) / COUNT);
    for (int i = 0; i < Math.min(6, drawn.size(0)); i++) {
      assertThat(distance(drawn.select(0, i).toDoubles(), trained.select(0, i).toDoubles()))
          .as("output %d", i)
          .isLessThan(bound);
    }
  }

  /** The greatest distance of two distribution functions; values within rounding are equal. */
  private static double distance(double[] a, double[] b) {
    double greatest = 0;
    for (int i = 0, j = 0; i < a.length && j < b.length; ) {
      double value = Math.min(a[i], b[j]) + 1e-9;
      while (i < a.length && a[i] <= value) {
        i++;
      }
      while (j < b.length && b[j] <= value) {
        j++;
      }
      greatest = Math.max(greatest, Math.abs(i - j) / (double) a.length);
    }
    return greatest;
  }

  @ParameterizedTest
  @MethodSource("randomLayers")
  void meanFunctionIsTheMeanOfTheOutput(Example example) {
    Tensor flat = flat(example, new Random(11), 1);
    Parameters one = example.layout().views(flat, 0);
    if (example.layer() instanceof ConcreteDropout) {
      // Relaxed masks have mean 1 at a rate of one half only.
      one.get("rateLogit").fill(0);
    }
    Tensor input = smallInput(example);
    Tensor mean = example.layer().forward(one, input, Pass.mean()).reshape(-1);
    Tensor found = outputs(example, one, input, false);
    Tensor centred = found.sub(found.mean(0));
    double[] errors = centred.square().mean(0).div(COUNT).sqrt().toDoubles();
    double[] off = found.mean(0).sub(mean).toDoubles();
    for (int i = 0; i < off.length; i++) {
      assertThat(off[i]).isCloseTo(0, within(5 * errors[i] + 1e-12));
    }
  }

  /** A draw is a function: one noise for all examples, and another in the next draw. */
  @ParameterizedTest
  @MethodSource("randomLayers")
  void aDrawIsAFunction(Example example) {
    Parameters views = example.layout().views(flat(example, new Random(13), 7), 0);
    Tensor twice = smallInput(example);
    Tensor same = Tensor.cat(1, twice, twice);
    Pass pass = example.pass(Given.SHARED_NOISE, 7, 2, new Random(1));
    Tensor found = example.layer().forward(views, same, pass);
    assertClose(found.narrow(1, 0, 1), found.narrow(1, 1, 1), 1e-14);
    Tensor trained =
        example.layer().forward(views, same, example.pass(Given.NOISE, 7, 2, new Random(1)));
    assertThat(trained.select(1, 0).toDoubles()).isNotEqualTo(trained.select(1, 1).toDoubles());
  }
}
