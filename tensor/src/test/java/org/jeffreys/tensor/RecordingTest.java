package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jeffreys.tape.Tape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions written on tapes have the values and the gradients of the native library. */
@ExtendWith(NativeMemory.class)
final class RecordingTest {
  private static final int SIZE = 12;

  /** For each operation by name: of 12 numbers between -2 and 2, none near 0. */
  private static Map<String, UnaryOperator<Tensor>> operations() {
    Map<String, UnaryOperator<Tensor>> all = new LinkedHashMap<>();
    functions(all);
    pairs(all);
    reductions(all);
    views(all);
    products(all);
    return all;
  }

  private static void functions(Map<String, UnaryOperator<Tensor>> all) {
    all.put("neg", Tensor::neg);
    all.put("exp", Tensor::exp);
    all.put("log", x -> x.abs().log());
    all.put("sqrt", x -> x.abs().sqrt());
    all.put("square", Tensor::square);
    all.put("abs", Tensor::abs);
    all.put("sign", x -> Special.sign(x).mul(x));
    all.put("floor", x -> Special.floor(x).mul(x));
    all.put("tanh", Tensor::tanh);
    all.put("sigmoid", Tensor::sigmoid);
    all.put("logSigmoid", Special::logSigmoid);
    all.put("relu", Tensor::relu);
    all.put("log1p", x -> Special.log1p(x.square()));
    all.put("expm1", Special::expm1);
    all.put("reciprocal", Special::reciprocal);
    all.put("reciprocalSqrt", x -> Special.reciprocalSqrt(x.abs()));
    all.put("logNormalCdf", x -> Special.logNormalCdf(x.mul(3)));
    all.put("sin", Special::sin);
    all.put("cos", Special::cos);
    all.put("logGamma", x -> Special.logGamma(x.abs()));
    all.put("digamma", x -> Special.digamma(x.abs().mul(5)));
    all.put("erf", Special::erf);
    all.put("erfc", x -> Special.erfc(x.mul(2)));
  }

  private static Tensor row(Tensor x) {
    return x.reshape(3, 4).narrow(0, 1, 1);
  }

  private static void pairs(Map<String, UnaryOperator<Tensor>> all) {
    all.put("add", x -> x.reshape(3, 4).add(row(x)).add(2.5));
    all.put("sub", x -> x.reshape(3, 4).sub(row(x)).sub(2.5));
    all.put("mul", x -> x.reshape(3, 4).mul(row(x)).mul(-2.5));
    all.put("div", x -> x.reshape(3, 4).div(row(x)).div(-2.5));
    all.put("pow", x -> x.abs().pow(1.7).add(x.pow(3)));
    all.put("maximum", x -> x.reshape(3, 4).maximum(row(x).mul(0.7)));
    all.put("minimum", x -> x.reshape(3, 4).minimum(row(x).mul(0.7)));
    all.put("clampMin", x -> x.clampMin(0.7).square());
    all.put("clampMax", x -> x.clampMax(0.7).square());
    all.put("clamp", x -> Special.clamp(x, -0.6, 0.7).square());
    all.put("logAddExp", x -> Special.logAddExp(x.reshape(3, 4), row(x).mul(3)));
    all.put("xlogy", x -> Special.xlogy(x, x.abs().mul(2)));
    all.put("gt", x -> x.gt(0.3).where(x, x.square()));
    all.put("lt", x -> x.lt(0.3).where(x, x.square()));
    all.put("eq", x -> x.eq(row(x).expand(3, 4).reshape(1, SIZE)).where(x, x.square()));
    all.put("and", x -> x.gt(-1).and(x.lt(1)).where(x, x.square()));
    Tensor half = Numbers.sample("half", SIZE).gt(0);
    all.put(
        "where",
        x -> half.where(x, x.square()).add(x.gt(0.5).where(half.where(x, x.exp()), x.neg())));
    all.put("addScaled", x -> x.reshape(3, 4).add(row(x), -1.5).add(row(x), -1));
    all.put("addProduct", x -> Special.addProduct(row(x), x.reshape(3, 4), row(x).neg(), -0.5));
  }

  private static void reductions(Map<String, UnaryOperator<Tensor>> all) {
    UnaryOperator<Tensor> box = x -> x.reshape(2, 3, 2);
    all.put("sum", x -> box.apply(x).sum(0, -1).square().add(x.sum().square()));
    all.put("sumKeep", x -> box.apply(x).mul(box.apply(x).sumKeep(1)));
    all.put("logSumExp", x -> box.apply(x).mul(300).logSumExp(1).square());
    all.put("max", x -> box.apply(x).max(0, 2).square());
    all.put("min", x -> box.apply(x).min(-2).square());
    all.put("mean", x -> box.apply(x).mean(1).square().add(x.mean().square()));
    all.put("cumSum", x -> box.apply(x).cumSum(1).square());
    all.put("logSoftmax", x -> box.apply(x).logSoftmax(1).square());
    all.put("softmax", x -> box.apply(x).softmax(-1).square());
  }

