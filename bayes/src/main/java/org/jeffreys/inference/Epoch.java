package org.jeffreys.inference;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;

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
 * @param seconds of wall time; NaN for one read from a file
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

  /** As plain data, without the time, so that the same run gives the same; NaN is left out. */
  public Map<String, Object> described() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("number", number);
    put(fields, "loss", loss);
    put(fields, "accuracy", accuracy);
    put(fields, "validationLoss", validationLoss);
    put(fields, "validationAccuracy", validationAccuracy);
    put(fields, "learningRate", learningRate);
    return fields;
  }

  private static void put(Map<String, Object> fields, String name, double value) {
    if (!Double.isNaN(value)) {
      fields.put(name, value);
    }
  }

  /** The epoch that was {@link #described}. */
  public static Epoch of(Fields fields) {
    return new Epoch(
        fields.integer("number"),
        orNaN(fields, "loss"),
        orNaN(fields, "accuracy"),
        orNaN(fields, "validationLoss"),
        orNaN(fields, "validationAccuracy"),
        orNaN(fields, "learningRate"),
        Double.NaN);
  }

  private static double orNaN(Fields fields, String name) {
    return fields.has(name) ? fields.number(name) : Double.NaN;
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
