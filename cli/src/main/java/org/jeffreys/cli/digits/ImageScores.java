package org.jeffreys.cli.digits;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Estimates;
import org.jeffreys.predict.Measurements;
import org.jeffreys.uncertainty.LabelledProbs;
import org.jeffreys.uncertainty.PredictiveEntropy;
import org.jeffreys.uncertainty.UncertaintyMeasure;
import org.jeffreys.uncertainty.UncertaintyMeasures;

/**
 * What the network says of some images: once without noise, and by the draws, with every measure of
 * uncertainty.
 */
final class ImageScores {
  /** The name of the entropy of the network without noise, beside those of the registry. */
  static final String DETERMINISTIC = "deterministic-entropy";

  /** The name of the measure that decides which images are flagged. */
  static final String DECIDING = new PredictiveEntropy().name();

  private final int[] labels;
  private final double[][] probs;
  private final double[][] meanProbs;
  private final double[][] voteShares;
  private final Map<String, double[]> values;
  private final Map<String, double[]> standardErrors;

  private ImageScores(
      int[] labels,
      double[][] probs,
      double[][] meanProbs,
      double[][] voteShares,
      Map<String, double[]> values,
      Map<String, double[]> standardErrors) {
    this.labels = labels;
    this.probs = probs;
    this.meanProbs = meanProbs;
    this.voteShares = voteShares;
    this.values = values;
    this.standardErrors = standardErrors;
  }

  /**
   * The scores of predictions for the same images.
   *
   * @param labels the true classes; empty for images that are none of them
   * @param mean by the network without noise
   * @param drawn by the draws
   */
  static ImageScores of(int[] labels, ClassPrediction mean, ClassPrediction drawn) {
    Map<String, double[]> values = new LinkedHashMap<>();
    Map<String, double[]> errors = new LinkedHashMap<>();
    values.put(DETERMINISTIC, mean.measure(new PredictiveEntropy()).value().toArray());
    errors.put(DETERMINISTIC, new double[mean.numRows()]);
    Measurements measured = drawn.measures(UncertaintyMeasures.all());
    for (UncertaintyMeasure measure : measured.measures()) {
      values.put(measure.name(), measured.of(measure).value().toArray());
      errors.put(measure.name(), measured.of(measure).standardError().toArray());
    }
    return new ImageScores(
        labels,
        rows(mean.probabilities(), mean.numClasses()),
        rows(drawn.probabilities(), drawn.numClasses()),
        rows(drawn.voteShares(), drawn.numClasses()),
        values,
        errors);
  }

  private static double[][] rows(Estimates estimates, int width) {
    double[] flat = estimates.value().toArray();
    double[][] rows = new double[flat.length / width][];
    Arrays.setAll(rows, row -> Arrays.copyOfRange(flat, row * width, (row + 1) * width));
    return rows;
  }

  /** These scores, those of the first images replaced. */
  ImageScores withFirst(ImageScores first) {
    Map<String, double[]> newValues = new LinkedHashMap<>();
    Map<String, double[]> newErrors = new LinkedHashMap<>();
    values.forEach((name, old) -> newValues.put(name, joined(first.raw(name), old)));
    standardErrors.forEach(
        (name, old) -> newErrors.put(name, joined(first.standardErrors(name), old)));
    return new ImageScores(
        labels,
        joined(first.probs, probs),
        joined(first.meanProbs, meanProbs),
        joined(first.voteShares, voteShares),
        newValues,
        newErrors);
  }

  private static double[] joined(double[] first, double[] all) {
    double[] joined = all.clone();
    System.arraycopy(first, 0, joined, 0, first.length);
    return joined;
  }

  private static double[][] joined(double[][] first, double[][] all) {
    double[][] joined = all.clone();
    System.arraycopy(first, 0, joined, 0, first.length);
    return joined;
  }

  int size() {
    return probs.length;
  }

  /** The true class of an image. */
  int label(int row) {
    return labels[row];
  }

  /** The most probable class by the network without noise. */
  int predicted(int row) {
    return greatest(probs[row]);
  }

  /** The class of the greatest mean probability over the draws. */
  int predictedByDraws(int row) {
    return greatest(meanProbs[row]);
  }

  /** The class most draws vote for. */
  int predictedByVotes(int row) {
    return greatest(voteShares[row]);
  }

  private static int greatest(double[] values) {
    int best = 0;
    for (int k = 1; k < values.length; k++) {
      best = values[k] > values[best] ? k : best;
    }
    return best;
  }

  /** The probability of each class by the network without noise. */
  double prob(int row, int k) {
    return probs[row][k];
  }

  /** The mean probability of each class over the draws. */
  double meanProb(int row, int k) {
    return meanProbs[row][k];
  }

  /** The share of the draws whose most probable class this is. */
  double voteShare(int row, int k) {
    return voteShares[row][k];
  }

  /** The names of all measures, the deterministic one first. */
  List<String> measures() {
    return new ArrayList<>(values.keySet());
  }

  /** A measure of each image, as it is defined. */
  double[] raw(String measure) {
    return Check.present(values.get(measure), measure).clone();
  }

  /** Its Monte Carlo standard errors; 0 where nothing is random. */
  double[] standardErrors(String measure) {
    return Check.present(standardErrors.get(measure), measure).clone();
  }

  /** A measure of each image, turned so that more is less certain. */
  double[] uncertainty(String measure) {
    double[] raw = raw(measure);
    if (measure.equals(DETERMINISTIC)) {
      return raw;
    }
    UncertaintyMeasure registered = UncertaintyMeasures.named(measure);
    return Arrays.stream(raw).map(registered::uncertainty).toArray();
  }

  /** The probabilities of the network without noise beside the true classes. */
  LabelledProbs labelled() {
    return LabelledProbs.of(probs, labels);
  }

  /** The mean probabilities over the draws beside the true classes. */
  LabelledProbs labelledByDraws() {
    return LabelledProbs.of(meanProbs, labels);
  }

  /** Which predictions are right: of the deterministic network for its own measure. */
  boolean[] correct(String measure) {
    return measure.equals(DETERMINISTIC) ? labelled().correct() : labelledByDraws().correct();
  }

  /** The logarithms of the probabilities, which serve as logits. */
  double[][] logits(boolean ofDraws) {
    double[][] of = ofDraws ? meanProbs : probs;
    double[][] logs = new double[of.length][];
    Arrays.setAll(logs, row -> Arrays.stream(of[row]).map(ImageScores::logarithm).toArray());
    return logs;
  }

  private static double logarithm(double prob) {
    return Math.log(Math.max(prob, Double.MIN_NORMAL));
  }

  int[] labels() {
    return labels.clone();
  }

  /** All measures, by name. */
  Map<String, double[]> all() {
    return Collections.unmodifiableMap(values);
  }
}
