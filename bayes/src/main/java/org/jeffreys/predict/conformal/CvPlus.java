package org.jeffreys.predict.conformal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;
import org.jeffreys.uncertainty.Calibration;
import org.jeffreys.uncertainty.Intervals;
import org.jeffreys.uncertainty.PredictionInterval;

/**
 * Cross-conformal intervals in the form CV+: each example is scored by the model of the folds it is
 * not in, so that all data both train and calibrate. For small tables. With as many folds as
 * examples it is the jackknife+.
 *
 * <pre>{@code
 * [lᵢ(x), uᵢ(x)] = {y : score of y by the model without fold(i) <= score of example i}
 * C(x) = [the floor((n + 1)(1 - level))th least lᵢ(x), the ceil((n + 1) level)th least uᵢ(x)]
 * }</pre>
 *
 * <p>Guarantee, for n examples in K folds that are exchangeable with the new one, α = 1 - level and
 * f = floor((n + 1) α): {@code P(y in C(x)) >= 1 - 2 (f - 1 + K) / (n + K)}, and with folds of
 * equal size also {@code >= 1 - 2α - (1 - K/n) / (K + 1)}, which at K = n is 1 - 2α. It is
 * marginal: on average over data sets and inputs. In practice coverage is near 1 - α, but no more
 * than the greater bound is promised, and there is no upper one. The proof needs a fit that treats
 * all examples of its training set alike, and nothing tuned on all folds. Nothing is said about
 * given inputs or groups, nor once the data drift.
 *
 * @param score what is compared
 * @param level in (0, 1)
 * @param scores one an example
 * @param folds the fold that each example was left out in, 0 to K - 1
 * @source Barber, Candès, Ramdas and Tibshirani (2021), Predictive inference with the jackknife+,
 *     Annals of Statistics 49, section 3 and theorems 1 and 4; Vovk and Wang (2020), Combining
 *     p-values via averaging, Biometrika 107 (the bound for folds of any size); Gupta, Kuchibhotla
 *     and Ramdas (2022), Nested conformal prediction and quantile out-of-bag ensemble methods,
 *     Pattern Recognition 127 (other scores)
 */
