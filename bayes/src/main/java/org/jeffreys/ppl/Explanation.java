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
      if (site.distribution() == null) {
        continue;
      }
      Tensor logProb = site.law().logProb(traced.value());
      if (!logProb.isFinite().all()) {
        return "site "
            + site.name()
            + " has log probability "
            + firstOdd(logProb)
            + " at "
            + text(traced.value());
      }
    }
    return "no site's own log probability; a factor or a Jacobian is";
  }

  private static double firstOdd(Tensor logProb) {
    for (double value : logProb.to(DType.FLOAT64).toDoubles()) {
      if (!Double.isFinite(value)) {
        return value;
      }
    }
    return Double.NaN;
  }

  private static String text(Tensor value) {
    double[] values = value.to(DType.FLOAT64).toDoubles();
    int shown = Math.min(values.length, SHOWN);
    String text = Arrays.toString(Arrays.copyOf(values, shown));
    return shown < values.length ? text.replace("]", ", …]") : text;
  }
}
