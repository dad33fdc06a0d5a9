package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.jeffreys.Tensors.assertClose;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.Tensors;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every likelihood of the registry. */
@ExtendWith(NativeMemory.class)
final class LikelihoodContractTest {
  private static final int DRAWS = 3;
  private static final int BATCH = 5;

  static List<LikelihoodExample> examples() {
    return LikelihoodExample.ALL;
  }

  private static Tensor parameters(LikelihoodExample of, Random random) {
    return Tensors.uniform(random, DRAWS, of.dimension());
  }

  /** Failed with a delta of Poisson's that is a millionth too large. */
  @ParameterizedTest
  @MethodSource("examples")
  void deltasAreTheDerivatives(LikelihoodExample of) {
    for (int targetDraws : new int[] {1, DRAWS}) {
      Random random = new Random(1);
      Tensor flat = Gradients.track(parameters(of, random));
      Tensor outputs = Gradients.track(of.outputs(random, DRAWS, BATCH));
      Tensor targets = of.targets(random, targetDraws, BATCH);
      Likelihood likelihood = of.likelihood();
      Tensor logProb = likelihood.logProb(of.views(flat), outputs, targets);
      assertThat(logProb.shape()).containsExactly(DRAWS, BATCH);
      Parameters views = of.views(Gradients.stop(flat));
      Tensor stopped = Gradients.stop(outputs);
      assertClose(
          likelihood.delta(views, stopped, targets), Gradients.of(logProb, outputs).get(0), 1e-10);
      Tensor deltas = likelihood.parameterDeltas(views, stopped, targets);
      assertThat(deltas == null).isEqualTo(of.dimension() == 0);
      if (deltas != null) {
        Tensor[] columns = new Tensor[BATCH];
        for (int i = 0; i < BATCH; i++) {
          columns[i] = Gradients.of(logProb.select(1, i), flat).get(0);
        }
        assertClose(deltas, Tensor.stack(1, columns), 1e-10);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void deltasAreFiniteDifferences(LikelihoodExample of) {
    Random random = new Random(2);
    Tensor flat = parameters(of, random);
    Tensor outputs = of.outputs(random, DRAWS, BATCH);
    Tensor targets = of.targets(random, 1, BATCH);
    Likelihood likelihood = of.likelihood();
    double h = 1e-5;
    Tensor[] columns = new Tensor[of.numOutputs()];
    for (int k = 0; k < columns.length; k++) {
      Tensor step = Tensor.zeros(DType.FLOAT64, 1, 1, of.numOutputs());
      step.narrow(2, k, 1).fill(h);
      Tensor more = likelihood.logProb(of.views(flat), outputs.add(step), targets);
      Tensor less = likelihood.logProb(of.views(flat), outputs.sub(step), targets);
      columns[k] = more.sub(less).div(2 * h);
    }
    assertClose(likelihood.delta(of.views(flat), outputs, targets), Tensor.stack(2, columns), 1e-7);
    if (of.dimension() == 0) {
      return;
    }
    Tensor[] own = new Tensor[of.dimension()];
    for (int k = 0; k < own.length; k++) {
      Tensor step = Tensor.zeros(DType.FLOAT64, 1, of.dimension());
      step.narrow(1, k, 1).fill(h);
      Tensor more = likelihood.logProb(of.views(flat.add(step)), outputs, targets);
      Tensor less = likelihood.logProb(of.views(flat.sub(step)), outputs, targets);
      own[k] = more.sub(less).div(2 * h);
    }
    Tensor deltas = likelihood.parameterDeltas(of.views(flat), outputs, targets);
    assertClose(Objects.requireNonNull(deltas), Tensor.stack(2, own), 1e-7);
  }

  /** Callers overwrite a delta. */
  @ParameterizedTest
  @MethodSource("examples")
  void deltasAreNobodyElses(LikelihoodExample of) {
    Random random = new Random(3);
    Tensor flat = parameters(of, random);
    Tensor outputs = of.outputs(random, DRAWS, BATCH);
    Tensor targets = of.targets(random, 1, BATCH);
    Tensor first = of.likelihood().delta(of.views(flat), outputs, targets);
    Tensor kept = first.copy();
    first.fill(0);
    assertClose(of.likelihood().delta(of.views(flat), outputs, targets), kept, 0);
  }

  /** In single precision all stays in it, and near the same. */
  @ParameterizedTest
  @MethodSource("examples")
  void singlePrecisionStaysSingle(LikelihoodExample of) {
    Random random = new Random(3);
    Tensor flat = parameters(of, random);
    Tensor outputs = of.outputs(random, DRAWS, BATCH);
    Tensor targets = of.targets(random, 1, BATCH);
    Tensor single = of.isClass() ? targets : targets.to(DType.FLOAT32);
    Likelihood likelihood = of.likelihood();
    Parameters views = of.views(flat.to(DType.FLOAT32));
    Tensor logProb = likelihood.logProb(views, outputs.to(DType.FLOAT32), single);
    assertThat(logProb.dtype()).isEqualTo(DType.FLOAT32);
    assertClose(
        logProb.to(DType.FLOAT64), likelihood.logProb(of.views(flat), outputs, targets), 1e-5);
    Tensor delta = likelihood.delta(views, outputs.to(DType.FLOAT32), single);
    assertThat(delta.dtype()).isEqualTo(DType.FLOAT32);
    assertThat(likelihood.information(views, outputs.to(DType.FLOAT32)).dtype())
        .isEqualTo(DType.FLOAT32);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void informationIsSymmetricAndPositive(LikelihoodExample of) {
    Random random = new Random(4);
    Tensor information =
        of.likelihood()
            .information(of.views(parameters(of, random)), of.outputs(random, DRAWS, BATCH));
    int k = of.numOutputs();
    assertThat(information.shape()).containsExactly(DRAWS, BATCH, k, k);
    assertClose(information, information.transpose(-1, -2), 1e-14);
    Tensor values = Linalg.symmetricEigen(information.reshape(DRAWS * BATCH, k, k)).values();
    assertThat(Arrays.stream(values.toDoubles()).min().orElseThrow()).isGreaterThan(-1e-12);
  }

  /** Failed with an information of a normal likelihood that is 10 % too large. */
  @Tag("slow")
  @ParameterizedTest
  @MethodSource("examples")
  void informationIsTheMeanOverPredictedTargets(LikelihoodExample of) {
    int size = 20_000;
    Random random = new Random(5);
    Tensor flat = parameters(of, random).narrow(0, 0, 1).mul(0.5);
    Tensor outputs = of.outputs(random, 1, 1).mul(0.5);
    Outputs numbers = Outputs.of(outputs.toDoubles(), 1, 1, of.numOutputs());
    Prediction prediction = of.likelihood().predict(of.views(flat), numbers, 1, null);
    Tensor targets = sample(of, prediction, size, random);
    Tensor deltas =
        of.likelihood()
            .delta(of.views(flat), outputs.expand(1, size, of.numOutputs()), targets)
            .squeeze(0);
    Tensor products = deltas.unsqueeze(-1).mul(deltas.unsqueeze(-2));
    double[] means = products.mean(0).toDoubles();
    double[] squares = products.square().mean(0).toDoubles();
    double[] expected = of.likelihood().information(of.views(flat), outputs).toDoubles();
    for (int i = 0; i < means.length; i++) {
      double error = Math.sqrt((squares[i] - means[i] * means[i]) / size);
      assertThat(means[i]).isCloseTo(expected[i], within(5 * error + 1e-12));
    }
  }

  private static Tensor sample(
      LikelihoodExample of, Prediction prediction, int size, Random random) {
    double[] values = new double[size * of.numTargets()];
    if (prediction instanceof ClassPrediction classes) {
      Doubles probs = classes.probabilities().value();
      for (int i = 0; i < size; i++) {
        double rest = random.nextDouble();
        for (int k = 0; k < of.numClasses() - 1 && (rest -= probs.get(k)) > 0; k++) {
          values[i]++;
        }
      }
      return Tensor.of(DType.FLOAT64, values, 1, size, 1).to(DType.INT64);
    }
    RegressionPrediction numbers = prediction.regression();
    for (int i = 0; i < values.length; i++) {
      double p = Math.max(random.nextDouble(), 1e-15);
      values[i] = numbers.quantile(p).value().get(i % of.numTargets());
    }
    return Tensor.of(DType.FLOAT64, values, 1, size, of.numTargets());
  }

  /** Failed with locations and log scales exchanged in an observation model. */
  @ParameterizedTest
  @MethodSource("examples")
  void numbersAreDistributedAsTensors(LikelihoodExample of) {
    Random random = new Random(6);
    Tensor flat = parameters(of, random);
    Tensor outputs = of.outputs(random, DRAWS, BATCH);
    Tensor targets = of.targets(random, 1, BATCH);
    double[] expected = of.likelihood().logProb(of.views(flat), outputs, targets).toDoubles();
    Outputs numbers = Outputs.of(outputs.toDoubles(), DRAWS, BATCH, of.numOutputs());
    for (int draw = 0; draw < DRAWS; draw++) {
      double[] only = {-1e300, -1e300, -1e300};
      only[draw] = 0;
      Prediction prediction =
          of.likelihood().predict(of.views(flat), numbers, DRAWS, Doubles.of(only));
      double[] found =
          prediction instanceof ClassPrediction classes
              ? classes.logProb(labels(targets)).value().toArray()
              : prediction.regression().logProb(targets.toDoubles()).value().toArray();
      assertThat(found)
          .containsExactly(
              Arrays.copyOfRange(expected, BATCH * draw, BATCH * (draw + 1)), within(1e-11));
    }
  }

  private static int[] labels(Tensor targets) {
    return Arrays.stream(targets.toLongs()).mapToInt(Math::toIntExact).toArray();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void acceptsWhatFitsOnly(LikelihoodExample of) {
    Likelihood likelihood = of.likelihood();
    likelihood.check(Shape.of(of.numOutputs()), Shape.of(of.numTargets()));
    likelihood.check(of.targets(new Random(7), 1, BATCH).squeeze(0));
    assertThatThrownBy(
            () -> likelihood.check(Shape.of(of.numOutputs() + 1), Shape.of(of.numTargets())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected examples of shape [");
    if (!of.isReal()) {
      Tensor wrong = Tensor.of(of.isClass() ? DType.INT64 : DType.FLOAT64, new double[] {-1}, 1, 1);
      assertThatThrownBy(() -> likelihood.check(wrong))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("targets: expected c");
    }
    assertThat(likelihood.curvature()).isPositive().isFinite();
  }

  /** Starting values follow the units of the targets; what is fixed stays. */
  @ParameterizedTest
  @MethodSource("examples")
  void scalingFollowsTheUnits(LikelihoodExample of) {
    Tensor targets = of.targets(new Random(8), 1, 101).squeeze(0);
    Likelihood scaled = of.likelihood().scaledTo(targets);
    assertThat(scaled.getClass()).isEqualTo(of.likelihood().getClass());
    assertThat(scaled.scaledTo(targets)).isEqualTo(scaled);
    double changed = of.likelihood().scaledTo(targets.to(DType.FLOAT64).mul(10)).curvature();
    if (of.likelihood() instanceof PoissonLikelihood) {
      assertThat(changed / scaled.curvature()).isCloseTo(10, within(1e-9));
    } else if (of.isReal() && of.dimension() > 0) {
      assertThat(scaled.curvature() / changed).isCloseTo(100, within(1e-9));
    } else if (of.isClass()) {
      assertThat(changed).isEqualTo(of.likelihood().curvature());
    }
  }
}
