package org.jeffreys.cli.sample;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.Loo;
import org.jeffreys.diagnostic.PredictiveCheck;
import org.jeffreys.diagnostic.Waic;
import org.jeffreys.inference.Draws;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.PointwiseLikelihood;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a program makes of its data: how well it predicts each observation without having seen it,
 * and what data it would give itself.
 *
 * @param likelihood of each observation; null where it is not to be had
 * @param values of it, @shape [chains, some samples, observations], closed with this; null where
 *     there are none
 * @param loo null where there is none
 * @param waic null where there is none
 * @param refusal why there is no leave-one-out, in words; empty where there is, or where nothing is
 *     observed
 * @param sites the observed sites, in the order of the program
 */
record ObservedFit(
    @Nullable PointwiseLikelihood likelihood,
    @Nullable Tensor values,
    @Nullable Loo loo,
    @Nullable Waic waic,
    String refusal,
    List<SiteFit> sites)
    implements AutoCloseable {
  /** The most log likelihoods that are kept: 40 MB; beyond that draws are left out evenly. */
  private static final long MOST_NUMBERS = 5_000_000;

  private static final int LEAST_DRAWS = 100;
  private static final long MOST_AT_ONCE = 500_000;
  private static final int MOST_ROWS = 1000;
  private static final int MOST_REPLICATES = 1000;
  private static final int BATCH = 100;

  /**
   * An observed site beside what the program would have given.
   *
   * @param observed its values, those that are masked left out
   * @param replicated values in the same order of each replicated data set
   */
  record SiteFit(
      String name,
      boolean isDiscrete,
      Doubles observed,
      List<Doubles> replicated,
      List<PredictiveCheck> checks) {}

  ObservedFit {
    sites = List.copyOf(sites);
  }

  /** Of a run. */
  static ObservedFit of(Model model, Draws draws, long seed) {
    PointwiseLikelihood likelihood;
    try {
      likelihood = PointwiseLikelihood.of(model);
    } catch (IllegalArgumentException e) {
      return new ObservedFit(null, null, null, null, String.valueOf(e.getMessage()), List.of());
    }
    if (likelihood.numObservations() == 0) {
      return new ObservedFit(null, null, null, null, "", List.of());
    }
    long numbers = numbers(likelihood);
    long most = MOST_NUMBERS / LEAST_DRAWS;
    if (numbers > most) {
      String refusal = "there are " + numbers + " observed numbers, and room for " + most;
      return new ObservedFit(likelihood, null, null, null, refusal, List.of());
    }
    List<SiteFit> sites = sites(model, likelihood, draws, seed);
    Tensor values = values(likelihood, draws);
    if (draws.values().size(0) < LEAST_DRAWS) {
      String refusal = "it takes " + LEAST_DRAWS + " draws, and there are fewer";
      return new ObservedFit(likelihood, values, null, null, refusal, sites);
    }
    if (likelihood.numObservations() == 1) {
      String refusal = "all data are one observation, and nothing would be left without it";
      return new ObservedFit(likelihood, values, null, null, refusal, sites);
    }
    try {
      Loo loo = LogLikelihoodDraws.loo(values);
      Waic waic = LogLikelihoodDraws.waic(values);
      return new ObservedFit(likelihood, values, loo, waic, "", sites);
    } catch (IllegalArgumentException e) {
      String refusal = String.valueOf(e.getMessage());
      return new ObservedFit(likelihood, values, null, null, refusal, sites);
    }
  }

  /** The log likelihoods of as many draws of each chain as there is room for. */
  private static Tensor values(PointwiseLikelihood likelihood, Draws draws) {
    int columns = likelihood.numObservations();
    int chains = draws.numChains();
    long[] kept = kept(draws.numSamples(), MOST_NUMBERS / ((long) columns * chains));
    try (Scope scope = Scope.open()) {
      Tensor all = draws.values().reshape(chains, draws.numSamples(), draws.dimension());
      Tensor some = all.indexSelect(1, Tensor.of(kept, kept.length));
      Tensor rows = some.reshape(-1, draws.dimension()).to(DType.FLOAT64);
      long count = rows.size(0);
      Tensor values = Tensor.empty(DType.FLOAT64, count, columns);
      long step = Math.max(1, Math.min(MOST_ROWS, MOST_AT_ONCE / columns));
      for (long first = 0; first < count; first += step) {
        try (Scope inner = Scope.open()) {
          long length = Math.min(step, count - first);
          Tensor found = likelihood.logProb(rows.narrow(0, first, length));
          values.narrow(0, first, length).copyFrom(found);
        }
      }
      return Scope.release(values.reshape(chains, kept.length, columns));
    }
  }

  /** Up to so many of the draws of a chain, at least 1, evenly spread. */
  private static long[] kept(long count, long most) {
    long kept = Math.max(1, Math.min(count, most));
    return LongStream.range(0, kept).map(i -> (2 * i + 1) * count / (2 * kept)).toArray();
  }

  private static List<SiteFit> sites(
      Model model, PointwiseLikelihood likelihood, Draws draws, long seed) {
    List<SiteFit> sites = new ArrayList<>();
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(seed, "predictive")) {
      long most = Math.min(MOST_REPLICATES, MOST_NUMBERS / 2 / numbers(likelihood));
      long[] chosen = kept(draws.numDraws(), most);
      Tensor rows =
          draws.values().indexSelect(0, Tensor.of(chosen, chosen.length)).to(DType.FLOAT64);
      List<String> names = List.copyOf(likelihood.data().keySet());
      List<Replicates> replicates =
          names.stream().map(name -> Replicates.of(likelihood, name)).toList();
      for (long first = 0; first < chosen.length; first += BATCH) {
        try (Scope inner = Scope.open()) {
          long count = Math.min(BATCH, chosen.length - first);
          var trace = model.posteriorPredictive(rows.narrow(0, first, count), rng);
          replicates.forEach(each -> each.add(trace));
        }
      }
      replicates.stream().filter(Replicates::isSeen).forEach(each -> sites.add(each.fit()));
    }
    return sites;
  }

  /** Those of all observed sites. */
  private static long numbers(PointwiseLikelihood likelihood) {
    try (Scope scope = Scope.open()) {
      return likelihood.data().values().stream().mapToLong(Tensor::numElements).sum();
    }
  }

  /** The greatest k̂. */
  double khatMax() {
    return loo == null ? Double.NaN : loo.khat().max();
  }

  /** The observations whose k̂ is above a threshold, the greatest first. */
  List<Integer> above(double threshold) {
    if (loo == null) {
      return List.of();
    }
    Doubles khat = loo.khat();
    return IntStream.range(0, khat.size())
        .filter(i -> !(khat.get(i) <= threshold))
        .boxed()
        .sorted((a, b) -> Double.compare(khat.get(b), khat.get(a)))
        .toList();
  }

  @Override
  public void close() {
    if (values != null) {
      values.close();
    }
  }
}
