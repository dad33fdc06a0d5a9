package org.jeffreys.table;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.inference.InferenceMethods;
import org.jeffreys.inference.Run;
import org.jeffreys.nn.Activation;

/**
 * How a network is fitted to a table: the one setting that is needed is the target.
 *
 * @param roles which columns are predicted, from which others
 * @param method of inference, by name
 * @param likelihood of the target, by name; {@value #AUTO} goes by the target's values
 * @param hidden the number of units of each hidden layer
 * @param activation after each hidden layer
 * @param effort what the standard numbers of steps are multiplied by
 * @param calibration how the model learns to correct its uncertainty on data it was not fitted to
 */
public record TableFit(
    Roles roles,
    String method,
    String likelihood,
    List<Integer> hidden,
    Activation activation,
    double effort,
    Calibrating calibration) {
  /** What stands for a choice by the data. */
  public static final String AUTO = "auto";

  /** The method unless said otherwise. */
  public static final String STANDARD_METHOD = "sghmc";

  /** The hidden layers unless said otherwise. */
  public static final List<Integer> STANDARD_HIDDEN = List.of(50, 50);

  /** The activation unless said otherwise. */
  public static final Activation STANDARD_ACTIVATION = Activation.RELU;

  /** How a model learns to correct its uncertainty on data it was not fitted to. */
  public enum Calibrating {
    /** Not at all: the fastest. */
    NONE,
    /** By five fits that each leave out a fifth of the rows, beside the one of all rows. */
    CROSS,
    /** By holding out a tenth of the rows. */
    HOLDOUT,
    /** {@link #CROSS} below 5,000 rows, {@link #HOLDOUT} from there on. */
    AUTO
  }

  /** Checks the settings. */
  public TableFit {
    InferenceMethods.named(method);
    if (!likelihood.equals(AUTO)) {
      TableLikelihoods.named(likelihood);
    }
    hidden = List.copyOf(hidden);
    hidden.forEach(units -> Check.atLeast(units, 1, "hidden"));
    Check.positive(effort, "effort");
  }

  /** The standard settings, for the given columns by name or place; see {@link Table#nameOf}. */
  public static TableFit of(String... targets) {
    return of(Roles.of(targets));
  }

  /** The standard settings. */
  public static TableFit of(Roles roles) {
    return new TableFit(
        roles, STANDARD_METHOD, AUTO, STANDARD_HIDDEN, STANDARD_ACTIVATION, 1, Calibrating.AUTO);
  }

  /** These settings with another method. */
  public TableFit withMethod(String newMethod) {
    return new TableFit(roles, newMethod, likelihood, hidden, activation, effort, calibration);
  }

  /** These settings with another likelihood. */
  public TableFit withLikelihood(String newLikelihood) {
    return new TableFit(roles, method, newLikelihood, hidden, activation, effort, calibration);
  }

  /** These settings with another way to calibrate. */
  public TableFit withCalibration(Calibrating newCalibration) {
    return new TableFit(roles, method, likelihood, hidden, activation, effort, newCalibration);
  }

  /** These settings with more or fewer steps. */
  public TableFit withEffort(double newEffort) {
    return new TableFit(roles, method, likelihood, hidden, activation, newEffort, calibration);
  }

  /** These settings with another network. */
  public TableFit withNetwork(Activation newActivation, Integer... units) {
    return new TableFit(
        roles, method, likelihood, List.of(units), newActivation, effort, calibration);
  }

  /**
   * Fits a model, which the caller closes.
   *
   * @throws IllegalArgumentException if the table cannot be learnt from, in words that say why
   */
  public TableModel fit(Table table, Run run) {
    return fit(TableTask.of(table, roles), run);
  }

  /**
   * Fits a model to a task, which stands in place of the roles; the caller closes it.
   *
   * @throws IllegalArgumentException if the task cannot be learnt, in words that say why
   */
  public TableModel fit(TableTask task, Run run) {
    return new TableFitting(this, task, run).model();
  }
}
