package org.jeffreys.target;

import java.util.function.UnaryOperator;
import org.jeffreys.tape.Tape;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Recording;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A log density that was written down once, and is run draw by draw in plain Java: for small ones a
 * hundred times faster than by the native library, whose every operation costs microseconds.
 *
 * <p>It is used only after value and gradient agreed with the native library's at several places.
 * Data are those at the time of the recording.
 */
public final class PlainDensity {
  private static final double[] REACHES = {0.1, 0.5, 1, 2};
  private static final int LEAST_COMPARED = 2;
  private static final double TOLERANCE = 1e-8;

  /** What an operation of the native library costs, with its derivative, beside its elements. */
  private static final long NATIVE_NANOS_A_STEP = 7000;

  /** What elements cost there, beside what they cost here. */
  private static final double NATIVE_SHARE = 0.9;

  private final Tape tape;

  private PlainDensity(Tape tape) {
    this.tape = tape;
  }

  /**
   * The density in plain Java.
   *
   * @param logProb of draws, @shape [draws, dimension] to [draws], float64; deterministic, and
   *     without branches on what it is given
   * @return null if it has operations that cannot be written down
   */
  public static @Nullable PlainDensity of(UnaryOperator<Tensor> logProb, int dimension) {
    Recording recording;
    try (Scope scope = Scope.open()) {
      recording = Recording.of(logProb, Tensor.zeros(DType.FLOAT64, 1, dimension));
    }
    Tape tape = recording.tape();
    return tape != null && agrees(tape, logProb, dimension) ? new PlainDensity(tape) : null;
  }

  private static boolean agrees(Tape tape, UnaryOperator<Tensor> logProb, int dimension) {
    HostStream stream = HostStream.keyed(0, "plain-density", 0);
    Tape.Player player = tape.player();
    double[] gradient = new double[dimension];
    int compared = 0;
    for (double reach : REACHES) {
      double[] at = new double[dimension];
      for (int i = 0; i < dimension; i++) {
        at[i] = reach * stream.nextNormal();
      }
      double value = player.valueAndGradient(at, 0, gradient, 0);
      try (Scope scope = Scope.open()) {
        Gradients.ValueAndGradient byLibrary =
            Gradients.valueAndGradient(logProb, Tensor.of(at, 1, dimension));
        double expected = byLibrary.value().item();
        if (!Double.isFinite(expected) || !byLibrary.gradient().isFinite().all()) {
          continue;
        }
        if (!isClose(value, expected, 0) || !isClose(gradient, byLibrary.gradient().toDoubles())) {
          return false;
        }
        compared++;
      }
    }
    return compared >= LEAST_COMPARED;
  }

  private static boolean isClose(double[] found, double[] expected) {
    double size = 0;
    for (double value : expected) {
      size = Math.max(size, Math.abs(value));
    }
    for (int i = 0; i < found.length; i++) {
      if (!isClose(found[i], expected[i], size)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isClose(double found, double expected, double size) {
    return Math.abs(found - expected)
        <= TOLERANCE * Math.max(1, Math.max(size, Math.abs(expected)));
  }

  /** Whether so many draws are likely to take less time here than by the native library. */
  public boolean isFasterFor(long draws) {
    double natively = NATIVE_SHARE * tape.nanosOfElements() * draws;
    return draws * tape.nanos() < NATIVE_NANOS_A_STEP * tape.numSteps() + natively;
  }

  /** Memory to run it in, for one thread. */
  public Evaluator evaluator() {
    return new Evaluator(tape);
  }

  /** Runs the density, on one thread at a time. */
  public static final class Evaluator {
    private final Tape.Player player;
    private final int dimension;

    private Evaluator(Tape tape) {
      player = tape.player();
      dimension = tape.dimension();
    }

    /**
     * Values and gradients of draws.
     *
     * @param positions @shape [draws, dimension]
     * @param values to be written, @shape [draws]
     * @param gradients to be written, @shape [draws, dimension]
     */
    public void valueAndGradient(double[] positions, double[] values, double[] gradients) {
      for (int draw = 0; draw < values.length; draw++) {
        int at = draw * dimension;
        values[draw] = player.valueAndGradient(positions, at, gradients, at);
      }
    }
  }
}
