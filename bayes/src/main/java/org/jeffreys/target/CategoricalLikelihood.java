package org.jeffreys.target;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Classes whose probabilities are the softmax of the outputs.
 *
 * <pre>{@code
 * p(y = k | x) = e^(f(x)ₖ) / Σⱼ e^(f(x)ⱼ)
 * }</pre>
 *
 * <p>Targets are the index of the class, int64 {@code [n, 1]}.
 *
 * @param numClasses at least 2
 */
public record CategoricalLikelihood(int numClasses) implements Likelihood {
  /** Checks the number of classes. */
  public CategoricalLikelihood {
    Check.atLeast(numClasses, 2, "numClasses");
  }

  @Override
  public List<ParameterSpec> parameters() {
    return List.of();
  }

  @Override
  public NormalPrior.Normal priorOf(ParameterSpec parameter) {
    throw Check.failure("parameter", "none of a categorical likelihood", parameter.name());
  }

  /** The greatest curvature in one output, p (1 - p) at p = 1/2. */
  @Override
  public double curvature() {
    return 0.25;
  }

  @Override
  public void check(Shape output, Shape target) {
    Check.require(
        output.equals(Shape.of(numClasses)),
        "outputs",
        "examples of shape [" + numClasses + "], one output a class",
        output);
    Check.require(target.equals(Shape.of(1)), "targets", "one class index an example", target);
  }

  @Override
  public Tensor logProb(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor classes = targets.expand(outputs.size(0), outputs.size(1), 1);
    return outputs.logSoftmax(-1).gather(-1, classes).squeeze(-1);
  }

  /** {@code 1[k = y] - pₖ}. */
  @Override
  public Tensor delta(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor hit = targets.eq(Tensor.range(numClasses)).to(outputs.dtype());
    return hit.sub(outputs.softmax(-1));
  }

  @Override
  public @Nullable Tensor parameterDeltas(Parameters parameters, Tensor outputs, Tensor targets) {
    return null;
  }

  @Override
  public void check(Tensor targets) {
    ClassTargets.check(targets, numClasses);
  }

  @Override
  public Tensor numHits(Tensor outputs, Tensor targets) {
    return ClassTargets.numHits(outputs, targets);
  }

  /** {@code diag(p) - p pᵀ}. */
  @Override
  public Tensor information(Parameters parameters, Tensor outputs) {
    Tensor probs = outputs.softmax(-1);
    Tensor products = probs.unsqueeze(-1).mul(probs.unsqueeze(-2));
    return Linalg.diagonalMatrix(probs).sub(products);
  }

  @Override
  public Prediction predict(
      Parameters parameters, Outputs outputs, int numChains, @Nullable Doubles logWeights) {
    ClassPrediction prediction = ClassPrediction.of(outputs, numChains);
    return logWeights == null ? prediction : prediction.withLogWeights(logWeights);
  }
}
