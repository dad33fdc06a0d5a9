package org.jeffreys.uncertainty;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;

/**
 * Class probabilities made right by non-decreasing functions of themselves: of two classes one
 * function of the second's probability, of more a function for each class against the rest, divided
 * by their sum.
 *
 * <pre>{@code
 * two: p'(1) = f(p(1))      more: p'(k) = fₖ(p(k)) / Σ fⱼ(p(j))
 * }</pre>
 *
 * <p>A row whose functions are all 0 stays as it was. Unlike a temperature it may change which
 * class is the most probable (of more than two), it makes probabilities 0 and 1, so that the nll of
 * new examples may be infinite, and it takes hundreds of examples not to overfit.
 *
 * @param functions one of the probability of class 1, or one a class where there are more than two
 * @param numExamples that they were fitted to
 * @source Zadrozny and Elkan (2002), Transforming classifier scores into accurate multiclass
 *     probability estimates, KDD, sections 3 and 4
 */
public record IsotonicCalibration(List<IsotonicRegression> functions, int numExamples)
    implements Calibration {

  /** Checks that there are functions of probabilities. */
  public IsotonicCalibration {
    functions = List.copyOf(functions);
    Check.require(
        functions.size() == 1 || functions.size() > 2,
        "functions",
        "1 for two classes or one a class for more",
        functions.size());
    for (IsotonicRegression function : functions) {
      Check.unit(function.value().min(), "function");
      Check.unit(function.value().max(), "function");
    }
    Check.atLeast(numExamples, 1, "numExamples");
  }

  /**
   * Fits the functions to what came true.
   *
   * @param predictions of examples that the model has not seen
   */
  public static IsotonicCalibration fit(LabelledProbs predictions) {
    int numClasses = Check.atLeast(predictions.numClasses(), 2, "number of classes");
    List<IsotonicRegression> functions = new ArrayList<>();
    for (int k = numClasses == 2 ? 1 : 0; k < numClasses; k++) {
      double[] probs = new double[predictions.numRows()];
      double[] hits = new double[probs.length];
      for (int row = 0; row < probs.length; row++) {
        probs[row] = predictions.prob(row, k);
        hits[row] = predictions.label(row) == k ? 1 : 0;
      }
      functions.add(IsotonicRegression.fit(probs, hits));
    }
    return new IsotonicCalibration(functions, predictions.numRows());
  }

  /**
   * The calibration of {@link #fields}.
   *
   * @throws IllegalArgumentException if a field is missing or not what it should be
   */
  public static IsotonicCalibration of(Fields fields) {
    return new IsotonicCalibration(
        fields.children("functions").stream().map(IsotonicRegression::of).toList(),
        fields.integer("numExamples"));
  }

  @Override
  public Map<String, Object> fields() {
    return Fields.ordered(
        "functions",
        functions.stream().map(IsotonicRegression::fields).toList(),
        "numExamples",
        numExamples);
  }

  /** The number of classes. */
  public int numClasses() {
    return Math.max(2, functions.size());
  }

  /**
   * The calibrated probabilities of a row.
   *
   * @throws IllegalArgumentException if it has another number of classes
   */
  public Doubles probs(double[] probs) {
    Check.require(probs.length == numClasses(), "probs", numClasses() + " classes", probs.length);
    if (probs.length == 2) {
      double second = functions.get(0).at(probs[1]);
      return Doubles.of(1 - second, second);
    }
    double[] calibrated = new double[probs.length];
    Arrays.setAll(calibrated, k -> functions.get(k).at(probs[k]));
    double sum = Arrays.stream(calibrated).sum();
    return sum == 0 ? Doubles.of(probs) : Doubles.of(calibrated).map(each -> each / sum);
  }

  @Override
  public String guarantee() {
    return String.format(
        Locale.ROOT,
        "On the %d examples it was fitted to, each class's probability before normalisation is the"
            + " share that came true among the examples of the same calibrated probability, and no"
            + " other non-decreasing function has a lower Brier score. Nothing is promised for new"
            + " examples in finite samples.",
        numExamples);
  }
}
