package org.jeffreys.table;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.uncertainty.Accuracy;
import org.jeffreys.uncertainty.Binning;
import org.jeffreys.uncertainty.Brier;
import org.jeffreys.uncertainty.CalibrationError;
import org.jeffreys.uncertainty.Detection;
import org.jeffreys.uncertainty.LabelledProbs;
import org.jeffreys.uncertainty.Nll;

/** Gathers predicted classes block by block, and scores them. */
final class ClassScoring {
  private static final int BINS = 15;

  private ClassScoring() {}

  static TableScores of(TableModel model, ClassTarget target, Table rows) {
    int[] labels = target.labels(rows);
    double[][] probs = new double[labels.length][];
    double[] logProbs = new double[labels.length];
    for (int[] block : model.blocks(labels.length)) {
      int from = block[0];
      int[] some = Arrays.copyOfRange(labels, from, from + block.length);
      ClassPrediction prediction = model.predict(rows.rows(block)).classification();
      LabelledProbs labelled = prediction.labelled(some);
      double[] logs = prediction.logProb(some).value().toArray();
      for (int i = 0; i < block.length; i++) {
        int row = i;
        logProbs[from + i] = logs[i];
        probs[from + i] = new double[labelled.numClasses()];
        Arrays.setAll(probs[from + i], k -> labelled.prob(row, k));
      }
    }
    LabelledProbs labelled = LabelledProbs.of(probs, labels);
    Map<TableScore, Double> values = new EnumMap<>(TableScore.class);
    values.put(TableScore.ACCURACY, Accuracy.of(labelled).value());
    values.put(TableScore.NLL, Nll.of(logProbs).value());
    values.put(TableScore.BRIER, Brier.of(labelled, Binning.EQUAL_WIDTH, BINS).value());
    values.put(TableScore.ECE, ece(labelled));
    values.put(TableScore.AUROC_OF_ERRORS, auroc(labelled));
    Optional<ClassCalibration> calibration = model.calibration().map(ClassCalibration.class::cast);
    if (calibration.isPresent()) {
      LabelledProbs tempered =
          LabelledProbs.of(
              Arrays.stream(probs).map(calibration.get()::calibrated).toArray(double[][]::new),
              labels);
      values.put(TableScore.NLL_CALIBRATED, Nll.of(tempered).value());
      values.put(TableScore.ECE_CALIBRATED, ece(tempered));
    }
    return new TableScores(values);
  }

  private static double ece(LabelledProbs labelled) {
    return CalibrationError.of(labelled, Binning.EQUAL_WIDTH, BINS).ece();
  }

  private static double auroc(LabelledProbs labelled) {
    double[] doubt = new double[labelled.numRows()];
    Arrays.setAll(doubt, row -> 1 - labelled.confidence(row));
    return Detection.ofErrors(doubt, labelled.correct()).auroc();
  }
}
