package org.jeffreys.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jeffreys.diagnostic.ParameterSummary;
import org.jeffreys.distribution.HalfNormal;
import org.jeffreys.distribution.Normal;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.mcmc.HamiltonianSampler;
import org.jeffreys.inference.mcmc.McmcSample;
import org.jeffreys.inference.mcmc.Warmup;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.Sequential;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.RandomNetwork;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.tensor.Threads;

/**
 * A network 1-10-1 as a random variable of a program, on 100 points of a sine: how long the
 * no-U-turn sampler takes until its predictions have mixed. Four chains, spread over two threads.
 */
public final class SmallNetwork {
  private static final int ROWS = 100;
  private static final int PLACES = 41;
  private static final int CHAINS = 4;
  private static final int THREADS = 2;

  private SmallNetwork() {}

  /**
   * Prints a line a data set.
   *
   * @param args the iterations of warm-up, the draws of each chain, and seeds of data
   */
  public static void main(String[] args) {
    int warmup = Integer.parseInt(args[0]);
    int samples = Integer.parseInt(args[1]);
    Threads.set(1);
    for (String seed : List.of(args).subList(2, args.length)) {
      try (Scope scope = Scope.open();
          RandomNetwork network =
              RandomNetwork.of(
                  Sequential.dense(Activation.TANH, 1, 10, 1), NormalPrior.isotropic(1))) {
        run(network, Long.parseLong(seed), warmup, samples);
      }
    }
  }

  private static void run(RandomNetwork network, long seed, int warmup, int samples) {
    Model model = Model.of(regression(network, seed));
    HamiltonianSampler sampler =
        HamiltonianSampler.nuts()
            .withChains(CHAINS)
            .withSamples(samples)
            .withWarmup(Warmup.of(warmup));
    long start = System.nanoTime();
    try (McmcSample sample = sampler.sample(model.density(), Run.of(seed).withThreads(THREADS));
        Rng rng = Rng.of(seed, "predictions")) {
      double seconds = (System.nanoTime() - start) * 1e-9;
      Tensor draws = sample.draws().values();
      Tensor outputs = model.posteriorPredictive(places(network), draws, rng).value("outputs");
      List<ParameterSummary> summaries = summaries(outputs.toDoubles(), samples);
      System.out.printf(
          Locale.ROOT,
          "data %d: %.1f s, %,d gradients, %d divergent; predictions: R-hat at most %.3f, bulk ESS"
              + " at least %,.0f%n",
          seed,
          seconds,
          sample.gradientEvaluations(),
          sample.numDivergent(),
          summaries.stream().mapToDouble(ParameterSummary::rhat).max().orElseThrow(),
          summaries.stream().mapToDouble(ParameterSummary::essBulk).min().orElseThrow());
    }
  }

  /** Of each place, by outputs [chains x samples, places]. */
  private static List<ParameterSummary> summaries(double[] outputs, int samples) {
    ParameterSummary[] all = new ParameterSummary[PLACES];
    for (int place = 0; place < PLACES; place++) {
      double[][] chains = new double[CHAINS][samples];
      for (int draw = 0; draw < CHAINS * samples; draw++) {
        chains[draw / samples][draw % samples] = outputs[draw * PLACES + place];
      }
      all[place] = ParameterSummary.of("place " + place, chains);
    }
    return Arrays.asList(all);
  }

  private static Program regression(RandomNetwork network, long seed) {
    HostStream stream = HostStream.keyed(seed, "small-network", 0);
    double[] x = new double[ROWS];
    double[] y = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      x[i] = 4 * stream.nextDouble() - 2;
      y[i] = Math.sin(2 * x[i]) + 0.1 * stream.nextNormal();
    }
    Tensor inputs = Tensor.of(x, ROWS, 1);
    Tensor targets = Tensor.of(y, ROWS);
    return m -> {
      Tensor outputs = network.sample(m, "network", inputs).squeeze(2);
      Tensor sigma = m.sample("sigma", HalfNormal.of(1));
      try (Plate rows = m.plate("rows", ROWS)) {
        m.observe("y", new Normal(outputs, sigma), targets);
      }
    };
  }

  private static Program places(RandomNetwork network) {
    Tensor inputs = Tensor.linspace(DType.FLOAT64, -2, 2, PLACES).unsqueeze(1);
    return m -> {
      m.deterministic("outputs", network.sample(m, "network", inputs).squeeze(2));
      m.sample("sigma", HalfNormal.of(1));
    };
  }
}