  private static Tensor indices() {
    return Tensor.of(new long[] {2, 0, 2}, 3);
  }

  private static void views(Map<String, UnaryOperator<Tensor>> all) {
    UnaryOperator<Tensor> box = x -> x.reshape(2, 3, 2);
    all.put("reshape", x -> x.reshape(4, 3).square());
    all.put("unsqueeze", x -> x.unsqueeze(1).square());
    all.put("squeeze", x -> x.squeeze(0).square());
    all.put("contiguous", x -> x.reshape(3, 4).transpose(0, 1).contiguous().square());
    all.put("copy", x -> x.copy().square());
    all.put("track", x -> x.square());
    all.put(
        "strided",
        x -> x.narrow(1, 1, 11).strided(new long[] {2, 3}, new long[] {4, 2}, 1).square());
    all.put("expand", x -> box.apply(x).narrow(1, 1, 1).expand(2, 5, 2).square());
    all.put("permute", x -> box.apply(x).permute(2, 0, 1).mul(box.apply(x).reshape(2, 2, 3)));
    all.put("transpose", x -> box.apply(x).transpose(0, -1).mul(box.apply(x)));
    all.put("select", x -> box.apply(x).select(1, -1).square());
    all.put("narrow", x -> box.apply(x).narrow(1, 1, 2).square());
    all.put("indexSelect", x -> box.apply(x).indexSelect(1, indices()).square());
    Tensor places = Tensor.of(new long[] {2, 0, 1, 1, 0, 2, 2, 2}, 4, 2);
    all.put("gather", x -> x.reshape(4, 3).gather(1, places).square());
    all.put("cat", x -> Tensor.cat(1, box.apply(x), box.apply(x).square()).square());
    all.put("stack", x -> Tensor.stack(-1, box.apply(x), box.apply(x).square()).square());
    all.put("diagonal", x -> Linalg.diagonal(x.reshape(3, 2, 2)).square());
    all.put("diagonalMatrix", x -> Linalg.diagonalMatrix(x.reshape(4, 3)).add(1).square());
    all.put("lowerTriangle", x -> Linalg.lowerTriangle(x.reshape(3, 2, 2)).add(1).square());
  }

  private static void products(Map<String, UnaryOperator<Tensor>> all) {
    Tensor fixed = Numbers.sample("fixed", 4, 5);
    all.put(
        "matmul",
        x -> {
          Tensor left = x.reshape(3, 4);
          Tensor both = left.matmul(left.transpose(0, 1)).sum();
          Tensor vectors = left.matmul(left.select(0, 1)).square().sum();
          Tensor stacks = x.reshape(3, 1, 4).matmul(x.reshape(3, 4, 1)).square().sum();
          return left.matmul(fixed).square().sum().add(both).add(vectors).add(stacks);
        });
    all.put(
        "batchedProduct",
        x -> Linalg.batchedProduct(x.reshape(2, 3, 2), x.reshape(2, 2, 3)).square());
    all.put(
        "addBatchedProduct",
        x ->
            Linalg.addBatchedProduct(
                    x.reshape(4, 3).select(0, 0), x.reshape(2, 3, 2), x.reshape(2, 2, 3))
                .square());
    all.put("cholesky", x -> Linalg.cholesky(positive(x)).square());
    all.put(
        "solveTriangular",
        x -> {
          Tensor square = x.reshape(3, 4).narrow(1, 0, 3);
          Tensor right = x.reshape(3, 4).narrow(1, 2, 2);
          Tensor lower = Linalg.solveTriangular(Linalg.lowerTriangle(square), right, false);
          Tensor upper =
              Linalg.solveTriangular(Linalg.lowerTriangle(square).transpose(0, 1), right, true);
          return lower.square().sum().add(upper.square().sum());
        });
  }

  private static Tensor positive(Tensor x) {
    Tensor left = x.reshape(3, 4);
    return left.matmul(left.transpose(0, 1)).add(Tensor.eye(DType.FLOAT64, 3));
  }

  static Stream<String> names() {
    return operations().keySet().stream();
  }

  @Test
  void allOperationsAreTried() {
    assertThat(operations().keySet())
        .containsExactlyInAnyOrderElementsOf(RecordedOperations.names());
  }

  /** Unequal weights, so that no gradient is right by symmetry. */
  private static UnaryOperator<Tensor> weighted(UnaryOperator<Tensor> operation) {
    return x -> {
      Tensor y = operation.apply(x);
      Tensor weights = Numbers.sample("weights", y.shape());
      return y.mul(weights).sum();
    };
  }

