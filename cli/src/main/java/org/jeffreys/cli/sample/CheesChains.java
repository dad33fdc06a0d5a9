package org.jeffreys.cli.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jeffreys.core.Doubles;
import org.jeffreys.inference.ChainRunner;
import org.jeffreys.inference.Kernel;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Sampled;
import org.jeffreys.inference.SamplingLoop;
import org.jeffreys.inference.mcmc.CheesHmc;
import org.jeffreys.optim.Schedule;
import org.jeffreys.ppl.Model;
import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Chains of {@link CheesHmc}.
 *
 * @param settings what was asked for
 * @param model to be sampled
 */
record CheesChains(SampleSettings settings, Model model) {
  private static final double FIRST_STEP = 0.1;
  private static final int MAX_LEAPFROGS = 1000;
  private static final int ROWS = 1000;

  SampledChains sample(Run run) {
    long begin = System.nanoTime();
    int chains = settings.numChains();
    ChainStart.Points points = settings.start().points(model, chains, settings.seed());
    double searching = (System.nanoTime() - begin) * 1e-9;
    Problem problem = new Problem(points);
    Sampled<CheesHmc.State> sampled =
        new ChainRunner("", loop(), chains).run(problem, run.withThreads(settings.threads()));
    double warmup = Math.min(sampled.seconds(), problem.warmupSeconds(begin) - searching);
    try {
      List<Double> steps = new ArrayList<>();
      long gradients = points.gradients() + chains;
      long divergent = 0;
      for (CheesHmc.State last : sampled.last()) {
        long count = last.position().size(0);
        gradients += last.leapfrogs() * count;
        divergent += last.numDivergent();
        for (int i = 0; i < count; i++) {
          steps.add(FIRST_STEP * last.stepFactor());
        }
      }
      return new SampledChains(
          sampled.draws(),
          statistics(sampled.draws().values(), steps),
          steps,
          gradients,
          divergent,
          0,
          searching + warmup,
          sampled.seconds() - warmup);
    } finally {
      sampled.closeLast();
    }
  }

  private SamplingLoop.Config loop() {
    long steps = (long) settings.numWarmup() + settings.numSamples();
    var stepSize = new Schedule.Constant(FIRST_STEP);
    return new SamplingLoop.Config(steps, settings.numWarmup(), 1, stepSize);
  }

  private Map<String, Doubles> statistics(Tensor draws, List<Double> steps) {
    int samples = settings.numSamples();
    double[] logProb = new double[steps.size() * samples];
    for (int first = 0; first < logProb.length; first += ROWS) {
      try (Scope scope = Scope.open()) {
        int count = Math.min(ROWS, logProb.length - first);
        double[] some = model.density().logProb(draws.narrow(0, first, count)).toDoubles();
        System.arraycopy(some, 0, logProb, first, count);
      }
    }
    double[] stepSizes = new double[logProb.length];
    Arrays.setAll(stepSizes, i -> steps.get(i / samples));
    Map<String, Doubles> statistics = new LinkedHashMap<>();
    statistics.put(SampledChains.LOG_PROB, Doubles.of(logProb));
    statistics.put(SampledChains.STEP_SIZE, Doubles.of(stepSizes));
    return statistics;
  }

  /** The target, its kernel and its starting points. */
  private final class Problem implements ChainRunner.Problem<CheesHmc.State> {
    private final ChainStart.Points points;
    private final AtomicLong warmUntil = new AtomicLong();

    Problem(ChainStart.Points points) {
      this.points = points;
    }

    @Override
    public LogDensity target() {
      return model.density();
    }

    @Override
    public Kernel<CheesHmc.State> kernel() {
      var config = new CheesHmc.Config(settings.acceptance(), settings.numWarmup(), MAX_LEAPFROGS);
      return new Timed(new CheesHmc(config, target()), warmUntil);
    }

    @Override
    public Tensor start(int first, int numChains, Rng rng) {
      return points.tensor(first, numChains);
    }

    /** From a time on to the end of the last chains' warm-up; 0 where it had ended before. */
    double warmupSeconds(long begin) {
      return Math.max(0, (warmUntil.get() - begin) * 1e-9);
    }
  }

  /** A kernel that notes when warm-up ends. */
  private record Timed(CheesHmc kernel, AtomicLong warmUntil) implements Kernel<CheesHmc.State> {
    @Override
    public CheesHmc.State init(Tensor position) {
      return kernel.init(position);
    }

    @Override
    public CheesHmc.State step(CheesHmc.State state, double stepSize, Rng rng) {
      CheesHmc.State next = kernel.step(state, stepSize, rng);
      if (next.step() <= next.warmup()) {
        warmUntil.set(System.nanoTime());
      }
      return next;
    }

    @Override
    public CheesHmc.State restore(Snapshot snapshot) {
      return kernel.restore(snapshot);
    }
  }
}
