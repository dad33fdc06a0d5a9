package org.jeffreys.inference.dropout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.Tensors;
import org.jeffreys.Unscoped;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.inference.Training;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.predict.Estimate;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.SampledPrediction;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NativeMemory.class)
final class McBatchNormTest {
  private static final long SEED = 4;

  /** Two normalising layers: the second sees what the first makes of the batch. */
  private static Sequential network() {
    return Sequential.of(
        Shape.of(2),
        new Linear(2, 5),
        new BatchNorm(5),
        Activation.TANH,
        new Linear(5, 3),
        new BatchNorm(3),
        new Dropout(0.5),
        new Linear(3, 1));
  }

  private static SmallRegression regression(int n) {
    return SmallRegression.of(DType.FLOAT64, n, GaussianLikelihood.fixed(0.3), network());
  }

  private static McBatchNorm method(int batchSize, int numDraws) {
    return new McBatchNorm(
        new Training(
            new Training.Config(
                Adam.standard(),
                new Schedule.Constant(0.01),
                batchSize,
                3,
                0,
                Initializer.GLOROT_UNIFORM)),
        numDraws);
  }

  private static Tensor position(SupervisedTarget target) {
    return Tensors.uniform(new Random(3), 1, target.dimension());
  }

  private static Outputs outputs(SampledPosterior posterior, Tensor inputs) {
    return ((SampledPrediction) posterior.predict(inputs)).outputs();
  }

  /** The outputs for inputs that are normalised by themselves. @shape inputs [rows, 2] */
  private static double[] normalisedByThemselves(
      SupervisedTarget target, Tensor position, Tensor inputs) {
    return statistics(target, inputs, position, inputs);
  }

