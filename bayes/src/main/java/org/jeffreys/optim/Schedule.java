package org.jeffreys.optim;

import org.jeffreys.core.Check;

/** A step size or learning rate as a function of the step, which counts from 0. */
public sealed interface Schedule {
  /** The value at a step. */
  double at(long step);

  /**
   * Whether draws are taken after this step; a schedule may leave out steps that are too coarse.
   */
  default boolean samples(long step) {
    return true;
  }

  /** Whether draws are to be weighted by their step sizes. */
  default boolean weighted() {
    return false;
  }

  /** The same value at every step. */
  record Constant(double value) implements Schedule {
    /** Checks the value. */
    public Constant {
      Check.positive(value, "stepSize");
    }

    @Override
    public double at(long step) {
      return value;
    }
  }

  /**
   * Polynomial decay, {@code first (1 + step / offset)^-power}: with power in (1/2, 1], SGLD's
   * draws, weighted by their steps, converge to the posterior.
   *
   * @param first at step 0
   * @param offset the steps after which the decay sets in
   * @param power γ in (1/2, 1]
   * @source Welling and Teh (2011), ICML, section 2 and eq. 11
   */
  record Decreasing(double first, double offset, double power) implements Schedule {
    /** Checks the settings. */
    public Decreasing {
      Check.positive(first, "stepSize");
      Check.positive(offset, "offset");
      Check.require(power > 0.5 && power <= 1, "power", "a value in (0.5, 1]", power);
    }

    @Override
    public double at(long step) {
      return first * Math.pow(1 + step / offset, -power);
    }

    @Override
    public boolean weighted() {
      return true;
    }
  }

  /**
   * Cosine cycles: large steps find a mode, small ones sample it.
   *
   * <pre>{@code
   * ε(t) = first / 2 (cos(π r) + 1), r = (t mod length) / length in [0, 1)
   * }</pre>
   *
   * @param first at the start of each cycle
   * @param length of a cycle, in steps
   * @param exploration the part of a cycle, from its start, in which no draws are taken, in [0, 1)
   * @source Zhang et al. (2020), ICLR, eq. 1; their exploration omits the noise, ours keeps it
   */
  record Cyclical(double first, long length, double exploration) implements Schedule {
    /** Checks the settings. */
    public Cyclical {
      Check.positive(first, "stepSize");
      Check.atLeast(length, 2L, "length");
      Check.require(
          exploration >= 0 && exploration < 1, "exploration", "a value in [0, 1)", exploration);
    }

    @Override
    public double at(long step) {
      return first / 2 * (Math.cos(Math.PI * phase(step)) + 1);
    }

    @Override
    public boolean samples(long step) {
      return phase(step) >= exploration;
    }

    private double phase(long step) {
      return (double) (step % length) / length;
    }
  }

  /**
   * A rise from {@code start} to 1 times another schedule over the first steps, in equal ratios.
   *
   * @param then the schedule, whose steps count from 0 at the same time
   * @param start the factor at step 0
   * @param length of the rise, in steps
   */
  record Warmup(Schedule then, double start, long length) implements Schedule {
    /** Checks the settings. */
    public Warmup {
      Check.require(start > 0 && start <= 1, "start", "a value in (0, 1]", start);
      Check.atLeast(length, 1L, "length");
    }

    @Override
    public double at(long step) {
      double part = Math.min(1, (double) step / length);
      return then.at(step) * Math.pow(start, 1 - part);
    }

    @Override
    public boolean samples(long step) {
      return then.samples(step);
    }

    @Override
    public boolean weighted() {
      return then.weighted();
    }
  }
}
