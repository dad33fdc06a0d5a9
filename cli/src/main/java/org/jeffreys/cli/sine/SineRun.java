package org.jeffreys.cli.sine;

import java.lang.management.ManagementFactory;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Sampled;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.inference.sgmcmc.PrivateSgld;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Network;
import org.jeffreys.nn.Sequential;
import org.jeffreys.predict.PredictionDiagnostics;
import org.jeffreys.predict.SampledPrediction;
import org.jeffreys.privacy.PrivacyCost;
import org.jeffreys.privacy.PrivacyLedger;
import org.jeffreys.privacy.Release;
import org.jeffreys.target.SupervisedTarget;
import org.jspecify.annotations.Nullable;

/** Samples the posterior and predicts the grid. */
final class SineRun {
  private SineRun() {}

  /** The network of the article: two hidden layers of 100. */
  static Network network() {
    return Sequential.dense(Activation.RELU, 1, 100, 100, 1);
  }

  static SineResult run(SineSettings settings, SineData data, SinePlan plan, Run run) {
    try (Dataset dataset = data.dataset(settings.device());
        SupervisedTarget target =
            new SupervisedTarget(network(), plan.likelihood(), plan.prior(), dataset);
        Sampled<?> sampled = plan.method(settings).sample(target, run)) {
      SampledPrediction prediction =
          (SampledPrediction)
              new SampledPosterior(target, sampled.draws()).predict(SineData.grid());
      PredictionDiagnostics diagnostics = PredictionDiagnostics.of(prediction);
      PrivacyCost cost = cost(settings, plan.release());
      double elapsed =
          (System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime()) / 1e3;
      return new SineResult(
          prediction,
          SineBands.of(prediction),
          diagnostics,
          plan.loop().numSteps(),
          sampled.steps(),
          elapsed,
          sampled.stepMicros(),
          clipRate(sampled),
          cost);
    }
  }

  private static @Nullable PrivacyCost cost(SineSettings settings, @Nullable Release release) {
    return release == null ? null : PrivacyLedger.empty().with(release).cost(settings.delta());
  }

  private static double clipRate(Sampled<?> sampled) {
    double clipped = 0;
    double seen = 0;
    for (Object last : sampled.last()) {
      if (last instanceof PrivateSgld.State state) {
        clipped += state.clipRate() * state.numSeen();
        seen += state.numSeen();
      }
    }
    return clipped / seen;
  }
}
