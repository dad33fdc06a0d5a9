package org.jeffreys.inference.ensemble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.NativeMemory;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.Budget;
import org.jeffreys.inference.MapEstimate;
import org.jeffreys.inference.Run;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.HeteroscedasticGaussianLikelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class DeepEnsembleTest {
  /** The noise is 0.1 on the left and 0.5 on the right of 0; there are no data above 2. */
  @Tag("slow")
  @Test
  void tellsNoiseFromIgnorance() {
    HostStream random = HostStream.keyed(1, "noise", 0);
    double[][] x = new double[800][1];
    double[][] y = new double[x.length][1];
    for (int i = 0; i < x.length; i++) {
      x[i][0] = -2 + 4 * random.nextDouble();
      y[i][0] = Math.sin(x[i][0]) + (x[i][0] < 0 ? 0.1 : 0.5) * random.nextNormal();
    }
    try (var data = Dataset.of(DType.FLOAT32, x, y);
        var target =
            new SupervisedTarget(
                Sequential.dense(Activation.TANH, 1, 30, 2),
                new HeteroscedasticGaussianLikelihood(0.2),
                NormalPrior.fanIn(2, 2),
                data);
        var posterior = DeepEnsemble.standard(target, 0.5).fit(target, Run.of(1))) {
      var prediction = posterior.predict(new double[][] {{-1}, {1}, {4}}).regression();
      var noise = prediction.aleatoric().value();
      assertThat(noise.get(0)).isCloseTo(0.1, within(0.03));
      assertThat(noise.get(1)).isCloseTo(0.5, within(0.1));
      var ignorance = prediction.epistemic().value();
      assertThat(ignorance.get(2)).isGreaterThan(3 * ignorance.get(1));
    }
  }

  @Test
  void refusesToHaveNoMembers() {
    var member = new MapEstimate.Config(new Budget(5, 10), 0.01);
    assertThatThrownBy(() -> new DeepEnsemble.Config(0, member))
        .hasMessage("numMembers: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> new AnchoredEnsemble.Config(0, member, true))
        .hasMessage("numMembers: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> new MapEstimate.Config(new Budget(5, 1), 0.01))
        .hasMessage("numSteps: expected an integer >= 2, got 1");
    assertThatThrownBy(() -> new SnapshotEnsemble.Config(0, 0, new Budget(5, 10), 0.1, 1))
        .hasMessage("numSnapshots: expected an integer >= 1, got 0");
  }
}
