package org.jeffreys.nn;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What one pass through a network, or through a layer of it, is given beside parameters and inputs:
 * the noise of its random layers and the statistics of its normalising ones.
 *
 * <p>Noise and statistics are apart: a pass with noise may use running statistics, and does so in
 * every prediction.
 */
public final class Pass {
  private static final Pass MEAN = new Pass(List.of(), null);

  private final List<Tensor> noise;
  private final @Nullable Statistics statistics;

  private Pass(List<Tensor> noise, @Nullable Statistics statistics) {
    this.noise = noise;
    this.statistics = statistics;
  }

  /**
   * The statistics of normalising layers.
   *
   * @param running views of the buffers, read in prediction
   * @param next views of memory that this pass writes the new buffers to; null in prediction. Where
   *     it is there, a layer normalises by the batch it sees.
   * @param momentum the weight of the batch in the new buffers, in (0, 1]
   */
  public record Statistics(Parameters running, @Nullable Parameters next, double momentum) {
    /** Checks the momentum. */
    public Statistics {
      Check.require(momentum > 0 && momentum <= 1, "momentum", "a value in (0, 1]", momentum);
    }

    Statistics range(int from, int to) {
      Parameters written = next == null ? null : next.range(from, to);
      return new Statistics(running.range(from, to), written, momentum);
    }
  }

  /** Without noise: random layers are at their mean. */
  public static Pass mean() {
    return MEAN;
  }

  /**
   * With noise.
   *
   * @param noise what {@link Network#noise} drew
   */
  public static Pass of(List<Tensor> noise) {
    return noise.isEmpty() ? MEAN : new Pass(List.copyOf(noise), null);
  }

  /** This pass with the statistics of normalising layers; with none if null. */
  public Pass withStatistics(@Nullable Statistics newStatistics) {
    return newStatistics == null && statistics == null ? this : new Pass(noise, newStatistics);
  }

  /** The noise of the random layers, first to last; empty at the mean. */
  public List<Tensor> allNoise() {
    return noise;
  }

  /** The noise of one random layer; null where it is at its mean. */
  public @Nullable Tensor noise() {
    return noise.isEmpty() ? null : noise.get(0);
  }

  /**
   * The statistics.
   *
   * @throws IllegalArgumentException if the pass has none
   */
  public Statistics statistics() {
    if (statistics == null) {
      throw Check.failure("statistics", "running statistics for a normalising layer", "none");
    }
    return statistics;
  }

  /** This pass for some draws of many. */
  public Pass draws(long start, long length) {
    List<Tensor> part = new ArrayList<>();
    for (Tensor each : noise) {
      part.add(each.narrow(0, start, length));
    }
    return new Pass(List.copyOf(part), statistics);
  }

  /** This pass for some examples of {@code all}; noise that they share stays whole. */
  Pass examples(long start, long count, long all) {
    if (noise.isEmpty()) {
      return this;
    }
    List<Tensor> part = new ArrayList<>();
    for (Tensor each : noise) {
      part.add(each.size(1) == all ? each.narrow(1, start, count) : each);
    }
    return new Pass(List.copyOf(part), statistics);
  }

  /** The part of one layer, or of neighbouring ones. */
  Pass part(int fromNoise, int toNoise, int fromBuffer, int toBuffer) {
    if (this == MEAN) {
      return this;
    }
    List<Tensor> ofLayer = noise.isEmpty() ? noise : noise.subList(fromNoise, toNoise);
    Statistics some =
        statistics == null || fromBuffer == toBuffer
            ? null
            : statistics.range(fromBuffer, toBuffer);
    return ofLayer.isEmpty() && some == null ? MEAN : new Pass(ofLayer, some);
  }
}
