package org.jeffreys.inference;

import java.util.Map;
import org.jeffreys.core.Check;

/**
 * How an epoch of training went.
 *
 * @param number counts from 1
 * @param loss the mean negative log likelihood of an example, in nats, as training met it: with
 *     noise, and while parameters changed
 * @param accuracy the share of examples whose most probable class was right; NaN for real targets
 * @param validationLoss of held-out examples after the epoch, without noise; NaN where none are
 * @param validationAccuracy as {@code accuracy}, of held-out examples
 * @param learningRate at the last step
 * @param seconds of wall time
 */
public record Epoch(
    int number,
    double loss,
    double accuracy,
    double validationLoss,
    double validationAccuracy,
    double learningRate,
    double seconds) {

  void write(Map<String, Double> numbers) {
    String prefix = "epoch." + number + ".";
    numbers.put(prefix + "loss", loss);
    numbers.put(prefix + "accuracy", accuracy);
    numbers.put(prefix + "validationLoss", validationLoss);
    numbers.put(prefix + "validationAccuracy", validationAccuracy);
    numbers.put(prefix + "learningRate", learningRate);
    numbers.put(prefix + "seconds", seconds);
  }

  static Epoch read(Map<String, Double> numbers, int number) {
    String prefix = "epoch." + number + ".";
    return new Epoch(
        number,
        number(numbers, prefix + "loss"),
        number(numbers, prefix + "accuracy"),
        number(numbers, prefix + "validationLoss"),
        number(numbers, prefix + "validationAccuracy"),
        number(numbers, prefix + "learningRate"),
        number(numbers, prefix + "seconds"));
  }

  private static double number(Map<String, Double> numbers, String name) {
    return Check.present(numbers.get(name), name);
  }

  /** Whether there are held-out examples. */
  public boolean isValidated() {
    return !Double.isNaN(validationLoss);
  }
}
