package org.jeffreys.uncertainty;

import java.util.Arrays;
import java.util.Locale;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/** Where a temperature acts on a prediction from several draws; with one draw both are the same. */
public enum Tempering {
  /**
   * On the logits of each draw, before averaging: the draws' disagreement stays, so that a mean can
   * be made no surer than the share of draws that vote for it.
   *
   * <pre>{@code
   * Σ w(d) softmax(logits(d) / T)
   * }</pre>
   */
  DRAWS {
    @Override
    Doubles probs(ClassDraws row, double temperature) {
      double[][] logits = new double[row.numDraws()][row.numClasses()];
      double[] weights = new double[row.numDraws()];
      for (int draw = 0; draw < logits.length; draw++) {
        weights[draw] = row.weight(draw);
        for (int k = 0; k < logits[draw].length; k++) {
          logits[draw][k] = row.logProb(draw, k) / temperature;
        }
      }
      return ClassDraws.of(logits, Doubles.of(weights)).meanProbs();
    }

    @Override
    Loss loss(ClassDraws row, int label, double temperature) {
      double greatest = Double.NEGATIVE_INFINITY;
      double[] logProbs = new double[row.numDraws()];
      double[] slopes = new double[row.numDraws()];
      double[] logits = new double[row.numClasses()];
      for (int draw = 0; draw < logProbs.length; draw++) {
        for (int k = 0; k < logits.length; k++) {
          logits[k] = row.logProb(draw, k);
        }
        Loss own = Loss.of(logits, label, temperature);
        logProbs[draw] = Math.log(row.weight(draw)) - own.nll();
        slopes[draw] = own.slope();
        greatest = Math.max(greatest, logProbs[draw]);
      }
      double sum = 0;
      double slope = 0;
      for (int draw = 0; draw < logProbs.length; draw++) {
        double share = Math.exp(logProbs[draw] - greatest);
        sum += share;
        slope += share > 0 ? share * slopes[draw] : 0;
      }
      return new Loss(-greatest - Math.log(sum), slope / sum);
    }
  },

  /**
   * On the logs of the mean probabilities, after averaging.
   *
   * <pre>{@code
   * softmax(log p̄ / T)
   * }</pre>
   */
  MEAN {
    @Override
    Doubles probs(ClassDraws row, double temperature) {
      double[] logits = new double[row.numClasses()];
      for (int k = 0; k < logits.length; k++) {
        logits[k] = row.meanLogProb(k) / temperature;
      }
      return ClassDraws.of(new double[][] {logits}).meanProbs();
    }

    @Override
    Loss loss(ClassDraws row, int label, double temperature) {
      double[] logits = new double[row.numClasses()];
      for (int k = 0; k < logits.length; k++) {
        logits[k] = row.meanLogProb(k);
      }
      return Loss.of(logits, label, temperature);
    }
  };

  /** The name in descriptions: {@code draws}. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Tempering named(String word) {
    return Arrays.stream(values())
        .filter(each -> each.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Check.failure(
                    "tempering",
                    "one of " + Arrays.stream(values()).map(Tempering::word).toList(),
                    "'" + word + "'"));
  }

  abstract Doubles probs(ClassDraws row, double temperature);

  abstract Loss loss(ClassDraws row, int label, double temperature);

  /**
   * A negative log probability.
   *
   * @param nll its value
   * @param slope its derivative by log T
   */
  record Loss(double nll, double slope) {

    /**
     * That of a label under softmax(logits / T).
     *
     * <pre>{@code
     * d nll / d log T = (logit of the label - E logit) / T
     * }</pre>
     */
    static Loss of(double[] logits, int label, double temperature) {
      double shift = Double.NEGATIVE_INFINITY;
      for (double logit : logits) {
        shift = Math.max(shift, logit);
      }
      double sum = 0;
      double mean = 0;
      for (double logit : logits) {
        double relative = Math.exp((logit - shift) / temperature);
        sum += relative;
        mean += relative > 0 ? relative * (logit - shift) : 0;
      }
      double distance = logits[label] - shift;
      return new Loss(
          Math.log(sum) - distance / temperature, (distance - mean / sum) / temperature);
    }
  }
}
