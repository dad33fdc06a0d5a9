package org.jeffreys.target;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Two classes, 0 and 1, by one output: the logit of class 1.
 *
 * <pre>{@code
 * p(y = 1 | x) = 1 / (1 + e^-f(x))
 * }</pre>
 *
 * <p>Targets are 0 or 1, of any type of numbers {@code [n, 1]}. Predictions are those of two
 * classes with logits 0 and f(x). Compared with {@link CategoricalLikelihood} of two classes it has
 * half the outputs, and a prior of the last layer that is √2 narrower in the difference of logits.
 */
public record BernoulliLikelihood() implements Likelihood {
  @Override
  public List<ParameterSpec> parameters() {
    return List.of();
  }

  @Override
  public NormalPrior.Normal priorOf(ParameterSpec parameter) {
    throw Check.failure("parameter", "none of a Bernoulli likelihood", parameter.name());
  }

  /** The greatest there is, p (1 - p) at p = 1/2. */
  @Override
  public double curvature() {
    return 0.25;
  }

  @Override
  public void check(Shape output, Shape target) {
    Check.require(output.equals(Shape.of(1)), "outputs", "examples of shape [1], a logit", output);
    Check.require(target.equals(Shape.of(1)), "targets", "one class index an example", target);
  }

  @Override
  public void check(Tensor targets) {
    for (double target : TargetScales.numbers(targets)) {
      Check.require(target == 0 || target == 1, "targets", "classes 0 and 1", target);
    }
  }

  /** {@code -log(1 + e^±f)}, the sign that of the other class. */
  @Override
  public Tensor logProb(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor sign = targets.to(outputs.dtype()).mul(-2).add(1);
    return Special.softplus(outputs.mul(sign)).neg().squeeze(-1);
  }

  /** {@code y - p}. */
  @Override
  public Tensor delta(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor labels = targets.to(outputs.dtype());
    // By the smaller of p and 1 - p, so that a delta near 0 keeps its digits.
    Tensor sign = labels.mul(2).sub(1);
    return outputs.mul(sign).neg().sigmoid().mul(sign);
  }

  @Override
  public @Nullable Tensor parameterDeltas(Parameters parameters, Tensor outputs, Tensor targets) {
    return null;
  }

  @Override
  public Tensor numHits(Tensor outputs, Tensor targets) {
    Tensor logits = Tensor.cat(-1, Tensor.zeros(outputs.dtype(), outputs.shape()), outputs);
    return ClassTargets.numHits(logits, targets.to(DType.INT64));
  }

  /** {@code p (1 - p)}. */
  @Override
  public Tensor information(Parameters parameters, Tensor outputs) {
    return outputs.sigmoid().mul(outputs.neg().sigmoid()).unsqueeze(-1);
  }

  @Override
  public Prediction predict(
      Parameters parameters, Outputs outputs, int numChains, @Nullable Doubles logWeights) {
    int rows = outputs.numRows();
    double[][] logits = new double[outputs.numDraws()][2 * rows];
    for (int draw = 0; draw < logits.length; draw++) {
      for (int row = 0; row < rows; row++) {
        logits[draw][2 * row + 1] = outputs.get(draw, row, 0);
      }
    }
    ClassPrediction prediction = ClassPrediction.of(Outputs.ofDraws(logits, rows, 2), numChains);
    return logWeights == null ? prediction : prediction.withLogWeights(logWeights);
  }
}
