package org.jeffreys.ppl;

import java.util.Arrays;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;

/** Where a log density that is not finite comes from: the first such site and its value. */
final class Explanation {
  private static final int SHOWN = 8;

  private Explanation() {}

  static String of(Iterable<TracedSite> sites) {
    for (TracedSite traced : sites) {
      Site site = traced.site();
      String found =
          switch (site.kind()) {
            case LATENT, OBSERVED -> ofLaw(site, traced.value());
            case FACTOR -> ofFactor(site, traced.value());
            case DETERMINISTIC, PARAMETER -> "";
          };
      if (!found.isEmpty()) {
        return found;
      }
    }
    return "no site by itself, but a Jacobian or their sum";
  }

  private static String ofLaw(Site site, Tensor value) {
    Tensor logProb = site.law().logProb(value);
    int odd = firstOdd(logProb);
    return odd < 0
        ? ""
        : "site "
            + site.name()
            + " has log probability "
            + number(logProb, odd)
            + " at "
            + text(value, logProb, odd, site.law().eventShape().rank());
  }

  private static String ofFactor(Site site, Tensor value) {
    int odd = firstOdd(value);
    return odd < 0 ? "" : "factor " + site.name() + " is " + number(value, odd);
  }

  /** The index of the first element that is not finite; -1 for none. */
  private static int firstOdd(Tensor logProb) {
    double[] values = logProb.to(DType.FLOAT64).toDoubles();
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }

  private static double number(Tensor values, int index) {
    return values.to(DType.FLOAT64).toDoubles()[index];
  }

  /** The one number that it is, where values are numbers; all of them else. */
  private static String text(Tensor value, Tensor logProb, int odd, int eventRank) {
    if (eventRank == 0 && logProb.numElements() > 1) {
      double one = number(value.expand(logProb.shape()), odd);
      return one + ", number " + (odd + 1) + " of " + logProb.numElements();
    }
    double[] values = value.to(DType.FLOAT64).toDoubles();
    int shown = Math.min(values.length, SHOWN);
    String text = Arrays.toString(Arrays.copyOf(values, shown));
    return shown < values.length ? text.replace("]", ", …]") : text;
  }
}
