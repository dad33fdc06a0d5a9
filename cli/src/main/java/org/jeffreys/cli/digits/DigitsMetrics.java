package org.jeffreys.cli.digits;

import org.jeffreys.cli.Version;
import org.jeffreys.cli.report.CsvRows;
import org.jeffreys.cli.report.Metrics;
import org.jeffreys.tensor.Threads;
import org.jeffreys.uncertainty.Accuracy;
import org.jeffreys.uncertainty.Binning;
import org.jeffreys.uncertainty.Brier;
import org.jeffreys.uncertainty.CalibrationError;
import org.jeffreys.uncertainty.Detection;
import org.jeffreys.uncertainty.EntropyThreshold;
import org.jeffreys.uncertainty.LabelledProbs;
import org.jeffreys.uncertainty.Nll;
import org.jeffreys.uncertainty.PredictiveEntropy;
import org.jeffreys.uncertainty.RiskCoverage;
import org.jeffreys.uncertainty.TemperatureScaling;

/** {@code metrics.json} of the digits. */
final class DigitsMetrics {
  static final int BINS = 15;

  private final DigitsSettings settings;
  private final DigitsResult result;

  DigitsMetrics(DigitsSettings settings, DigitsResult result) {
    this.settings = settings;
    this.result = result;
  }

  Metrics metrics() {
    Metrics metrics =
        Metrics.empty()
            .put("command", "digits")
            .put("version", Version.number())
            .put("seed", settings.seed())
            .put("method", settings.method())
            .put("data", settings.data())
            .put("ood", settings.foreign());
    LabelledProbs plain = result.clean().labelled();
    LabelledProbs drawn = result.clean().labelledByDraws();
    metrics
        .put("accuracy", Accuracy.of(plain).value())
        .put("accuracyMc", Accuracy.of(drawn).value())
        .put("nll", Nll.of(plain).value())
        .put("nllMc", Nll.of(drawn).value())
        .put("ece", ece(plain))
        .put("eceMc", ece(drawn))
        .put("brier", Brier.of(plain, Binning.EQUAL_WIDTH, BINS).value())
        .put("brierMc", Brier.of(drawn, Binning.EQUAL_WIDTH, BINS).value())
        .put("epochs", result.epochs().size())
        .put("numDraws", settings.draws())
        .put("independentMasks", settings.independent())
        .put("threads", settings.threads())
        .put("threadsPerOperation", Threads.get())
        .put("trainSeconds", result.trainSeconds())
        .put("mcSecondsPerPass", result.secondsPerPass())
        .put("elapsedSeconds", result.elapsedSeconds());
    noisy(metrics.section("noisy"));
    scaled(metrics.section("temperatureScaled"));
    flagged(metrics.section("published"), DigitsSettings.PUBLISHED_THRESHOLD);
    flagged(metrics.section("flagged"), settings.threshold());
    auroc(metrics.section("auroc"));
    aurc(metrics);
    return metrics;
  }

  private void aurc(Metrics metrics) {
    metrics.put("aurc", risk(new PredictiveEntropy().name()).aurc());
    Metrics byMeasure = metrics.section("aurcByMeasure");
    for (String measure : result.clean().measures()) {
      byMeasure.put(key(measure), risk(measure).aurc());
    }
  }

  static double ece(LabelledProbs probs) {
    return CalibrationError.of(probs, Binning.EQUAL_WIDTH, BINS).ece();
  }

  private RiskCoverage risk(String measure) {
    return DigitsDetection.risk(result, measure);
  }

  private void noisy(Metrics section) {
    LabelledProbs plain = result.noisy().labelled();
    LabelledProbs drawn = result.noisy().labelledByDraws();
    section
        .put("numNoisy", result.numNoisy())
        .put("accuracy", Accuracy.of(plain).value())
        .put("accuracyMc", Accuracy.of(drawn).value())
        .put("nll", Nll.of(plain).value())
        .put("nllMc", Nll.of(drawn).value());
  }

  private void scaled(Metrics section) {
    section
        .put("temperature", result.temperature().temperature())
        .put("temperatureMc", result.temperatureByDraws().temperature())
        .put("nll", scaledNll(result.temperature(), false))
        .put("nllMc", scaledNll(result.temperatureByDraws(), true));
  }

  /** The nll of the test images after scaling. */
  double scaledNll(TemperatureScaling scaling, boolean ofDraws) {
    double[][] logits = result.clean().logits(ofDraws);
    double sum = 0;
    for (int row = 0; row < logits.length; row++) {
      sum -= Math.log(scaling.probs(logits[row]).get(result.clean().label(row)));
    }
    return sum / logits.length;
  }

  private void flagged(Metrics section, double threshold) {
    section
        .put("thresholdNats", threshold)
        .put(
            "thresholdNormalised",
            new EntropyThreshold(threshold).share(DigitsSettings.NUM_CLASSES));
    groups(section.section(settings.data()), result.clean(), threshold);
    groups(section.section("noisy"), result.noisy(), threshold);
    section
        .section("foreign")
        .put("images", result.foreign().size())
        .put("flagged", Flagged.count(result.foreign(), ImageScores.DETERMINISTIC, threshold))
        .put("flaggedMc", Flagged.count(result.foreign(), ImageScores.DECIDING, threshold));
  }

  private static void groups(Metrics section, ImageScores scores, double threshold) {
    Flagged flagged = Flagged.of(scores, ImageScores.DETERMINISTIC, threshold);
    section
        .put("high", flagged.high().trials())
        .put("highAccuracy", flagged.high().value())
        .put("low", flagged.low().trials())
        .put("lowAccuracy", flagged.low().value());
    Flagged byDraws = Flagged.of(scores, new PredictiveEntropy().name(), threshold);
    section
        .put("highMc", byDraws.high().trials())
        .put("highAccuracyMc", byDraws.high().value())
        .put("lowMc", byDraws.low().trials())
        .put("lowAccuracyMc", byDraws.low().value());
  }

  private void auroc(Metrics section) {
    Metrics foreign = section.section("foreign");
    Metrics noisy = section.section("noisy");
    Metrics errors = section.section("errors");
    for (String measure : result.clean().measures()) {
      foreign.put(key(measure), DigitsDetection.foreign(result, measure).auroc());
      noisy.put(key(measure), DigitsDetection.noisy(result, measure).auroc());
      errors.put(key(measure), errors(measure).auroc());
    }
  }

  private Detection errors(String measure) {
    return DigitsDetection.errors(result, measure);
  }

  /** A measure's name as a key: {@code predictiveEntropy}. */
  static String key(String measure) {
    return CsvRows.column(measure);
  }
}
