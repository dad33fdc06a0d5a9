package org.jeffreys.inference;

import java.util.List;
import java.util.function.Function;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batches;
import org.jeffreys.data.Dataset;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.target.Initializer;

/** The registry of inference methods, each with settings that suit a small network. */
public final class InferenceMethods {
  private static final List<Entry> ALL =
      List.of(
          new Entry(
              "map",
              "Maximum a posteriori: one point, no epistemic uncertainty",
              data -> map(2000, 0.01)));

  /**
   * A method of the registry.
   *
   * @param name as on the command line
   * @param summary one line
   * @param standard the method with settings for given data
   */
  public record Entry(String name, String summary, Function<Dataset, InferenceMethod> standard) {}

  private InferenceMethods() {}

  /** All methods, in the order of the tables. */
  public static List<Entry> all() {
    return ALL;
  }

  /**
   * The method of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Entry named(String name) {
    return ALL.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Check.failure(
                    "method",
                    "one of " + ALL.stream().map(Entry::name).toList(),
                    "'" + name + "'"));
  }

  /** Maximum a posteriori by Adam on all data, the learning rate falling to nothing. */
  public static InferenceMethod map(long numSteps, double learningRate) {
    Schedule schedule = new Schedule.Cyclical(learningRate, numSteps, 0);
    return new KernelMethod<>(
        "map",
        target -> new MapEstimate(Adam.standard(), target, new Batches.Full()),
        new SamplingLoop.Config(numSteps, numSteps - 1, 1, schedule),
        1,
        Initializer.FAN_IN_UNIFORM);
  }
}
