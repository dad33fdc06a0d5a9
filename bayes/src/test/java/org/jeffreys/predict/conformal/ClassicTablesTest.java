package org.jeffreys.predict.conformal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealVector;
import org.jeffreys.TestData;
import org.jeffreys.uncertainty.LabelledProbs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Coverage on real tables, over random splits, around simple predictors. */
@Tag("slow")
final class ClassicTablesTest {
  private static final int SPLITS = 100;

  /** Efron's diabetes table: 442 rows, ten columns and the target. */
  private static double[][] diabetes() throws IOException {
    List<double[]> rows = new ArrayList<>();
    try (var file = Files.newInputStream(TestData.require("classic/diabetes-efron.csv.gz"));
        var reader =
            new BufferedReader(
                new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
      reader.readLine();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        rows.add(
            Arrays.stream(line.split(",")).limit(11).mapToDouble(Double::parseDouble).toArray());
      }
    }
    return rows.toArray(double[][]::new);
  }

  /** Least squares of the first column by the others. */
  private static RealVector fit(List<double[]> rows) {
    double[][] x = rows.stream().map(ClassicTablesTest::inputs).toArray(double[][]::new);
    double[] y = rows.stream().mapToDouble(row -> row[0]).toArray();
    return new QRDecomposition(new Array2DRowRealMatrix(x, false))
        .getSolver()
        .solve(new ArrayRealVector(y, false));
  }

  private static double[] inputs(double[] row) {
    double[] inputs = row.clone();
    inputs[0] = 1;
    return inputs;
  }

  private static double[] predict(RealVector weights, List<double[]> rows) {
    return rows.stream()
        .mapToDouble(row -> weights.dotProduct(new ArrayRealVector(inputs(row), false)))
        .toArray();
  }

  private static double[] targets(List<double[]> rows) {
    return rows.stream().mapToDouble(row -> row[0]).toArray();
  }

  @Test
  void splitAndCrossConformalCoverDiabetes() throws IOException {
    List<double[]> rows = new ArrayList<>(List.of(diabetes()));
    assertThat(rows).hasSize(442);
    var random = new Random(1);
    double split = 0;
    double cross = 0;
    for (int i = 0; i < SPLITS; i++) {
      Collections.shuffle(rows, random);
      List<double[]> train = rows.subList(0, 60);
      List<double[]> calibration = rows.subList(60, 99);
      List<double[]> test = rows.subList(99, 442);
      RealVector weights = fit(train);
      var half =
          SplitConformal.fit(
              new AbsoluteResidual(), predict(weights, calibration), targets(calibration), 0.9);
      split += half.intervals(predict(weights, test)).coverage(targets(test)).value() / SPLITS;
      cross += crossCoverage(rows.subList(0, 100), rows.subList(100, 442)) / SPLITS;
    }
    // 36 of 40, with the spread of 100 calibration sets of 39.
    assertThat(split).isBetween(0.9 - 0.025, 0.9 + 0.025);
    assertThat(cross).isBetween(0.88, 0.94);
  }

  private static double crossCoverage(List<double[]> table, List<double[]> test) {
    int numFolds = 10;
    int[] folds = new int[table.size()];
    double[] loc = new double[folds.length];
    double[][] next = new double[numFolds][];
    for (int fold = 0; fold < numFolds; fold++) {
      List<double[]> others = new ArrayList<>(table);
      others.subList(10 * fold, 10 * fold + 10).clear();
      RealVector weights = fit(others);
      next[fold] = predict(weights, test);
      double[] own = predict(weights, table.subList(10 * fold, 10 * fold + 10));
      System.arraycopy(own, 0, loc, 10 * fold, 10);
      Arrays.fill(folds, 10 * fold, 10 * fold + 10, fold);
    }
    CvPlus fit = CvPlus.fit(new AbsoluteResidual(), loc, targets(table), folds, 0.9);
    return fit.intervals(next).coverage(targets(test)).value();
  }

  /** Classes by the distances to their centres. */
  @Test
  void setsCoverIris() throws IOException {
    List<String> names = List.of("Iris-setosa", "Iris-versicolor", "Iris-virginica");
    List<double[]> rows = new ArrayList<>();
    for (String line : Files.readAllLines(TestData.require("classic/iris.csv"))) {
      String[] cells = line.split(",");
      if (cells.length == 5) {
        cells[4] = "" + names.indexOf(cells[4]);
        rows.add(Arrays.stream(cells).mapToDouble(Double::parseDouble).toArray());
      }
    }
    assertThat(rows).hasSize(150);
    var random = new Random(2);
    for (SetScore score : List.of(new Lac(), new Aps(), new Raps(0.01, 1))) {
      double held = 0;
      double size = 0;
      for (int i = 0; i < SPLITS; i++) {
        Collections.shuffle(rows, random);
        LabelledProbs calibration = predictions(rows.subList(0, 50), rows.subList(50, 99));
        LabelledProbs test = predictions(rows.subList(0, 50), rows.subList(99, 150));
        double[][] probs = new double[51][];
        int[] labels = new int[51];
        for (int row = 0; row < 51; row++) {
          labels[row] = test.label(row);
          probs[row] = new double[] {test.prob(row, 0), test.prob(row, 1), test.prob(row, 2)};
        }
        ClassSets sets = ConformalSets.fit(score, calibration, 0.9).sets(probs);
        held += sets.coverage(labels).value() / SPLITS;
        size += sets.meanSize() / SPLITS;
      }
      assertThat(held).as("%s", score).isBetween(0.9 - 0.02, 1.0);
      assertThat(size).as("%s", score).isBetween(0.85, 2.0);
    }
  }

  private static LabelledProbs predictions(List<double[]> train, List<double[]> rows) {
    double[][] centres = new double[3][4];
    int[] counts = new int[3];
    for (double[] row : train) {
      counts[(int) row[4]]++;
      Arrays.setAll(centres[(int) row[4]], j -> centres[(int) row[4]][j] + row[j]);
    }
    double[][] probs = new double[rows.size()][3];
    int[] labels = new int[probs.length];
    for (int i = 0; i < probs.length; i++) {
      double sum = 0;
      for (int k = 0; k < 3; k++) {
        double distance = 0;
        for (int j = 0; j < 4; j++) {
          distance += Math.pow(rows.get(i)[j] - centres[k][j] / counts[k], 2);
        }
        probs[i][k] = Math.exp(-2 * distance) + 1e-9;
        sum += probs[i][k];
      }
      double total = sum;
      double[] own = probs[i];
      Arrays.setAll(own, k -> own[k] / total);
      labels[i] = (int) rows.get(i)[4];
    }
    return LabelledProbs.of(probs, labels);
  }
}
