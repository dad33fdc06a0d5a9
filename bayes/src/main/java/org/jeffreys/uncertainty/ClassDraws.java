package org.jeffreys.uncertainty;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * The class probabilities of one input, once for each draw, with weights: what measures of
 * uncertainty are computed from.
 *
 * <pre>{@code
 * p(d, k) = softmax(logits of d)ₖ      mean p(k) = Σ w(d) p(d, k)      Σ w = 1
 * }</pre>
 *
 * <p>Normalised log probabilities may stand for logits: log-softmax leaves them as they are. A
 * logit may be negative infinity, the class is then impossible. What all draws agree on is exact:
 * the mean lies between the least and the greatest draw.
 */
public final class ClassDraws {
  private final int numClasses;
  private final double[] weights;
  private final double[] logProbs;
  private final double[] probs;
  private final double[] logSumExp;
  private final int[] votes;
  private final double[] meanProbs;
  private final double[] meanLogProbs;

  private ClassDraws(double[][] logits, double[] weights) {
    this.numClasses = logits[0].length;
    this.weights = weights;
    this.logProbs = new double[weights.length * numClasses];
    this.probs = new double[logProbs.length];
    this.logSumExp = new double[weights.length];
    this.votes = new int[weights.length];
    for (int draw = 0; draw < weights.length; draw++) {
      softmax(draw, logits[draw]);
    }
    this.meanProbs = means();
    this.meanLogProbs = new double[numClasses];
    Arrays.setAll(meanLogProbs, k -> Math.log(meanProbs[k]));
  }

  /**
   * Equally weighted draws.
   *
   * @shape logits [draws][classes]
   * @throws IllegalArgumentException as {@link #of(double[][], Doubles)}
   */
  public static ClassDraws of(double[][] logits) {
    double[] weights = new double[logits.length];
    Arrays.fill(weights, 1);
    return of(logits, Doubles.of(weights));
  }

  /**
   * Weighted draws; both arguments are copied.
   *
   * @param weights one a draw, not negative, some positive; they are divided by their sum. A draw
   *     of weight 0 counts for nothing
   * @shape logits [draws][classes]
   * @throws IllegalArgumentException if there is no draw or class, a draw has another number of
   *     classes, a logit is NaN or positive infinity, or a draw has no finite logit
   */
  public static ClassDraws of(double[][] logits, Doubles weights) {
    Check.atLeast(logits.length, 1, "number of draws");
    Check.atLeast(logits[0].length, 1, "number of classes");
    Check.require(
        weights.size() == logits.length,
        "weights",
        logits.length + " numbers, one a draw",
        weights.size());
    double[] normalised = weights.toArray();
    double sum = 0;
    for (double weight : normalised) {
      sum += Check.nonNegative(weight, "weight");
    }
    Check.positive(sum, "sum of weights");
    for (int draw = 0; draw < normalised.length; draw++) {
      normalised[draw] /= sum;
    }
    return new ClassDraws(logits, normalised);
  }

  /** The number of draws. */
  public int numDraws() {
    return weights.length;
  }

  /** The number of classes. */
  public int numClasses() {
    return numClasses;
  }

  /** The weight of a draw; they sum to 1. */
  public double weight(int draw) {
    return weights[draw];
  }

  /** The log probability of a class in a draw: the log-softmax of the logits. */
  public double logProb(int draw, int k) {
    return logProbs[draw * numClasses + k];
  }

  /** The probability of a class in a draw. */
  public double prob(int draw, int k) {
    return probs[draw * numClasses + k];
  }

  /** The log of the sum of the exponentials of a draw's logits. */
  public double logSumExp(int draw) {
    return logSumExp[draw];
  }

  /** The class of greatest probability in a draw, the lowest of several. */
  public int vote(int draw) {
    return votes[draw];
  }

  /** The probability of a class, averaged over the draws. */
  public double meanProb(int k) {
    return meanProbs[k];
  }

  /** The log of the mean probability of a class. */
  public double meanLogProb(int k) {
    return meanLogProbs[k];
  }

  /** The mean probabilities of all classes. */
  public Doubles meanProbs() {
    return Doubles.of(meanProbs);
  }

  /** The class of greatest mean probability, the lowest of several. */
  public int label() {
    return argmax(meanProbs, 0, numClasses);
  }

  /** The weighted share of the draws that vote for each class; exactly 1 where all agree. */
  public Doubles voteShares() {
    double[] shares = new double[numClasses];
    for (int draw = 0; draw < weights.length; draw++) {
      shares[votes[draw]] += weights[draw];
    }
    int winner = argmax(shares, 0, numClasses);
    if (Arrays.stream(shares).filter(share -> share > 0).count() == 1) {
      shares[winner] = 1;
    }
    return Doubles.of(shares);
  }

  /** The variance of a class's probability over the draws (divisor S, not S - 1). */
  public double variance(int k) {
    double sum = 0;
    for (int draw = 0; draw < weights.length; draw++) {
      double distance = prob(draw, k) - meanProbs[k];
      sum += weights[draw] * distance * distance;
    }
    return sum;
  }

  private void softmax(int draw, double[] logits) {
    Check.require(
        logits.length == numClasses,
        "logits[" + draw + "]",
        numClasses + " classes as in draw 0",
        logits.length);
    for (double logit : logits) {
      Check.require(logit < Double.POSITIVE_INFINITY, "logit", "a number below infinity", logit);
    }
    int greatest = argmax(logits, 0, numClasses);
    double shift = logits[greatest];
    Check.require(shift > Double.NEGATIVE_INFINITY, "logits[" + draw + "]", "a finite one", shift);
    int offset = draw * numClasses;
    double others = 0;
    for (int k = 0; k < numClasses; k++) {
      double relative = Math.exp(logits[k] - shift);
      probs[offset + k] = relative;
      others += k == greatest ? 0 : relative;
    }
    double logSum = Math.log1p(others);
    for (int k = 0; k < numClasses; k++) {
      probs[offset + k] /= 1 + others;
      logProbs[offset + k] = logits[k] - shift - logSum;
    }
    logSumExp[draw] = shift + logSum;
    votes[draw] = greatest;
  }

  private double[] means() {
    double[] sums = new double[numClasses];
    double[] least = new double[numClasses];
    double[] greatest = new double[numClasses];
    Arrays.fill(least, 1);
    for (int draw = 0; draw < weights.length; draw++) {
      if (weights[draw] > 0) {
        for (int k = 0; k < numClasses; k++) {
          double prob = probs[draw * numClasses + k];
          sums[k] += weights[draw] * prob;
          least[k] = Math.min(least[k], prob);
          greatest[k] = Math.max(greatest[k], prob);
        }
      }
    }
    for (int k = 0; k < numClasses; k++) {
      sums[k] = Math.min(Math.max(sums[k], least[k]), greatest[k]);
    }
    return sums;
  }

  /** The place of the greatest of {@code count} values from {@code start}, the first of several. */
  static int argmax(double[] values, int start, int count) {
    int best = 0;
    for (int k = 1; k < count; k++) {
      best = values[start + k] > values[start + best] ? k : best;
    }
    return best;
  }
}