public record CvPlus(ResidualScore score, double level, Doubles scores, List<Integer> folds)
    implements Calibration {

  /** Checks that there are examples enough, and that no fold is empty. */
  public CvPlus {
    folds = List.copyOf(folds);
    ConformalQuantile.requireEnough(scores.size(), level, "calibration");
    scores.stream().forEach(each -> Check.nonNegative(each, "score"));
    Residuals.checkRows(folds.size(), scores.size(), "folds");
    int[] sizes = sizes(folds);
    Check.atLeast(sizes.length, 2, "number of folds");
    for (int fold = 0; fold < sizes.length; fold++) {
      Check.atLeast(sizes[fold], 1, "number of examples in fold " + fold);
    }
  }

  /**
   * Calibrates with a score that uses no scale.
   *
   * @param loc the prediction of each example by the model that was trained without its fold
   */
  public static CvPlus fit(
      ResidualScore score, double[] loc, double[] targets, int[] folds, double level) {
    return fit(score, loc, Residuals.unit(score, loc.length), targets, folds, level);
  }

  /**
   * Calibrates.
   *
   * @param loc the prediction of each example by the model that was trained without its fold
   * @param scale its predicted standard deviation by the same model
   * @param targets what came true
   * @param folds the fold of each example, 0 to K - 1
   * @throws IllegalArgumentException if examples are too few for the level, or not one number a row
   */
  public static CvPlus fit(
      ResidualScore score,
      double[] loc,
      double[] scale,
      double[] targets,
      int[] folds,
      double level) {
    return new CvPlus(
        score,
        level,
        Doubles.of(Residuals.of(score, loc, scale, targets)),
        Arrays.stream(folds).boxed().toList());
  }

  /**
   * The calibration of {@link #fields}.
   *
   * @throws IllegalArgumentException if a field is missing or not what it should be
   */
  public static CvPlus of(Fields fields) {
    List<Integer> folds = new ArrayList<>();
    for (double fold : fields.numbers("folds").toArray()) {
      Check.require(fold == (int) fold && fold >= 0, "fold", "an integer >= 0", fold);
      folds.add((int) fold);
    }
    return new CvPlus(
        ResidualScores.of(fields), fields.number("level"), fields.numbers("scores"), folds);
  }

  @Override
  public Map<String, Object> fields() {
    return Fields.ordered(
        "score",
        ResidualScores.describe(score),
        "level",
        level,
        "scores",
        scores.stream().boxed().toList(),
        "folds",
        folds);
  }

  /** K, the number of folds. */
  public int numFolds() {
    return sizes(folds).length;
  }

  /**
   * The intervals of new rows, by a score that uses no scale.
   *
   * @param loc the prediction of each row by the model of each fold
   * @shape loc [folds][rows]
   */
  public Intervals intervals(double[][] loc) {
    double[][] scale = new double[loc.length][];
    Arrays.setAll(scale, fold -> Residuals.unit(score, loc[fold].length));
    return intervals(loc, scale);
  }

  /**
   * The intervals of new rows.
   *
   * @param loc the prediction of each row by the model of each fold, that which the fold was left
   *     out of
   * @param scale its predicted standard deviation
   * @shape loc, scale [folds][rows]
   */
  public Intervals intervals(double[][] loc, double[][] scale) {
    int numFolds = numFolds();
    Check.require(loc.length == numFolds, "loc", numFolds + " rows, one a fold", loc.length);
    Check.require(scale.length == numFolds, "scale", numFolds + " rows, one a fold", scale.length);
    for (int fold = 0; fold < numFolds; fold++) {
      Residuals.checkRows(loc[fold].length, loc[0].length, "loc[" + fold + "]");
      Residuals.checkRows(scale[fold].length, loc[0].length, "scale[" + fold + "]");
    }
    return Intervals.of(loc[0].length, row -> interval(loc, scale, row));
  }

  private PredictionInterval interval(double[][] loc, double[][] scale, int row) {
    int size = scores.size();
    double[] lower = new double[size];
    double[] upper = new double[size];
    for (int i = 0; i < size; i++) {
      int fold = folds.get(i);
      PredictionInterval own = score.interval(loc[fold][row], scale[fold][row], scores.get(i));
      lower[i] = own.lower();
      upper[i] = own.upper();
    }
    Arrays.sort(lower);
    Arrays.sort(upper);
    int rank = ConformalQuantile.rank(size, level);
    return PredictionInterval.between(lower[size - rank], upper[rank - 1]);
  }

  /** The coverage that is promised; 0 where none is. */
  public double bound() {
    double n = scores.size();
    int[] sizes = sizes(folds);
    double numFolds = sizes.length;
    double left = n + 1 - ConformalQuantile.rank(scores.size(), level);
    double byMean = 1 - 2 * (left - 1 + numFolds) / (n + numFolds);
    boolean equal = Arrays.stream(sizes).distinct().count() == 1;
    double alpha = BigDecimal.ONE.subtract(ConformalQuantile.exact(level)).doubleValue();
    double byFolds = equal ? 1 - 2 * alpha - (1 - numFolds / n) / (numFolds + 1) : 0;
    return Math.max(0, Math.max(byMean, byFolds));
  }

  @Override
  public String guarantee() {
    String who =
        String.format(
            Locale.ROOT,
            "A new example that is exchangeable with the %d examples of the %d folds lies in its"
                + " interval with probability ",
            scores.size(),
            numFolds());
    String what =
        bound() > 0
            ? String.format(Locale.ROOT, "at least %.6g; in practice it is near %s", bound(), level)
            : String.format(
                Locale.ROOT,
                "near %s in practice, but with none that is proved for so many folds of so few"
                    + " examples",
                level);
    return who
        + what
        + ". The fit must treat its training examples alike. Not promised: this for a given input"
        + " or group, for this very data set, or after drift; nor that coverage is not higher.";
  }

  private static int[] sizes(List<Integer> folds) {
    int numFolds = 0;
    for (int fold : folds) {
      numFolds = Math.max(numFolds, Check.atLeast(fold, 0, "fold") + 1);
    }
    int[] sizes = new int[numFolds];
    for (int fold : folds) {
      sizes[fold]++;
    }
    return sizes;
  }
}
