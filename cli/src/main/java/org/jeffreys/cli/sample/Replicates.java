package org.jeffreys.cli.sample;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.PredictiveCheck;
import org.jeffreys.ppl.PointwiseLikelihood;
import org.jeffreys.ppl.Trace;
import org.jeffreys.ppl.TracedSite;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;

/** The values of an observed site in replicated data sets, one after the other. */
final class Replicates {
  private final String name;
  private final Doubles places;
  private final double[] observed;
  private final List<Doubles> replicated = new ArrayList<>();
  private boolean isDiscrete;

  private Replicates(String name, Doubles places, double[] data) {
    this.name = name;
    this.places = places;
    this.observed = counted(data, 0);
  }

  /** Without data sets yet. */
  static Replicates of(PointwiseLikelihood likelihood, String name) {
    Tensor data = Check.present(likelihood.data().get(name), name);
    return new Replicates(name, likelihood.counted(name), data.contiguous().toDoubles());
  }

  /** The values of one data set that are not masked. */
  private double[] counted(double[] all, int from) {
    return places.stream().map(place -> all[from + (int) place]).toArray();
  }

  void add(Trace trace) {
    TracedSite traced = Check.present(trace.sites().get(name), name);
    isDiscrete = traced.site().law().support().isDiscrete();
    long draws = trace.draws();
    double[] flat = traced.value().to(DType.FLOAT64).contiguous().toDoubles();
    int count = flat.length / (int) draws;
    for (int draw = 0; draw < draws; draw++) {
      replicated.add(Doubles.of(counted(flat, draw * count)));
    }
  }

  /** Whether there is a value that is not masked. */
  boolean isSeen() {
    return observed.length > 0;
  }

  ObservedFit.SiteFit fit() {
    double[][] sets = replicated.stream().map(Doubles::toArray).toArray(double[][]::new);
    List<PredictiveCheck> checks =
        Arrays.stream(PredictiveCheck.Statistic.values())
            .filter(each -> observed.length > 1 || each == PredictiveCheck.Statistic.MEAN)
            .map(each -> PredictiveCheck.of(each, observed, sets))
            .toList();
    return new ObservedFit.SiteFit(name, isDiscrete, Doubles.of(observed), replicated, checks);
  }
}
