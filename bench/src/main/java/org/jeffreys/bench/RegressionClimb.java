package org.jeffreys.bench;

import java.util.Arrays;
import java.util.Locale;
import org.jeffreys.core.Check;
import org.jeffreys.distribution.Normal;
import org.jeffreys.distribution.Uniform;
import org.jeffreys.inference.vi.BoundAscent;
import org.jeffreys.optim.Adam;
import org.jeffreys.ppl.AutoNormal;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.tensor.Threads;

/**
 * Steps of stochastic variational inference on the regression of the introduction, with the memory
 * held and freed as {@link org.jeffreys.inference.SamplingLoop} does it: 100 points, weights [1, 1]
 * and a bias from N(0, 10), noise from U(0, 10), a mean-field guide, one particle, Adam at 0.03.
 * All tensor work is on one thread.
 */
final class RegressionClimb implements StepTimes.Stepped, AutoCloseable {
  private static final int SIZE = 100;
  private static final long STEPS = 1_000_000;
  private static final double LEARNING_RATE = 0.03;

  private final Scope scope;
  private final Rng rng = Rng.of(0, "climb");
  private final BoundAscent kernel;
  private BoundAscent.State state;

  RegressionClimb() {
    Threads.set(1);
    scope = Scope.open();
    HostStream stream = HostStream.keyed(0, "data", 0);
    double[] x = new double[SIZE];
    double[] y = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      x[i] = stream.nextNormal();
      y[i] = 2 * x[i] - 1 + 0.5 * stream.nextNormal();
    }
    Model model = Model.of(program(Tensor.of(x, SIZE, 1), Tensor.of(y, SIZE, 1)));
    kernel = new BoundAscent(new AutoNormal().of(model), Adam.standard(), 8, STEPS, null);
    state = kernel.init(kernel.target().start(rng));
  }

  private static Program program(Tensor x, Tensor y) {
    return m -> {
      Tensor w = m.sample("w", Normal.of(0, 10).iid(1, 1));
      Tensor b = m.sample("b", Normal.of(0, 10).iid(1));
      Tensor sigma = m.sample("sigma", Uniform.of(0, 10));
      try (Plate data = m.plate("data", SIZE)) {
        Tensor mean = data.rows(x).matmul(w.squeeze(1)).add(b);
        m.observe("y", new Normal(mean, sigma.unsqueeze(2)).iid(1), y);
      }
    };
  }

  BoundAscent.State step() {
    try (Scope inner = Scope.open()) {
      state = kernel.step(state, LEARNING_RATE, rng);
    }
    return state;
  }

  @Override
  public void steps(int count) {
    for (int i = 0; i < count; i++) {
      step();
    }
  }

  @Override
  public void requireFinite() {
    double elbo = state.elbos().narrow(0, state.step() - 1, 1).item();
    Check.require(Double.isFinite(elbo), "elbo", "a finite value", elbo);
  }

  @Override
  public void close() {
    rng.close();
    scope.close();
  }

  /** Prints the time of a step, see {@link StepTimes}. Takes no arguments. */
  public static void main(String[] args) {
    Check.require(args.length == 0, "arguments", "none", Arrays.toString(args));
    try (RegressionClimb climb = new RegressionClimb()) {
      StepTimes times = StepTimes.of(climb, 1000);
      System.out.printf(
          Locale.ROOT,
          "svi_step us/step wall %.1f cpu %.1f%n",
          times.wallMicros(),
          times.cpuMicros());
    }
  }
}
