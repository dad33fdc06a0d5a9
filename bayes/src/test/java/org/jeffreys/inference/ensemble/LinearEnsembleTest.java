package org.jeffreys.inference.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.LinearModel;
import org.jeffreys.NativeMemory;
import org.jeffreys.NormalDraws;
import org.jeffreys.inference.Budget;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.MapEstimate;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.nn.VariationalDropout;
import org.jeffreys.target.FlatPrior;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where the posterior is normal, ensembles are what theory says. */
@ExtendWith(NativeMemory.class)
final class LinearEnsembleTest {
  private static final int MANY = 2000;
  private static final MapEstimate.Config CLIMB =
      new MapEstimate.Config(new Budget(LinearModel.SIZE, 2000), 0.05);

  private static Tensor members(InferenceMethod method, SupervisedTarget target) {
    try (var posterior = (SampledPosterior) method.fit(target, Run.of(3))) {
      assertThat(posterior.draws().numSamples()).isPositive();
      return posterior.draws().values().copy();
    }
  }

  private static Tensor anchored(SupervisedTarget target, boolean perturbed) {
    return members(
        new AnchoredEnsemble(new AnchoredEnsemble.Config(MANY, CLIMB, perturbed)), target);
  }

  @Test
  void membersAreTheMaximum() {
    try (var linear = LinearModel.of(true)) {
      Tensor deep = members(new DeepEnsemble(new DeepEnsemble.Config(5, CLIMB)), linear.target());
      var cycles = new SnapshotEnsemble.Config(3, 1, new Budget(LinearModel.SIZE, 1500), 0.05, 2);
      Tensor snapshots = members(new SnapshotEnsemble(cycles), linear.target());
      assertThat(deep.shape()).containsExactly(5, 3);
      assertThat(snapshots.shape()).containsExactly(6, 3);
      for (Tensor all : new Tensor[] {deep, snapshots}) {
        for (int member = 0; member < all.size(0); member++) {
          assertThat(all.select(0, member).toDoubles())
              .containsExactly(linear.mean().toDoubles(), within(1e-6));
        }
      }
    }
  }

  /**
   * Members with anchors alone, whose spread is A⁻¹ P A⁻¹, are told apart. Failed with noise that
   * does not go by the weights, and with anchors off by √2.
   */
  @Tag("slow")
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void perturbedMembersAreDrawsFromThePosterior(boolean weighted) {
    try (var linear = LinearModel.of(weighted)) {
      Tensor inverse = Linalg.inverse(linear.precision());
      Tensor narrow = inverse.matmul(linear.priorPrecision()).matmul(inverse);
      Tensor perturbed = anchored(linear.target(), true);
      assertThat(NormalDraws.misfits(perturbed, linear.mean(), inverse)).isEmpty();
      assertThat(NormalDraws.misfits(perturbed, linear.mean(), narrow)).isNotEmpty();
      Tensor alone = anchored(linear.target(), false);
      assertThat(NormalDraws.misfits(alone, linear.mean(), narrow)).isEmpty();
      assertThat(NormalDraws.misfits(alone, linear.mean(), inverse)).isNotEmpty();
    }
  }

  @Test
  void anchorsRefuseWhatIsNoProperNormalPrior() {
    try (var linear = LinearModel.of(false);
        var flat =
            new SupervisedTarget(
                linear.target().network(),
                linear.target().likelihood(),
                new FlatPrior(),
                linear.data())) {
      assertThatThrownBy(() -> anchored(flat, false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "anchored-ensemble: expected a proper normal prior, got FlatPrior[]; use"
                  + " deep-ensemble");
    }
  }

  @Test
  void anchorsRefuseLayersWithAPriorOfTheirOwn() {
    var network = Sequential.of(Shape.of(2), new VariationalDropout(2, 3), new Linear(3, 1));
    try (var linear = LinearModel.of(false);
        var variational =
            new SupervisedTarget(
                network, linear.target().likelihood(), NormalPrior.isotropic(1), linear.data())) {
      assertThatThrownBy(() -> anchored(variational, false))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "anchored-ensemble: expected layers without a prior of their own, got "
                  + network
                  + "; use deep-ensemble");
    }
  }

  @Test
  void perturbedTargetsNeedNormalNoiseOfAKnownScale() {
    try (var linear = LinearModel.of(false);
        var learned =
            new SupervisedTarget(
                linear.target().network(),
                GaussianLikelihood.learned(0.5),
                NormalPrior.isotropic(1),
                linear.data())) {
      assertThatThrownBy(() -> anchored(learned, true))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "anchored-ensemble: expected a GaussianLikelihood of fixed scale for perturbed"
                  + " targets, got GaussianLikelihood[scale=0.5, learned=true]; give the members"
                  + " anchors alone");
    }
  }
}
