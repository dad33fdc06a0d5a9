package org.jeffreys.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallClasses;
import org.jeffreys.SmallRegression;
import org.jeffreys.core.NumericalException;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Optimizer;
import org.jeffreys.optim.Schedule;
import org.jeffreys.optim.Sgd;
import org.jeffreys.target.FlatPrior;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class TrainingTest {
  private static final int N = 31;

  private static Training training(Optimizer optimizer, double rate, int epochs, int patience) {
    return new Training(
        new Training.Config(
            optimizer,
            new Schedule.Constant(rate),
            8,
            epochs,
            patience,
            Initializer.GLOROT_UNIFORM));
  }

  private static Sequential normalised() {
    return Sequential.of(
        Shape.of(2),
        new Linear(2, 8),
        new BatchNorm(8),
        Activation.RELU,
        new Dropout(0.2),
        new Linear(8, SmallClasses.CLASSES));
  }

  private static SmallClasses classes(Sequential network) {
    return SmallClasses.of(DType.FLOAT64, N, network, new FlatPrior());
  }

  @Test
  void separableClassesAreTold() {
    for (Sequential network : List.of(Sequential.dense(Activation.TANH, 2, 3), normalised())) {
      try (var classes = classes(network);
          Dataset heldOut = SmallClasses.data(DType.FLOAT64, N, 9);
          Trained trained =
              training(Adam.standard(), 0.02, 60, 0)
                  .train(classes.target(), 2, Optional.of(heldOut), Run.of(3))) {
        List<Epoch> epochs = trained.epochs();
        Epoch last = epochs.get(59);
        assertThat(epochs).extracting(Epoch::number).startsWith(1, 2, 3).hasSize(60);
        assertThat(epochs.get(0).loss()).isGreaterThan(0.5);
        assertThat(last.loss()).isLessThan(0.5 * epochs.get(0).loss());
        assertThat(last.validationLoss()).isLessThan(0.5 * epochs.get(0).validationLoss());
        assertThat(last.validationAccuracy()).isEqualTo(1);
        assertThat(last.accuracy()).isGreaterThan(0.9);
        assertThat(last.learningRate()).isEqualTo(0.02);
        assertThat(last.isValidated()).isTrue();
        assertThat(trained.best()).isEqualTo(60);
        assertThat(trained.seconds()).isPositive();
        assertThat(trained.position().shape()).containsExactly(2, classes.target().dimension());
      }
    }
  }

  /** With a learning rate of almost nothing, an epoch meets each example once, as it is. */
  @Test
  void lossesAreMeansOverAllExamples() {
    try (var classes = classes(Sequential.dense(Activation.TANH, 2, 4, 3));
        Dataset heldOut = SmallClasses.data(DType.FLOAT64, 1207, 9);
        Trained trained =
            training(new Sgd(0), 1e-12, 3, 0)
                .train(classes.target(), 3, Optional.of(heldOut), Run.of(3))) {
      for (Epoch epoch : trained.epochs()) {
        Figures seen = Figures.of(classes.target(), trained, classes.data());
        assertThat(epoch.loss()).isCloseTo(seen.loss, within(1e-9));
        assertThat(epoch.accuracy()).isCloseTo(seen.accuracy, within(1e-12));
        Figures unseen = Figures.of(classes.target(), trained, heldOut);
        assertThat(epoch.validationLoss()).isCloseTo(unseen.loss, within(1e-9));
        assertThat(epoch.validationAccuracy()).isCloseTo(unseen.accuracy, within(1e-12));
      }
    }
  }

  /** What a separate evaluation says, over all draws. */
  private record Figures(double loss, double accuracy) {
    static Figures of(SupervisedTarget target, Trained trained, Dataset data) {
      Tensor inputs = data.inputs().unsqueeze(0);
      Tensor targets = data.targets().unsqueeze(0);
      Pass pass = Pass.mean().withStatistics(target.model().statistics(trained.buffers()));
      Tensor outputs =
          target.network().forward(target.networkViews(trained.position()), inputs, pass);
      Tensor logProb =
          target.likelihood().logProb(target.likelihoodViews(trained.position()), outputs, targets);
      double[] logits = outputs.toDoubles();
      long[] labels = targets.toLongs();
      double hits = 0;
      for (int i = 0; i < logits.length / 3; i++) {
        int best = 0;
        for (int k = 1; k < 3; k++) {
          best = logits[3 * i + k] > logits[3 * i + best] ? k : best;
        }
        hits += best == labels[i % labels.length] ? 1 : 0;
      }
      return new Figures(-logProb.mean(0, 1).item(), hits * 3 / logits.length);
    }
  }

  @Test
  void validationGoesByRunningStatisticsAndWithoutNoise() {
    try (var classes = classes(normalised());
        Dataset heldOut = SmallClasses.data(DType.FLOAT64, N, 9);
        Trained trained =
            training(Adam.standard(), 0.02, 4, 0)
                .train(classes.target(), 1, Optional.of(heldOut), Run.of(3))) {
      Figures figures = Figures.of(classes.target(), trained, heldOut);
      assertThat(trained.epochs().get(3).validationLoss()).isCloseTo(figures.loss, within(1e-12));
      assertThat(trained.epochs().get(3).validationAccuracy()).isEqualTo(figures.accuracy);
    }
  }

  @Test
  void realTargetsHaveNoAccuracyAndNoValidationIsNaN() {
    try (var regression = SmallRegression.of(DType.FLOAT32, 23, GaussianLikelihood.learned(0.4));
        Trained trained =
            training(Adam.standard(), 0.01, 40, 0)
                .train(regression.target(), 1, Optional.empty(), Run.of(3))) {
      Epoch last = trained.epochs().get(39);
      assertThat(last.accuracy()).isNaN();
      assertThat(last.validationLoss()).isNaN();
      assertThat(last.validationAccuracy()).isNaN();
      assertThat(last.isValidated()).isFalse();
      assertThat(last.loss()).isLessThan(trained.epochs().get(0).loss());
    }
  }

  /** A rate that overshoots: the validation loss rises, and training goes back. */
  @Test
  void patienceKeepsTheBestEpoch() {
    try (var classes = classes(normalised());
        Dataset heldOut = SmallClasses.data(DType.FLOAT64, N, 9)) {
      Optional<Dataset> validation = Optional.of(heldOut);
      Training training = training(Adam.standard(), 0.5, 60, 3);
      try (Trained trained = training.train(classes.target(), 1, validation, Run.of(3))) {
        List<Epoch> epochs = trained.epochs();
        int best = 1;
        for (Epoch epoch : epochs) {
          best =
              epoch.validationLoss() < epochs.get(best - 1).validationLoss()
                  ? epoch.number()
                  : best;
        }
        assertThat(trained.best()).isEqualTo(best);
        assertThat(epochs).hasSize(best + 3).hasSizeLessThan(60);
        assertThat(Figures.of(classes.target(), trained, heldOut).loss)
            .isCloseTo(epochs.get(best - 1).validationLoss(), within(1e-12));
        Training shorter = training(Adam.standard(), 0.5, best, 0);
        try (Trained again = shorter.train(classes.target(), 1, validation, Run.of(3))) {
          assertThat(again.position().toBytes()).isEqualTo(trained.position().toBytes());
          assertThat(bytes(again.buffers())).isEqualTo(bytes(trained.buffers()));
        }
      }
    }
  }

  private static byte[] bytes(@org.jspecify.annotations.Nullable Tensor tensor) {
    return java.util.Objects.requireNonNull(tensor).toBytes();
  }

  @Test
  void patienceNeedsHeldOutExamples() {
    try (var classes = classes(normalised())) {
      assertThatThrownBy(
              () ->
                  training(Adam.standard(), 0.1, 2, 3)
                      .train(classes.target(), 1, Optional.empty(), Run.of(3)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("validation: expected held-out examples for a patience of 3, got none");
      assertThatThrownBy(
              () ->
                  training(Adam.standard(), 0.1, 2, 0)
                      .train(classes.target(), 0, Optional.empty(), Run.of(3)))
          .hasMessage("numDraws: expected an integer >= 1, got 0");
    }
    assertThatThrownBy(() -> training(Adam.standard(), 0.1, 0, 0))
        .hasMessage("epochs: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> training(Adam.standard(), 0.1, 1, -1))
        .hasMessage("patience: expected an integer >= 0, got -1");
  }

  @Test
  void divergenceNamesStepAndLearningRateAndFreesAll() {
    try (var regression = SmallRegression.of(DType.FLOAT32, 23, GaussianLikelihood.fixed(0.3))) {
      long live = Tensor.live();
      assertThatThrownBy(
              () ->
                  training(new Sgd(0), 1e30, 5, 0)
                      .train(regression.target(), 1, Optional.empty(), Run.of(3)))
          .isInstanceOf(NumericalException.class)
          .hasMessageMatching(
              "step [0-9]+: expected a finite loss, got (NaN|-?Infinity) at learningRate 1.0E30;"
                  + " lower learningRate");
      assertThat(Tensor.live()).isEqualTo(live);
    }
  }

  @Test
  void progressCountsStepsAndEpochsFromOne() {
    List<Long> steps = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    Run run =
        Run.of(3)
            .withProgress(
                (done, total, note) -> {
                  assertThat(total).isEqualTo(12);
                  steps.add(done);
                  notes.add(note);
                });
    try (var classes = classes(normalised());
        Dataset heldOut = SmallClasses.data(DType.FLOAT64, N, 9)) {
      training(Adam.standard(), 0.02, 3, 0)
          .train(classes.target(), 1, Optional.of(heldOut), run)
          .close();
    }
    assertThat(steps).isSorted().endsWith(12L);
    assertThat(notes).allMatch(note -> note.matches("epoch [123] of 3 loss [0-9.]+ accuracy .*"));
    assertThat(notes.get(notes.size() - 1))
        .matches(
            "epoch 3 of 3 loss [0-9.]+ accuracy [0-9.]+, validation loss [0-9.]+ accuracy [0-9.]+");
  }

  /** An epoch of one step is told within it, too. */
  @Test
  void epochsOfOneStepCountFromOne() {
    List<String> notes = new ArrayList<>();
    Run run = Run.of(3).withProgress((done, total, note) -> notes.add(note));
    try (var classes = SmallClasses.of(DType.FLOAT64, 8)) {
      training(Adam.standard(), 0.02, 2, 0)
          .train(classes.target(), 1, Optional.empty(), run)
          .close();
    }
    assertThat(notes.get(0)).startsWith("epoch 1 of 2 loss ");
    assertThat(notes.get(notes.size() - 1)).startsWith("epoch 2 of 2 loss ");
  }

  @Test
  void networksOfOneRunStartAndGoApart() {
    try (var classes = classes(normalised());
        Trained trained =
            training(Adam.standard(), 0.02, 3, 0)
                .train(classes.target(), 3, Optional.empty(), Run.of(3));
        Trained alone =
            training(Adam.standard(), 0.02, 3, 0)
                .train(classes.target(), 1, Optional.empty(), Run.of(3))) {
      Tensor first = trained.position().narrow(0, 0, 1);
      assertThat(first.toDoubles())
          .isNotEqualTo(trained.position().narrow(0, 1, 1).toDoubles())
          .containsExactly(alone.position().toDoubles(), within(1e-9));
    }
  }
}
