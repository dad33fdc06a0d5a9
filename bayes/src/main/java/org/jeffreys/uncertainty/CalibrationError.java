package org.jeffreys.uncertainty;

/**
 * How far predicted probabilities are from how often they come true, in bins.
 *
 * <pre>{@code
 * ece = Σ nᵦ/n |accuracyᵦ - confidenceᵦ|      mce = maxᵦ |accuracyᵦ - confidenceᵦ|
 * }</pre>
 *
 * <p>With few rows a bin all of these are biased upwards: a calibrated prediction scores above 0.
 *
 * @param ece the expected calibration error of the most probable class
 * @param mce the greatest over the bins that hold a row
 * @param classwise the ece of each class's own probability, averaged over the classes
 * @source Guo et al. (2017), On calibration of modern neural networks, ICML, eq. 3 and 5; Nixon et
 *     al. (2019), Measuring calibration in deep learning (equal mass, class-wise)
 */
public record CalibrationError(double ece, double mce, double classwise) {

  /**
   * That of some predictions.
   *
   * @param numBins at least 1
   */
  public static CalibrationError of(LabelledProbs predictions, Binning binning, int numBins) {
    ReliabilityCurve confidence = ReliabilityCurve.ofConfidence(predictions, binning, numBins);
    double sum = 0;
    for (int k = 0; k < predictions.numClasses(); k++) {
      sum += expected(ReliabilityCurve.ofClass(predictions, k, binning, numBins));
    }
    double greatest = 0;
    for (ReliabilityCurve.Bin bin : confidence.bins()) {
      greatest = Math.max(greatest, Math.abs(bin.gap()));
    }
    return new CalibrationError(expected(confidence), greatest, sum / predictions.numClasses());
  }

  /** The expected calibration error of a curve. */
  public static double expected(ReliabilityCurve curve) {
    double sum = 0;
    for (ReliabilityCurve.Bin bin : curve.bins()) {
      sum += bin.hits().trials() * Math.abs(bin.gap());
    }
    return sum / curve.numRows();
  }
}
