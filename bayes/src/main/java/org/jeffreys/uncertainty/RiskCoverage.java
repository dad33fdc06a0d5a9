package org.jeffreys.uncertainty;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jeffreys.core.Check;

/**
 * The share of errors among the most certain rows, against the share of rows that are kept.
 *
 * <pre>{@code
 * aurc = 1/n Σᵢ risk(i most certain rows)      excess = aurc - optimal
 * }</pre>
 *
 * <p>Equal uncertainties are kept or left out together; in the areas they count with the mean over
 * their orders. So an uncertainty that is the same everywhere has the error rate as its aurc.
 *
 * @param points one for each different uncertainty, from the least to the greatest
 * @param aurc the area under the curve
 * @param optimal the least area with that many errors: all of them the least certain
 * @source Geifman, Uziel and El-Yaniv (2019), Bias-reduced uncertainty estimation for deep neural
 *     classifiers, ICLR
 */
public record RiskCoverage(List<Point> points, double aurc, double optimal) {

  /** Copies the list. */
  public RiskCoverage {
    points = List.copyOf(points);
  }

  /**
   * A threshold and what it does.
   *
   * @param threshold rows of at most this uncertainty are kept
   * @param coverage the share of rows that are kept
   * @param kept how many of those are correct
   */
  public record Point(double threshold, double coverage, Proportion kept) {

    /** The share of kept rows that are correct: the selective accuracy. */
    public double accuracy() {
      return kept.value();
    }

    /** The share of kept rows that are wrong: the selective risk. */
    public double risk() {
      return (double) (kept.trials() - kept.successes()) / kept.trials();
    }
  }

  /**
   * The curve of an uncertainty.
   *
   * @param uncertainty one a row, greater is more uncertain; see {@link
   *     UncertaintyMeasure#uncertainty}
   * @param correct whether each row's prediction came true
   * @throws IllegalArgumentException if there is no row, not one of each a row, or a NaN
   */
  public static RiskCoverage of(double[] uncertainty, boolean[] correct) {
    Scores groups = Scores.ascending(uncertainty, correct, "uncertainty");
    int numRows = correct.length;
    List<Point> points = new ArrayList<>();
    int kept = 0;
    int right = 0;
    double area = 0;
    for (int group = 0; group < groups.numGroups(); group++) {
      int size = groups.size(group);
      double share = (double) (size - groups.marked(group)) / size;
      for (int i = 1; i <= size; i++) {
        area += (kept - right + i * share) / (kept + i);
      }
      kept += size;
      right += groups.marked(group);
      points.add(
          new Point(groups.value(group), (double) kept / numRows, new Proportion(right, kept)));
    }
    return new RiskCoverage(points, area / numRows, optimal(right, numRows));
  }

  /** How far the area is above that of the best order. */
  public double excess() {
    return aurc - optimal;
  }

  /**
   * The threshold that keeps the most rows at a selective accuracy of at least {@code accuracy}.
   * For a confidence, whose uncertainty is its negative, that is the smallest confidence asked for.
   *
   * <p>On the rows it was chosen on, the accuracy flatters: check it on others.
   *
   * @param accuracy in [0, 1]
   * @return nothing where no threshold reaches it
   */
  public Optional<Point> forAccuracy(double accuracy) {
    Check.unit(accuracy, "accuracy");
    Optional<Point> widest = Optional.empty();
    for (Point point : points) {
      widest = point.accuracy() >= accuracy ? Optional.of(point) : widest;
    }
    return widest;
  }

  private static double optimal(int right, int numRows) {
    double area = 0;
    for (int kept = right + 1; kept <= numRows; kept++) {
      area += (double) (kept - right) / kept;
    }
    return area / numRows;
  }
}
