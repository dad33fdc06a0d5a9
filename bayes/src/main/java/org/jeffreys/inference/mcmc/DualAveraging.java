package org.jeffreys.inference.mcmc;

import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;

/**
 * Finds each chain's step size by dual averaging: the one whose mean acceptance probability is the
 * target's.
 *
 * <pre>{@code
 * h' = h + δ - a      log ε = log(10 ε₁) - √t / (γ (t + t₀)) h'      t counts from 1
 * mean log ε' = t^-κ log ε + (1 - t^-κ) mean log ε                   γ = 0.05, t₀ = 10, κ = 0.75
 * }</pre>
 *
 * @param error h, the sum of what acceptance was short of, @shape [chains, 1], float64
 * @param logStep log(ε / ε₁), @shape as error
 * @param meanLogStep its weighted mean, which holds after warm-up, @shape as error
 * @source Hoffman and Gelman (2014), JMLR 15, eq. 6, without the factor 1 / (t + t₀) within h
 */
public record DualAveraging(Tensor error, Tensor logStep, Tensor meanLogStep) {
  private static final double GAMMA = 0.05;
  private static final double OFFSET = 10;
  private static final double POWER = 0.75;
  private static final double LOG_10 = Math.log(10);

  /** Chains that make steps of ε₁ at first. */
  public static DualAveraging start(long chains) {
    return new DualAveraging(
        Tensor.zeros(DType.FLOAT64, chains, 1),
        Tensor.zeros(DType.FLOAT64, chains, 1),
        Tensor.zeros(DType.FLOAT64, chains, 1));
  }

  /**
   * Learns from an iteration, in place.
   *
   * @param acceptance a, the probability of acceptance, @shape [chains, 1], float64
   * @param wished δ
   * @param count t, the iterations since the start or restart, this one included
   */
  public void update(Tensor acceptance, double wished, long count) {
    error.addInPlace(acceptance.neg().add(wished));
    double factor = -Math.sqrt((double) count) / (GAMMA * (count + OFFSET));
    logStep.copyFrom(error.mul(factor).add(LOG_10));
    double weight = Math.pow((double) count, -POWER);
    meanLogStep.mulInPlace(1 - weight).addInPlace(logStep, weight);
  }

  /** Starts anew, from ε₁: the mass has changed. */
  public void restart() {
    error.fill(0);
    logStep.fill(0);
    meanLogStep.fill(0);
  }

  /** Ends the search: steps are the mean ones from here on. */
  public void finish() {
    logStep.copyFrom(meanLogStep);
  }

  /** Adds these tensors to those of a snapshot. */
  void save(Map<String, Tensor> tensors) {
    tensors.put("stepError", error);
    tensors.put("logStep", logStep);
    tensors.put("meanLogStep", meanLogStep);
  }

  /** What {@link #save} gave. */
  static DualAveraging restore(Map<String, Tensor> tensors) {
    return new DualAveraging(
        Check.present(tensors.get("stepError"), "stepError"),
        Check.present(tensors.get("logStep"), "logStep"),
        Check.present(tensors.get("meanLogStep"), "meanLogStep"));
  }
}
