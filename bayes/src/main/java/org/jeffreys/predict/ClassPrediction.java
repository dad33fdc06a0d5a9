package org.jeffreys.predict;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ObjIntConsumer;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.uncertainty.ClassDraws;
import org.jeffreys.uncertainty.LabelledProbs;
import org.jeffreys.uncertainty.Linearised;
import org.jeffreys.uncertainty.UncertaintyMeasure;

/**
 * A prediction of classes from draws: the mixture of the softmax of each draw's logits.
 *
 * <pre>{@code
 * p(y = k | x) = Σ w softmax(logits)ₖ      Σ w = 1, over the draws
 * }</pre>
 *
 * <p>Log probabilities of a likelihood that is not a softmax may stand for logits: log-softmax
 * leaves them as they are. Standard errors account for autocorrelation, for chains that disagree
 * and for weights, by the delta method where a number is not a mean over the draws; with one draw
 * they are infinite.
 */
public final class ClassPrediction implements Prediction {
  private final Outputs logits;
  private final WeightedDraws draws;

  private ClassPrediction(Outputs logits, WeightedDraws draws) {
    this.logits = logits;
    this.draws = draws;
  }

  /**
   * A prediction from equally weighted draws.
   *
   * @param logits what the network put out, draws chain-major: all samples of the first chain, then
   *     of the next
   * @param numChains the number of chains; as many as draws where those are independent
   * @shape logits [draws, rows, classes]
   * @throws IllegalArgumentException if the chains do not divide the draws
   */
  public static ClassPrediction of(Outputs logits, int numChains) {
    return new ClassPrediction(logits, WeightedDraws.uniform(numChains, logits.numDraws()));
  }

  /**
   * The same draws, weighted: draws of SGLD with decreasing steps weigh log(step size).
   *
   * @param logWeights the log of each draw's weight up to a constant; negative infinity leaves a
   *     draw out
   * @throws IllegalArgumentException if there is not one a draw, one is NaN or positive infinity,
   *     or all are negative infinity
   */
  public ClassPrediction withLogWeights(Doubles logWeights) {
    return new ClassPrediction(logits, draws.weighted(logWeights));
  }

  @Override
  public int numRows() {
    return logits.numRows();
  }

  @Override
  public int numDraws() {
    return draws.size();
  }

  @Override
  public int numChains() {
    return draws.numChains();
  }

  /** The number of classes. */
  public int numClasses() {
    return logits.width();
  }

  /** What the network put out. */
  public Outputs logits() {
    return logits;
  }

  /** The weights of the draws; they sum to 1. */
  public Doubles weights() {
    return draws.weights();
  }

  /** The draws of one row. */
  public ClassDraws row(int row) {
    Check.index(row, numRows(), "row");
    return row(row, new double[numDraws()][numClasses()], weights());
  }

  /**
   * The mean probability of each class.
   *
   * @shape [rows, classes]
   */
  public Estimates probabilities() {
    return classes(ClassDraws::prob, ClassDraws::meanProbs);
  }

  /**
   * The share of the draws in which each class is the most probable.
   *
   * @shape [rows, classes]
   */
  public Estimates voteShares() {
    return classes((row, draw, k) -> row.vote(draw) == k ? 1 : 0, ClassDraws::voteShares);
  }

  /** The class of greatest mean probability for each row, the lowest of several. */
  public int[] labels() {
    int[] labels = new int[numRows()];
    eachRow((row, index) -> labels[index] = row.label());
    return labels;
  }

  /**
   * The log of the mean probability of observed classes; its negative is the nll.
   *
   * <p>Few draws bias it downwards (Jensen), by about half the squared standard error.
   *
   * @shape labels, the result [rows]
   * @throws IllegalArgumentException if there is not one label a row, or one is no class
   */
  public Estimates logProb(int[] labels) {
    Check.require(labels.length == numRows(), "labels", numRows() + ", one a row", labels.length);
    for (int row = 0; row < labels.length; row++) {
      LabelledProbs.checkLabel(labels[row], numClasses(), row);
    }
    double[] values = new double[numRows()];
    double[] errors = new double[numRows()];
    double[] logProbs = new double[numDraws()];
    eachRow(
        (row, index) -> {
          Arrays.setAll(logProbs, draw -> row.logProb(draw, labels[index]));
          Estimate estimate = draws.logMean(logProbs);
          values[index] = estimate.value();
          errors[index] = estimate.standardError();
        });
    return new Estimates(Doubles.of(values), Doubles.of(errors));
  }

  /**
   * The mean probabilities beside the classes that came true, for scores.
   *
   * @throws IllegalArgumentException if there is not one label a row, or one is no class
   */
  public LabelledProbs labelled(int[] labels) {
    double[][] probs = new double[numRows()][];
    eachRow((row, index) -> probs[index] = row.meanProbs().toArray());
    return LabelledProbs.of(probs, labels);
  }

  /** One measure of uncertainty for each row. */
  public Estimates measure(UncertaintyMeasure measure) {
    return measures(List.of(measure)).of(measure);
  }

  /**
   * Several measures of uncertainty for each row, in their order: each row's softmax is computed
   * once for all of them.
   */
  public Measurements measures(List<? extends UncertaintyMeasure> measures) {
    double[][] values = new double[measures.size()][numRows()];
    double[][] errors = new double[measures.size()][numRows()];
    eachRow(
        (row, index) -> {
          for (int m = 0; m < values.length; m++) {
            Linearised measured = measures.get(m).of(row);
            values[m][index] = measured.value();
            errors[m][index] = draws.standardError(measured.influence().toArray());
          }
        });
    Map<UncertaintyMeasure, Estimates> estimates = new LinkedHashMap<>();
    for (int m = 0; m < values.length; m++) {
      estimates.put(measures.get(m), new Estimates(Doubles.of(values[m]), Doubles.of(errors[m])));
    }
    return new Measurements(estimates);
  }

  private Estimates classes(EachDraw number, Function<ClassDraws, Doubles> means) {
    double[] values = new double[Math.multiplyExact(numRows(), numClasses())];
    double[] errors = new double[values.length];
    double[] byDraw = new double[numDraws()];
    eachRow(
        (row, index) -> {
          Doubles mean = means.apply(row);
          for (int k = 0; k < numClasses(); k++) {
            for (int draw = 0; draw < byDraw.length; draw++) {
              byDraw[draw] = number.of(row, draw, k);
            }
            values[index * numClasses() + k] = mean.get(k);
            errors[index * numClasses() + k] = draws.standardError(byDraw);
          }
        });
    return new Estimates(Doubles.of(values), Doubles.of(errors));
  }

  private void eachRow(ObjIntConsumer<ClassDraws> action) {
    double[][] reused = new double[numDraws()][numClasses()];
    Doubles weights = weights();
    for (int row = 0; row < numRows(); row++) {
      action.accept(row(row, reused, weights), row);
    }
  }

  private ClassDraws row(int row, double[][] reused, Doubles weights) {
    for (int draw = 0; draw < reused.length; draw++) {
      for (int k = 0; k < reused[draw].length; k++) {
        reused[draw][k] = logits.get(draw, row, k);
      }
    }
    return ClassDraws.of(reused, weights);
  }

  /** A number of a row's draw and class. */
  private interface EachDraw {
    double of(ClassDraws row, int draw, int k);
  }
}
