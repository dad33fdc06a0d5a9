package org.jeffreys.table;

import org.jeffreys.inference.Run;

/**
 * What a network has to beat: the linear model of a target. Real numbers by least squares, in
 * closed form; classes by multinomial logistic regression and counts by a log-linear model, both by
 * the network without hidden layers.
 */
public final class LinearBaseline {
  /** That of real numbers. */
  public static final String LEAST_SQUARES = "least-squares";

  /** Without a hidden layer, what it finds is the optimum. */
  private static final String MAP = "map";

  private static final String LOGISTIC = "logistic-regression";
  private static final String LOG_LINEAR = "log-linear";

  private LinearBaseline() {}

  /** What it is called for a target. */
  public static String name(TargetSchema target) {
    return switch (target.kind()) {
      case REAL -> LEAST_SQUARES;
      case CLASSES -> LOGISTIC;
      case COUNT -> LOG_LINEAR;
    };
  }

  /** What it is, in a line. */
  public static String summary(TargetSchema target) {
    return switch (target.kind()) {
      case REAL -> "Ordinary least squares, with the noise of the training rows";
      case CLASSES -> "Logistic regression: the network without hidden layers";
      case COUNT -> "A log-linear model of counts: the network without hidden layers";
    };
  }

  /**
   * Fits it, which the caller closes.
   *
   * @param settings of which the method, the network and, of real numbers, the likelihood do not
   *     count
   */
  public static TableModel fit(TableFit settings, TableTask task, Run run) {
    TableFit linear = settings.withMethod(MAP).withNetwork(settings.activation());
    return task.target().kind() == TargetKind.REAL
        ? TableFitting.leastSquares(linear, task, run).model()
        : linear.fit(task, run).named(name(task.target()));
  }
}
