package org.jeffreys.predict.conformal;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/** The latest scores of a stream. */
final class OnlineScores {
  private OnlineScores() {}

  static void check(Doubles recent, int window, long numUpdates, long numMisses) {
    recent.stream().forEach(each -> Check.nonNegative(each, "score"));
    Check.require(
        recent.size() <= window, "recent", "at most " + window + " scores", recent.size());
    Check.atLeast(numUpdates, 0, "numUpdates");
    Check.require(
        numMisses >= 0 && numMisses <= numUpdates,
        "numMisses",
        "an integer in [0, " + numUpdates + "]",
        numMisses);
  }

  /** The last of them, at most {@code window}. */
  static Doubles latest(Doubles scores, int window) {
    double[] all = scores.toArray();
    return Doubles.of(Arrays.copyOfRange(all, Math.max(0, all.length - window), all.length));
  }

  static Doubles append(Doubles recent, double score, int window) {
    double[] longer = Arrays.copyOf(recent.toArray(), recent.size() + 1);
    longer[recent.size()] = Check.nonNegative(score, "score");
    return latest(Doubles.of(longer), window);
  }
}