  /** The outputs for rows that are normalised by the statistics of a batch. */
  private static double[] statistics(
      SupervisedTarget target, Tensor batch, Tensor position, Tensor rows) {
    Tensor buffers = Tensor.zeros(DType.FLOAT64, 1, target.network().buffers().dimension());
    Parameters views = target.network().buffers().views(buffers, 0);
    Pass ofBatch = Pass.mean().withStatistics(new Pass.Statistics(views, views, 1));
    Parameters parameters = target.networkViews(position);
    target.network().forward(parameters, batch.unsqueeze(0), ofBatch);
    Pass byBatch = Pass.mean().withStatistics(new Pass.Statistics(views, null, 1));
    return target.network().forward(parameters, rows.unsqueeze(0), byBatch).toDoubles();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 7, 13})
  void aDrawGivesItsBatchWhatTrainingWouldGive(int batchSize) {
    int numDraws = 5;
    try (var regression = regression(13);
        Rng rng = Rng.of(SEED, "mc-batch-norm")) {
      SupervisedTarget target = regression.target();
      Tensor position = position(target);
      Batches batches = new Batches.Shuffled(batchSize);
      try (SampledPosterior posterior =
          method(batchSize, numDraws).posterior(target, position, SEED)) {
        for (int draw = 0; draw < numDraws; draw++) {
          Batch batch = batches.draw(target.data(), draw * batches.stepsPerEpoch(13), rng);
          Tensor inputs = batch.inputs().select(0, 0);
          assertThat(inputs.size(0)).isEqualTo(batchSize);
          double[] expected = normalisedByThemselves(target, position, inputs);
          Outputs found = outputs(posterior, inputs);
          for (int row = 0; row < batchSize; row++) {
            assertThat(found.get(draw, row, 0)).isCloseTo(expected[row], within(1e-11));
          }
        }
      }
    }
  }

  @Test
  void batchesOfAllExamplesLeaveOneFunction() {
    try (var regression = regression(13)) {
      SupervisedTarget target = regression.target();
      try (SampledPosterior posterior = method(99, 3).posterior(target, position(target), SEED)) {
        Outputs found = outputs(posterior, target.data().inputs());
        double[] expected =
            normalisedByThemselves(target, position(target), target.data().inputs());
        for (int draw = 0; draw < 3; draw++) {
          for (int row = 0; row < 13; row++) {
            assertThat(found.get(draw, row, 0)).isCloseTo(expected[row], within(1e-11));
          }
        }
      }
    }
  }

  /** The mean function over the ten pairs of five examples; pairs of equals would be told. */
  @Test
  void agreesWithTheMeanOverAllBatches() {
    Tensor rows = Tensor.of(new double[] {0.3, -1, 1, 1}, 2, 2);
    try (var regression = regression(5)) {
      SupervisedTarget target = regression.target();
      Tensor position = position(target);
      List<double[]> ofPairs = new ArrayList<>();
      List<double[]> withReplacement = new ArrayList<>();
      for (long i = 0; i < 5; i++) {
        for (long j = 0; j < 5; j++) {
          Tensor pair = target.data().inputs().indexSelect(0, Tensor.of(new long[] {i, j}, 2));
          double[] outputs = statistics(target, pair, position, rows);
          withReplacement.add(outputs);
          if (i < j) {
            ofPairs.add(outputs);
          }
        }
      }
      try (SampledPosterior posterior = method(2, 2000).posterior(target, position, SEED)) {
        var prediction = (SampledPrediction) posterior.predict(rows);
        for (int row = 0; row < 2; row++) {
          Estimate mean = prediction.mean().get(row);
          assertThat(mean.standardError()).isPositive();
          assertThat(mean.value()).isCloseTo(mean(ofPairs, row), within(5 * mean.standardError()));
          assertThat(Math.abs(mean.value() - mean(withReplacement, row)))
              .isGreaterThan(5 * mean.standardError());
        }
      }
    }
  }

  private static double mean(List<double[]> functions, int row) {
    return functions.stream().mapToDouble(each -> each[row]).average().orElseThrow();
  }

  @Test
  void fewerDrawsAreTheFirstOfMoreAndAllShareParameters() {
    try (var regression = regression(13)) {
      SupervisedTarget target = regression.target();
      Tensor position = position(target);
      try (SampledPosterior few = method(4, 3).posterior(target, position, SEED);
          SampledPosterior many = method(4, 600).posterior(target, position, SEED);
          SampledPosterior other = method(4, 3).posterior(target, position, SEED + 1)) {
        Tensor inputs = target.data().inputs();
        Outputs first = outputs(few, inputs);
        Outputs all = outputs(many, inputs);
        for (int draw = 0; draw < 3; draw++) {
          assertThat(first.get(draw, 7, 0)).isCloseTo(all.get(draw, 7, 0), within(1e-12));
        }
        assertThat(all.get(599, 7, 0)).isNotEqualTo(all.get(0, 7, 0));
        assertThat(outputs(other, inputs).get(0, 7, 0)).isNotEqualTo(first.get(0, 7, 0));
        assertThat(many.draws().numChains()).isEqualTo(600);
        assertThat(many.draws().values().stride(0)).isZero();
      }
    }
  }

  @Test
  void trainsAndIsTheSameForTheSameSeed() {
    try (var regression = regression(13);
        SampledPosterior one = method(6, 4).fit(regression.target(), Optional.empty(), Run.of(1));
        SampledPosterior two = method(6, 4).fit(regression.target(), Optional.empty(), Run.of(1))) {
      assertThat(one.draws().values().toBytes()).isEqualTo(two.draws().values().toBytes());
      Outputs first = outputs(one, regression.data().inputs());
      Outputs second = outputs(two, regression.data().inputs());
      for (int draw = 0; draw < 4; draw++) {
        assertThat(first.get(draw, 3, 0)).isEqualTo(second.get(draw, 3, 0));
      }
    }
  }

  @Test
  void refusesNetworksWithoutRunningStatistics() {
    try (var regression = SmallRegression.of(DType.FLOAT64, 5, GaussianLikelihood.fixed(0.3))) {
      assertThatThrownBy(() -> method(2, 3).fit(regression.target(), Run.of(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "mc-batch-norm: expected a network with a layer that has running statistics, got "
                  + regression.target().network()
                  + "; add new BatchNorm(channels)");
    }
    assertThatThrownBy(() -> method(2, 0)).hasMessage("numDraws: expected an integer >= 1, got 0");
  }

  /** Failed while the running statistics of draws were made of tensors that nobody closed. */
  @Test
  void settledStatisticsLeaveNothingBehindWhereNoScopeIsOpen() {
    Unscoped.run(
        () -> {
          try (var regression = regression(13)) {
            Tensor values;
            try (Scope scope = Scope.open()) {
              values = Tensors.uniform(new Random(3), 3, regression.target().dimension());
              Scope.release(values);
            }
            try (var posterior =
                new SampledPosterior(regression.target(), new Draws(values, 3, null))) {
              assertThat(posterior.predict(new double[][] {{0, 0}}).numDraws()).isEqualTo(3);
            }
          }
        });
  }
}
