package org.jeffreys.examples;

import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.predict.conformal.AbsoluteResidual;
import org.jeffreys.predict.conformal.AdaptiveConformal;
import org.jeffreys.predict.conformal.Aps;
import org.jeffreys.predict.conformal.ClassSets;
import org.jeffreys.predict.conformal.ConformalSets;
import org.jeffreys.predict.conformal.CvPlus;
import org.jeffreys.predict.conformal.OnlineConformal;
import org.jeffreys.predict.conformal.SplitConformal;
import org.jeffreys.predict.conformal.StandardisedResidual;
import org.jeffreys.uncertainty.IntervalScore;
import org.jeffreys.uncertainty.Intervals;

/** The tutorial's programs: intervals and sets that hold what they say. */
public final class Calibrate {
  private Calibrate() {}

  /** Intervals of new rows, by examples that the model has not seen. */
  static Intervals intervals(
      RegressionPrediction unseen, double[] targets, RegressionPrediction prediction) {
    // [split
    var score = new StandardisedResidual(); // wide where the model is unsure
    double[] loc = unseen.mean().value().toArray();
    double[] scale = unseen.standardDeviation().value().toArray();
    var conformal = SplitConformal.fit(score, loc, scale, targets, 0.9);
    System.out.println(conformal.guarantee());
    Intervals intervals =
        conformal.intervals(
            prediction.mean().value().toArray(), prediction.standardDeviation().value().toArray());
    // split]
    return intervals;
  }

  /** Intervals of new rows from all rows of a small table, by models that left out a fold each. */
  static Intervals crossIntervals(
      double[] outOfFold, double[] targets, int[] folds, double[][] predictionsByFold) {
    // [cross
    var cross = CvPlus.fit(new AbsoluteResidual(), outOfFold, targets, folds, 0.9);
    Intervals intervals = cross.intervals(predictionsByFold); // [folds][rows]
    // cross]
    return intervals;
  }

  /** Sets of classes for new rows. */
  static ClassSets sets(ClassPrediction unseen, int[] labels, double[][] probs) {
    // [sets
    var conformal = ConformalSets.fit(new Aps(), unseen.labelled(labels), 0.9);
    ClassSets sets = conformal.sets(probs); // sets.get(row) are the classes that may be true
    // sets]
    return sets;
  }

  /** The share of a stream that its intervals held. */
  static double follow(double[] loc, double[] observed, double[] earlierScores) {
    // [stream
    OnlineConformal state =
        AdaptiveConformal.start(new AbsoluteResidual(), 0.9, 0.02, 500, earlierScores);
    for (int t = 0; t < observed.length; t++) {
      System.out.println(state.interval(loc[t], 1)); // before the observation is known
      state = state.update(loc[t], 1, observed[t]); // after
    }
    // stream]
    return 1 - (double) state.numMisses() / state.numUpdates();
  }

  /** How good intervals are: narrow, and held. */
  static double score(Intervals intervals, double[] targets) {
    // [score
    var coverage = intervals.coverage(targets); // a share, with its binomial interval
    System.out.println(coverage.value() + " " + coverage.wilson(0.95));
    double score = IntervalScore.of(intervals, targets, 0.9).value(); // less is better
    // score]
    return score;
  }
}
