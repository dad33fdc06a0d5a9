package org.jeffreys.cli.table;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jeffreys.table.TableScore;

/** Outcomes of a comparison by method: means over the folds, and which of them are best. */
final class ComparisonTable {
  private final List<List<FitOutcome>> served = new ArrayList<>();
  private final List<Refusal> refusals = new ArrayList<>();

  /** How a method's score stands among those of the others. */
  enum Standing {
    /** The best mean. */
    BEST("*"),
    /** No worse than the best by more than a standard error of the difference over the folds. */
    CLOSE("~"),
    /** Neither. */
    BEHIND("");

    private final String mark;

    Standing(String mark) {
      this.mark = mark;
    }

    String mark() {
      return mark;
    }
  }

  /**
   * A method that did not serve the task.
   *
   * @param reason in a line
   */
  record Refusal(String method, String reason) {}

  /**
   * The table of some outcomes.
   *
   * @param methods in the order in which ties are kept
   * @param outcomes all folds of each method
   */
  ComparisonTable(List<String> methods, List<FitOutcome> outcomes) {
    for (String method : methods) {
      List<FitOutcome> folds =
          outcomes.stream()
              .filter(each -> each.method().equals(method))
              .sorted(Comparator.comparingInt(FitOutcome::fold))
              .toList();
      Optional<FitOutcome> refused = folds.stream().filter(FitOutcome::isRefused).findFirst();
      refused.ifPresentOrElse(
          each -> refusals.add(new Refusal(method, reason(each, folds))), () -> served.add(folds));
    }
    // The negative log likelihood judges the whole distribution, of every kind of target.
    served.sort(Comparator.comparingDouble(folds -> rank(folds)));
  }

  private static double rank(List<FitOutcome> folds) {
    double nll = mean(folds, TableScore.NLL).value();
    return Double.isNaN(nll) ? Double.POSITIVE_INFINITY : nll;
  }

  private static String reason(FitOutcome refused, List<FitOutcome> folds) {
    boolean everywhere = folds.stream().allMatch(FitOutcome::isRefused);
    return everywhere ? refused.refusal() : "fold " + refused.fold() + ": " + refused.refusal();
  }

  /** The methods that served the task, the best negative log likelihood first. */
  List<String> methods() {
    return served.stream().map(folds -> folds.get(0).method()).toList();
  }

  /** Those that did not. */
  List<Refusal> refusals() {
    return List.copyOf(refusals);
  }

  /** The scores that were measured. */
  List<TableScore> scores() {
    return served.isEmpty()
        ? List.of()
        : List.copyOf(served.get(0).get(0).scores().values().keySet());
  }

  boolean has(TableScore score) {
    return scores().contains(score);
  }

  /** A method's mean score. */
  FoldMean mean(String method, TableScore score) {
    return mean(folds(method), score);
  }

  /** A method's mean of the seconds of a fit. */
  FoldMean seconds(String method) {
    return mean(folds(method), FitOutcome::seconds);
  }

  Standing standing(String method, TableScore score) {
    Optional<String> best = best(score);
    if (best.isEmpty()) {
      return Standing.BEHIND;
    }
    if (best.get().equals(method)) {
      return Standing.BEST;
    }
    List<FitOutcome> mine = folds(method);
    List<FitOutcome> theirs = folds(best.get());
    double[] differences = new double[mine.size()];
    for (int i = 0; i < differences.length; i++) {
      differences[i] = mine.get(i).scores().get(score) - theirs.get(i).scores().get(score);
    }
    double behind = loss(method, score) - loss(best.get(), score);
    return behind <= FoldMean.of(differences).standardError() ? Standing.CLOSE : Standing.BEHIND;
  }

  /** The method of the best mean, the first of several; empty where nothing is to be judged. */
  Optional<String> best(TableScore score) {
    return score.isJudged()
        ? methods().stream()
            .filter(method -> Double.isFinite(loss(method, score)))
            .min(Comparator.comparingDouble(method -> loss(method, score)))
        : Optional.empty();
  }

  private double loss(String method, TableScore score) {
    return score.loss(mean(method, score).value());
  }

  private List<FitOutcome> folds(String method) {
    return served.stream()
        .filter(folds -> folds.get(0).method().equals(method))
        .findFirst()
        .orElseThrow();
  }

  private static FoldMean mean(List<FitOutcome> folds, TableScore score) {
    return mean(folds, each -> each.scores().get(score));
  }

  private static FoldMean mean(List<FitOutcome> folds, ToDoubleFunction<FitOutcome> number) {
    return FoldMean.of(folds.stream().mapToDouble(number).toArray());
  }
}
