package org.jeffreys.cli.table;

import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.jeffreys.cli.report.CsvRows;
import org.jeffreys.core.Check;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Estimates;
import org.jeffreys.predict.Interval;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.table.ClassCalibration;
import org.jeffreys.table.ClassTarget;
import org.jeffreys.table.CountTarget;
import org.jeffreys.table.RealCalibration;
import org.jeffreys.table.Table;
import org.jeffreys.table.TableModel;
import org.jeffreys.table.TablePrediction;
import org.jeffreys.uncertainty.ExpectedEntropy;
import org.jeffreys.uncertainty.Intervals;
import org.jeffreys.uncertainty.MutualInformation;
import org.jeffreys.uncertainty.PredictiveEntropy;

/** Writes predictions of a table's rows, one line each. */
final class TableRows {
  private final TableModel model;
  private final double level;
  private final boolean calibrated;
  private final OptionalDouble threshold;
  private final boolean decides;
  private final CsvRows rows;
  private long numRows;
  private long numAccepted;

  /**
   * A writer of predictions.
   *
   * @param level of intervals and of sets of classes
   * @param calibrated whether what the model learnt from other rows is used
   * @param risk what accepted rows may have at most; empty for no decisions
   */
  TableRows(TableModel model, double level, boolean calibrated, OptionalDouble risk, Writer out) {
    this.model = model;
    this.level = level;
    this.calibrated = calibrated && model.calibration().isPresent();
    this.decides = risk.isPresent();
    this.threshold = risk.isPresent() ? threshold(model, risk.getAsDouble()) : risk;
    this.rows = new CsvRows(out, header());
  }

  private static OptionalDouble threshold(TableModel model, double risk) {
    return model
        .calibration()
        .map(
            calibration ->
                calibration instanceof RealCalibration real
                    ? real.threshold(risk)
                    : ((ClassCalibration) calibration).threshold(risk))
        .orElseThrow(
            () ->
                Check.failure("--risk", "a calibrated model", "one fitted with --calibrate none"));
  }

  private String[] header() {
    List<String> header = new ArrayList<>(List.of("line"));
    if (model.target() instanceof ClassTarget classes) {
      header.addAll(List.of("label", "probability"));
      classes.levels().forEach(each -> header.add("p." + each));
      header.addAll(
          List.of("predictiveEntropy", "expectedEntropy", "mutualInformation", "set" + percent()));
    } else {
      for (String name : model.target().names()) {
        String prefix = model.target().names().size() == 1 ? "" : name + ".";
        for (String what :
            List.of(
                "mean",
                "sd",
                "aleatoricSd",
                "epistemicSd",
                "lower" + percent(),
                "upper" + percent())) {
          header.add(prefix + what);
        }
      }
    }
    header.add("ood");
    if (decides) {
      header.add("decision");
    }
    return header.toArray(String[]::new);
  }

  private String percent() {
    return BigDecimal.valueOf(level).movePointRight(2).stripTrailingZeros().toPlainString();
  }

  /** Predicts and writes rows. */
  TablePrediction write(Table table) {
    TablePrediction prediction = model.predict(table);
    if (model.target() instanceof ClassTarget classes) {
      writeClasses(table, prediction, classes);
    } else {
      writeNumbers(table, prediction);
    }
    return prediction;
  }

  private void writeNumbers(Table table, TablePrediction all) {
    RegressionPrediction prediction = all.regression();
    Estimates mean = prediction.mean();
    Estimates sd = prediction.standardDeviation();
    Estimates aleatoric = prediction.aleatoric();
    Estimates epistemic = prediction.epistemic();
    Intervals intervals = intervals(prediction);
    int outputs = prediction.numOutputs();
    for (int row = 0; row < table.numRows(); row++) {
      rows.add(table.line(row));
      for (int output = 0; output < outputs; output++) {
        int at = row * outputs + output;
        rows.add(mean.value().get(at))
            .add(sd.value().get(at))
            .add(aleatoric.value().get(at))
            .add(epistemic.value().get(at))
            .add(lower(intervals.lower().get(at)))
            .add(upper(intervals.upper().get(at)));
      }
      end(all.novelty().get(row), sd.value().get(row * outputs));
    }
  }

  /** An interval of counts holds the same counts when its ends are counts. */
  private double lower(double end) {
    return model.target() instanceof CountTarget ? Math.max(0, Math.ceil(end)) : end;
  }

  private double upper(double end) {
    return model.target() instanceof CountTarget ? Math.max(0, Math.floor(end)) : end;
  }

  private Intervals intervals(RegressionPrediction prediction) {
    if (calibrated) {
      return ((RealCalibration) model.calibration().orElseThrow()).intervals(prediction, level);
    }
    Interval interval = prediction.interval(level);
    return new Intervals(interval.lower().value(), interval.upper().value());
  }

  private void writeClasses(Table table, TablePrediction all, ClassTarget classes) {
    ClassPrediction prediction = all.classification();
    Estimates probs = prediction.probabilities();
    Estimates entropy = prediction.measure(new PredictiveEntropy());
    Estimates expected = prediction.measure(new ExpectedEntropy());
    Estimates mutual = prediction.measure(new MutualInformation());
    int count = classes.levels().size();
    ClassCalibration calibration =
        calibrated ? (ClassCalibration) model.calibration().orElseThrow() : null;
    double least = calibration == null ? 0 : calibration.inclusion(level);
    for (int row = 0; row < table.numRows(); row++) {
      double[] mean = new double[count];
      for (int k = 0; k < count; k++) {
        mean[k] = probs.value().get(row * count + k);
      }
      double[] shown = calibration == null ? mean : calibration.calibrated(mean);
      int label = ClassSets.greatest(shown);
      rows.add(table.line(row)).add(classes.levels().get(label)).add(shown[label]);
      for (double prob : shown) {
        rows.add(prob);
      }
      rows.add(entropy.value().get(row))
          .add(expected.value().get(row))
          .add(mutual.value().get(row));
      rows.add(
          calibration == null
              ? ClassSets.ofMass(shown, level, classes.levels())
              : ClassSets.ofLeast(shown, least, classes.levels()));
      end(all.novelty().get(row), 1 - shown[label]);
    }
  }

  private void end(double novelty, double doubt) {
    rows.add(novelty);
    boolean accepted = threshold.isPresent() && doubt <= threshold.getAsDouble();
    if (decides) {
      rows.add(accepted ? "accept" : "abstain");
    }
    rows.end();
    numRows++;
    numAccepted += accepted ? 1 : 0;
  }

  /** The rows written. */
  long numRows() {
    return numRows;
  }

  /** Those accepted. */
  long numAccepted() {
    return numAccepted;
  }
}