  @ParameterizedTest
  @MethodSource("names")
  void valuesAndGradientsAgree(String name) {
    UnaryOperator<Tensor> function = weighted(operations().get(name));
    Recording recording = Recording.of(function, Numbers.sample("other " + name, 1, SIZE));
    assertThat(recording.obstacle()).isNull();
    Tape.Player player = recording.tape().player();
    // The library's trigamma has an error of 1e-9; PolygammaTest holds ours to its own.
    double coarser = name.equals("digamma") ? 1000 : 1;
    for (int round = 0; round < 3; round++) {
      Tensor x = Numbers.sample(name + round, 1, SIZE);
      double[] gradient = new double[SIZE + 2];
      double[] at = new double[SIZE + 1];
      System.arraycopy(x.toDoubles(), 0, at, 1, SIZE);
      double value = player.valueAndGradient(at, 1, gradient, 2);
      Gradients.ValueAndGradient expected = Gradients.valueAndGradient(function, x);
      assertThat(value).isCloseTo(expected.value().item(), within(tolerance(value)));
      double[] slopes = expected.gradient().toDoubles();
      for (int i = 0; i < SIZE; i++) {
        assertThat(gradient[2 + i]).isCloseTo(slopes[i], within(tolerance(slopes[i]) * coarser));
      }
    }
  }

  private static double tolerance(double size) {
    return 1e-11 * Math.max(1, Math.abs(size));
  }

  @Test
  void whatDependsOnNothingIsFolded() {
    Tensor data = Numbers.sample("data", 40);
    Recording recording =
        Recording.of(x -> data.square().log().sum().add(x.sum()), Numbers.sample("x", 4));
    assertThat(recording.tape().numSteps()).isEqualTo(2);
  }

  @Test
  void whatTheResultDoesNotComeOfIsLeftOut() {
    Recording recording =
        Recording.of(
            x -> {
              Tensor unused = x.exp().matmul(x.reshape(4, 1)).add(1);
              return unused.isClosed() ? unused : x.square().sum();
            },
            Numbers.sample("x", 1, 4));
    assertThat(recording.tape().numSteps()).isEqualTo(2);
  }

  @Test
  void aConstantHasNoGradient() {
    Recording recording =
        Recording.of(x -> Tensor.full(DType.FLOAT64, 3), Tensor.ones(DType.FLOAT64, 2));
    Tape.Player player = recording.tape().player();
    double[] gradient = {7, 7};
    assertThat(player.valueAndGradient(new double[2], 0, gradient, 0)).isEqualTo(3);
    assertThat(gradient).containsExactly(0, 0);
  }

  @Test
  void whatCannotBeWrittenDownIsSaid() {
    obstacle(x -> x.sort(0).sum(), "sum of something that was not told");
    obstacle(x -> Special.besselI0e(x).sum(), "besselI0e");
    obstacle(x -> x.mul(x.sum().item()).sum(), "item");
    obstacle(x -> x.mul(x.toDoubles()[0]).sum(), "elements");
    obstacle(x -> x.gt(0).all() ? x.sum() : x.square().sum(), "all");
    obstacle(x -> x.square().addInPlace(x).sum(), "addInPlace");
    obstacle(x -> Tensor.zeros(DType.FLOAT64, 2).copyFrom(x).sum(), "copyFrom");
    obstacle(x -> x.to(DType.FLOAT32).sum().to(DType.FLOAT64), "to");
    obstacle(
        x -> x.expand(2, 2).strided(new long[] {2}, new long[] {1}, 0).sum(),
        "strided, of elements that are not in row-major order");
    obstacle(x -> Gradients.stop(x).sum(), "stop");
  }

  private static void obstacle(UnaryOperator<Tensor> function, String expected) {
    Recording recording = Recording.of(function, Tensor.of(new double[] {0.5, 1.5}, 2));
    assertThat(recording.tape()).isNull();
    assertThat(recording.obstacle()).isEqualTo(expected);
  }

  @Test
  void errorsOfTheFunctionEndTheRecording() {
    Tensor at = Tensor.ones(DType.FLOAT64, 3);
    Numbers.refused(
        () -> Recording.of(x -> x.add(Tensor.ones(DType.FLOAT32, 3)), at),
        "add: expected operands of one type, got float64 [3] and float32 [3]; convert one with"
            + " to(DType)");
    assertThat(Recorder.isOpen()).isFalse();
  }

  @Test
  void aFactorThatThereIsNotIsNaN() {
    UnaryOperator<Tensor> function = x -> Linalg.choleskyOrNaN(x.reshape(2, 2)).sum();
    Recording recording = Recording.of(function, Tensor.of(new double[] {1, 0, 0, 1}, 4));
    double[] gradient = new double[4];
    Tape.Player player = recording.tape().player();
    assertThat(player.valueAndGradient(new double[] {1, 2, 2, 1}, 0, gradient, 0)).isNaN();
    assertThat(player.valueAndGradient(new double[] {4, 2, 2, 5}, 0, gradient, 0)).isEqualTo(5);
  }
}
