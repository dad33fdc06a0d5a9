package org.jeffreys.table;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jeffreys.core.Doubles;
import org.jeffreys.predict.Interval;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.uncertainty.IntervalScore;
import org.jeffreys.uncertainty.Intervals;
import org.jeffreys.uncertainty.Mae;
import org.jeffreys.uncertainty.PitValues;
import org.jeffreys.uncertainty.QuantileReliability;
import org.jeffreys.uncertainty.Rmse;

/** Gathers predicted numbers block by block, and scores them. */
final class RealScoring {
  private static final double LEVEL = 0.9;

  /** Quantiles at 5 %, 10 %, …, 95 %. */
  private static final int QUANTILES = 19;

  private final int outputs;
  private final double[] targets;
  private final double[] means;
  private final double[] logProbs;
  private final double[] crps;
  private final double[] cdf;
  private final double[] cdfBelow;
  private final Ends half;
  private final Ends ninety;
  private final Ends ninetyFive;
  private final Ends calibrated;
  private boolean discrete;

  /** Both ends of intervals, as they come. */
  private static final class Ends {
    private final double[] lower;
    private final double[] upper;

    private Ends(int size) {
      lower = new double[size];
      upper = new double[size];
    }

    void put(int at, Doubles low, Doubles up) {
      copy(low, lower, at);
      copy(up, upper, at);
    }

    Intervals intervals() {
      return Intervals.of(lower, upper);
    }
  }

  private RealScoring(double[][] rows) {
    outputs = rows[0].length;
    targets = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    means = new double[targets.length];
    logProbs = new double[rows.length];
    crps = new double[targets.length];
    cdf = new double[targets.length];
    cdfBelow = new double[targets.length];
    half = new Ends(targets.length);
    ninety = new Ends(targets.length);
    ninetyFive = new Ends(targets.length);
    calibrated = new Ends(targets.length);
  }

  static TableScores of(TableModel model, Table rows) {
    RealScoring scoring = new RealScoring(model.target().values(rows));
    Optional<RealCalibration> calibration =
        model
            .calibration()
            .map(RealCalibration.class::cast)
            .filter(each -> each.isEnoughFor(LEVEL));
    for (int[] block : model.blocks(rows.numRows())) {
      RegressionPrediction prediction = model.predict(rows.rows(block)).regression();
      scoring.add(block[0], prediction);
      calibration.ifPresent(
          each -> {
            Intervals intervals = each.intervals(prediction, LEVEL);
            scoring.calibrated.put(
                block[0] * scoring.outputs, intervals.lower(), intervals.upper());
          });
    }
    return scoring.scores(calibration.isPresent());
  }

  private void add(int row, RegressionPrediction prediction) {
    int at = row * outputs;
    discrete = prediction.isDiscrete();
    double[] some =
        Arrays.copyOfRange(targets, at, at + prediction.numRows() * prediction.numOutputs());
    copy(prediction.mean().value(), means, at);
    copy(prediction.logProb(some).value(), logProbs, row);
    copy(prediction.crps(some).value(), crps, at);
    copy(prediction.cdf(some).value(), cdf, at);
    copy(prediction.cdfBelow(some).value(), cdfBelow, at);
    add(prediction.interval(0.5), half, at);
    add(prediction.interval(LEVEL), ninety, at);
    add(prediction.interval(0.95), ninetyFive, at);
  }

  private static void add(Interval interval, Ends ends, int at) {
    ends.put(at, interval.lower().value(), interval.upper().value());
  }

  private static void copy(Doubles some, double[] all, int at) {
    System.arraycopy(some.toArray(), 0, all, at, some.size());
  }

  private TableScores scores(boolean isCalibrated) {
    Map<TableScore, Double> values = new EnumMap<>(TableScore.class);
    values.put(TableScore.RMSE, Rmse.of(means, targets).value());
    values.put(TableScore.MAE, Mae.of(means, targets).value());
    values.put(TableScore.NLL, -mean(logProbs));
    values.put(TableScore.CRPS, mean(crps));
    Intervals intervals = ninety.intervals();
    values.put(TableScore.INTERVAL_SCORE_90, IntervalScore.of(intervals, targets, LEVEL).value());
    values.put(TableScore.COVERAGE_50, half.intervals().coverage(targets).value());
    values.put(TableScore.COVERAGE_90, intervals.coverage(targets).value());
    values.put(TableScore.COVERAGE_95, ninetyFive.intervals().coverage(targets).value());
    values.put(TableScore.WIDTH_90, intervals.meanWidth());
    values.put(TableScore.ECE, discrete ? eceOfCounts() : ece());
    if (isCalibrated) {
      Intervals learnt = calibrated.intervals();
      values.put(TableScore.COVERAGE_90_CALIBRATED, learnt.coverage(targets).value());
      values.put(TableScore.WIDTH_90_CALIBRATED, learnt.meanWidth());
    }
    return new TableScores(values);
  }

  private double ece() {
    // A sum of weights may round to a little more than 1.
    double[] pit = Arrays.stream(cdf).map(u -> Math.max(0, Math.min(1, u))).toArray();
    return QuantileReliability.of(new PitValues(Doubles.of(pit)), QUANTILES).ece();
  }

  /**
   * The same of counts, which jump over levels: a count whose jump holds the level lies below it in
   * part.
   *
   * @source Czado, Gneiting and Held (2009), Predictive model assessment for count data, Biometrics
   *     65, eq. 2
   */
  private double eceOfCounts() {
    double sum = 0;
    for (int i = 1; i <= QUANTILES; i++) {
      double level = i / (QUANTILES + 1.0);
      double below = 0;
      for (int k = 0; k < cdf.length; k++) {
        double part = (level - cdfBelow[k]) / (cdf[k] - cdfBelow[k]);
        below += cdf[k] <= level ? 1 : Math.max(0, part);
      }
      sum += Math.abs(below / cdf.length - level);
    }
    return sum / QUANTILES;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }
}
