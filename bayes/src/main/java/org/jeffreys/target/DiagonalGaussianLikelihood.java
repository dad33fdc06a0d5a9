package org.jeffreys.target;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.DiagonalGaussianObservation;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.predict.SampledPrediction;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Normal noise around the outputs, whose scale is inferred for each output.
 *
 * <pre>{@code
 * yⱼ ~ N(fⱼ(x), σⱼ²)      σⱼ = scaleⱼ e^(sⱼ)      sⱼ ~ N(0, 1)
 * }</pre>
 *
 * @param scale the median of each σⱼ's prior, in the units of its output
 */
public record DiagonalGaussianLikelihood(Doubles scale) implements Likelihood {
  private static final double LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

  /** Checks the scales. */
  public DiagonalGaussianLikelihood {
    Check.atLeast(scale.size(), 1, "number of scales");
    scale.stream().forEach(value -> Check.positive(value, "scale"));
  }

  /** Of some outputs in the same units. */
  public static DiagonalGaussianLikelihood of(int numOutputs, double scale) {
    Check.atLeast(numOutputs, 1, "numOutputs");
    double[] scales = new double[numOutputs];
    java.util.Arrays.fill(scales, scale);
    return new DiagonalGaussianLikelihood(Doubles.of(scales));
  }

  @Override
  public List<ParameterSpec> parameters() {
    Shape shape = Shape.of(1, scale.size());
    return List.of(new ParameterSpec("logScale", shape, ParameterSpec.Role.LIKELIHOOD, 1, 1));
  }

  @Override
  public NormalPrior.Normal priorOf(ParameterSpec parameter) {
    return new NormalPrior.Normal(0, 1);
  }

  /** Of the output with the least noise. */
  @Override
  public double curvature() {
    return 1 / (scale.min() * scale.min());
  }

  @Override
  public void check(Shape output, Shape target) {
    String expected = "examples of shape [" + scale.size() + "], one number a scale";
    Check.require(output.equals(Shape.of(scale.size())), "outputs", expected, output);
    Check.require(target.equals(output), "targets", "examples of shape " + output, target);
  }

  @Override
  public Tensor logProb(Parameters parameters, Tensor outputs, Tensor targets) {
    double constant = scale.size() * LOG_SQRT_2PI + scale.stream().map(Math::log).sum();
    Tensor standardised = standardised(parameters, outputs, targets);
    return standardised.square().mul(-0.5).sub(parameters.get(0)).sum(-1).sub(constant);
  }

  @Override
  public Tensor delta(Parameters parameters, Tensor outputs, Tensor targets) {
    return standardised(parameters, outputs, targets).mulInPlace(inverses(parameters));
  }

  @Override
  public Tensor parameterDeltas(Parameters parameters, Tensor outputs, Tensor targets) {
    return standardised(parameters, outputs, targets).square().sub(1);
  }

  /** {@code 1 / σⱼ²} on the diagonal. */
  @Override
  public Tensor information(Parameters parameters, Tensor outputs) {
    Tensor precisions = inverses(parameters).square();
    return Linalg.diagonalMatrix(precisions.expand(outputs.shape()));
  }

  private Tensor standardised(Parameters parameters, Tensor outputs, Tensor targets) {
    return targets.sub(outputs).mul(inverses(parameters));
  }

  /** {@code 1 / σⱼ}. @shape [draws, 1, outputs] */
  private Tensor inverses(Parameters parameters) {
    Tensor logScale = parameters.get(0);
    double[] units = scale.map(value -> 1 / value).toArray();
    return logScale.neg().exp().mul(Tensor.of(logScale.dtype(), units, units.length));
  }

  @Override
  public Likelihood scaledTo(Tensor targets) {
    return new DiagonalGaussianLikelihood(TargetScales.noises(targets));
  }

  @Override
  public Prediction predict(
      Parameters parameters, Outputs outputs, int numChains, @Nullable Doubles logWeights) {
    Doubles scales = Doubles.of(inverses(parameters).toDoubles()).map(inverse -> 1 / inverse);
    var noise = new DiagonalGaussianObservation(scale.size(), scales);
    return SampledPrediction.of(outputs, numChains, logWeights, noise);
  }
}
