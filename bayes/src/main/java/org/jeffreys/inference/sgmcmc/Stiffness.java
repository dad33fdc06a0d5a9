package org.jeffreys.inference.sgmcmc;

import java.util.HashMap;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The largest curvature of the log density where each chain is, in the sampler's coordinates: what
 * the largest stable step goes by. Power iteration follows it while the chain warms up; after that
 * it stays as it is, so that the chain is a Markov chain.
 *
 * <pre>{@code
 * u = θ / d      w' = (∇ log p̂(θ + δ d w) - ∇ log p̂(θ)) d / δ      λ' = max(|w'|, 0.96 λ)
 * }</pre>
 *
 * <p>Langevin dynamics of step ε is stable up to ε λ = 2, a leapfrog up to ε² λ = 4.
 *
 * @param direction w, of length 1, @shape [chains, dimension]
 * @param value λ, a maximum that is forgotten slowly, @shape [chains, 1]
 */
public record Stiffness(Tensor direction, Tensor value) {
  private static final int EVERY = 8;
  private static final int FIRST_ITERATIONS = 20;
  private static final double MEMORY = 0.96;

  /** Of chains that were nowhere yet. */
  static Stiffness unknown(Tensor position) {
    return new Stiffness(
        Tensor.zeros(position.dtype(), position.shape()),
        Tensor.zeros(position.dtype(), position.size(0), 1));
  }

  /** For chains whose steps are measured by it, those of at least one adaptive step. */
  static @Nullable Stiffness unknownIf(boolean adaptive, Tensor position) {
    return adaptive ? unknown(position) : null;
  }

  /** Adds what a snapshot holds of it. */
  static void save(@Nullable Stiffness stiffness, Map<String, Tensor> tensors) {
    if (stiffness != null) {
      tensors.put("stiffDirection", stiffness.direction);
      tensors.put("stiffness", stiffness.value);
    }
  }

  /** What {@link #save} gave. */
  static @Nullable Stiffness restore(Map<String, Tensor> tensors) {
    Tensor direction = tensors.get("stiffDirection");
    return direction == null
        ? null
        : new Stiffness(direction, Check.present(tensors.get("stiffness"), "stiffness"));
  }

  /** A map of tensors with those of the stiffness. */
  static Map<String, Tensor> with(@Nullable Stiffness stiffness, Map<String, Tensor> others) {
    Map<String, Tensor> all = new HashMap<>(others);
    save(stiffness, all);
    return all;
  }

  /** An estimate of a gradient whose randomness, if it has any, is {@code rng}'s alone. */
  interface Gradient {
    /** The estimate. @shape both [chains, dimension] */
    Tensor at(Tensor position, Rng rng);
  }

  /**
   * A gradient where the chains are, which is looked at every eighth of the adaptive steps; the
   * stiffness' tensors are then overwritten.
   *
   * @param gradient of the log density
   * @param scale d, @shape [dimension] or as the position; null for 1
   * @param step counts from 0
   * @return @shape as the position
   */
  static Tensor gradient(
      @Nullable Stiffness stiffness,
      long step,
      long numAdaptive,
      Gradient gradient,
      Tensor position,
      @Nullable Tensor scale,
      Rng rng) {
    if (stiffness == null || step >= numAdaptive || step % EVERY != 0) {
      return gradient.at(position, rng);
    }
    if (step == 0) {
      stiffness.direction.copyFrom(normalised(rng.normal(position.dtype(), position.shape())));
    }
    byte[] before = rng.state();
    Tensor here = gradient.at(position, rng);
    double delta = position.dtype() == DType.FLOAT32 ? 1e-2 : 1e-5;
    for (int i = 0; i < (step == 0 ? FIRST_ITERATIONS : 1); i++) {
      rng.restore(before); // the same layers' noise on both sides of the difference
      try (Scope scope = Scope.open()) {
        Tensor direction = stiffness.direction;
        Tensor shift = scale == null ? direction : direction.mul(scale);
        Tensor there = gradient.at(position.add(shift, delta), rng);
        stiffness.learn(there.sub(here).mulInPlace(1 / delta), scale);
      }
    }
    return here;
  }

  private void learn(Tensor product, @Nullable Tensor scale) {
    Tensor inUnits = scale == null ? product : product.mulInPlace(scale);
    value.copyFrom(length(inUnits).maximum(value.mul(MEMORY)));
    direction.copyFrom(normalised(inUnits));
  }

  private static Tensor length(Tensor vectors) {
    return vectors.square().sumKeep(1).sqrt();
  }

  private static Tensor normalised(Tensor vectors) {
    return vectors.div(length(vectors).clampMin(1e-30));
  }

  /**
   * What momenta are multiplied by to give a move: {@code ε d}, in units of 1/√λ where a stiffness
   * is known.
   *
   * @return @shape [chains or 1, dimension or 1]
   */
  static Tensor stride(
      @Nullable Stiffness stiffness, @Nullable Tensor scale, DType dtype, double stepSize) {
    Tensor unit = scale == null ? Tensor.ones(dtype, 1, 1) : scale;
    return stiffness == null
        ? unit.mul(stepSize)
        : unit.mul(Special.reciprocalSqrt(stiffness.value).mulInPlace(stepSize));
  }
}
