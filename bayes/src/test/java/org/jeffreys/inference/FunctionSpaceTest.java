package org.jeffreys.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.IntStream;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.Doubles;
import org.jeffreys.data.Dataset;
import org.jeffreys.inference.mcmc.Hmc;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.optim.Schedule;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Samplers with standard settings against HMC: functions of a network, at the data and in a gap.
 */
@ExtendWith(NativeMemory.class)
final class FunctionSpaceTest {
  private static final int GRID = 41;

  private static double place(int i) {
    return -2 + 4.0 * i / (GRID - 1);
  }

  private static Dataset data() {
    Random random = new Random(7);
    double[][] inputs = new double[40][1];
    double[][] targets = new double[40][1];
    for (int i = 0; i < 40; i++) {
      double x = (0.7 + 1.3 * random.nextDouble()) * (i % 2 == 0 ? 1 : -1);
      inputs[i][0] = x;
      targets[i][0] = Math.sin(3 * x) + x / 2 + 0.1 * random.nextGaussian();
    }
    return Dataset.of(DType.FLOAT32, inputs, targets);
  }

  private static Doubles epistemic(Posterior posterior) {
    try (posterior) {
      double[][] places =
          IntStream.range(0, GRID).mapToObj(i -> new double[] {place(i)}).toArray(double[][]::new);
      return ((RegressionPrediction) posterior.predict(places)).epistemic().value();
    }
  }

  private static double mean(Doubles values, boolean inGap) {
    return IntStream.range(0, GRID)
        .filter(i -> Math.abs(place(i)) < 0.7 == inGap)
        .mapToDouble(values::get)
        .average()
        .orElseThrow();
  }

  @Tag("slow")
  @Test
  void samplersAgreeWithHmc() {
    try (Dataset data = data();
        var target =
            new SupervisedTarget(
                Sequential.dense(Activation.TANH, 1, 20, 1),
                GaussianLikelihood.learned(0.1),
                NormalPrior.fanIn(Math.sqrt(2), 1),
                data)) {
      var hmc =
          new KernelMethod<>(
              "hmc",
              of -> new Hmc(new Hmc.Config(0.8, 40, 300, true, false), of),
              new SamplingLoop.Config(900, 300, 3, new Schedule.Constant(0.01)),
              8,
              Initializer.FAN_IN_UNIFORM);
      Doubles reference = epistemic(hmc.fit(target, Run.of(0)));
      assertThat(mean(reference, true)).isGreaterThan(2.5 * mean(reference, false));
      for (String name : new String[] {"nuts", "sghmc", "csghmc", "sgnht", "csgld"}) {
        Doubles found = epistemic(InferenceMethods.named(name).fit(target, Run.of(1)));
        double onData = mean(found, false) / mean(reference, false);
        assertThat(onData).as(name + " on the data").isBetween(0.7, 1.3);
        double inGap = mean(found, true) / mean(reference, true);
        assertThat(inGap).as(name + " in the gap").isBetween(0.6, 1.4);
      }
    }
  }
}
