package org.jeffreys.target;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.GaussianObservation;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.predict.SampledPrediction;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Normal noise around the outputs, of a fixed scale or of one that is inferred; {@link
 * DiagonalGaussianLikelihood} infers one for each output.
 *
 * <pre>{@code
 * y ~ N(f(x), scale²), independently for each output
 * learned: log scale ~ N(log scale₀, 1)
 * }</pre>
 *
 * @param scale σ, or the median of its prior where it is learned
 * @param learned whether log σ is a parameter
 */
public record GaussianLikelihood(double scale, boolean learned) implements Likelihood {
  private static final double LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

  /** Checks the scale. */
  public GaussianLikelihood {
    Check.positive(scale, "scale");
  }

  /** Noise of a known scale. */
  public static GaussianLikelihood fixed(double scale) {
    return new GaussianLikelihood(scale, false);
  }

  /** Noise whose scale is inferred, the same for all outputs. */
  public static GaussianLikelihood learned(double priorMedian) {
    return new GaussianLikelihood(priorMedian, true);
  }

  /**
   * The noise that a loss implies: minimising the squared error, averaged over examples and not
   * halved, is maximising a normal likelihood of variance 1/2.
   */
  public static GaussianLikelihood ofMeanSquaredError() {
    return fixed(Math.sqrt(0.5));
  }

  @Override
  public List<ParameterSpec> parameters() {
    return learned
        ? List.of(
            new ParameterSpec("logScale", Shape.of(1, 1), ParameterSpec.Role.LIKELIHOOD, 1, 1))
        : List.of();
  }

  @Override
  public NormalPrior.Normal priorOf(ParameterSpec parameter) {
    return new NormalPrior.Normal(Math.log(scale), 1);
  }

  @Override
  public double curvature() {
    return 1 / (scale * scale);
  }

  @Override
  public void check(Shape output, Shape target) {
    Check.require(output.equals(target), "targets", "examples of shape " + output, target);
    Check.require(output.rank() == 1, "outputs", "examples of shape [outputs]", output);
  }

  @Override
  public Tensor logProb(Parameters parameters, Tensor outputs, Tensor targets) {
    long count = outputs.size(-1);
    if (!learned) {
      double perOutput = -Math.log(scale) - LOG_SQRT_2PI;
      return targets
          .sub(outputs)
          .square()
          .sum(-1)
          .mul(-0.5 / (scale * scale))
          .add(count * perOutput);
    }
    Tensor logScale = parameters.get(0);
    Tensor standardised = targets.sub(outputs).mul(logScale.neg().exp());
    return standardised.square().mul(-0.5).sub(logScale).sum(-1).sub(count * LOG_SQRT_2PI);
  }

  @Override
  public Tensor delta(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor residual = targets.sub(outputs);
    return learned
        ? residual.mulInPlace(parameters.get(0).mul(-2).exp())
        : residual.mulInPlace(1 / (scale * scale));
  }

  @Override
  public @Nullable Tensor parameterDeltas(Parameters parameters, Tensor outputs, Tensor targets) {
    if (!learned) {
      return null;
    }
    Tensor precision = parameters.get(0).mul(-2).exp();
    return targets.sub(outputs).square().mul(precision).sub(1).sumKeep(-1);
  }

  @Override
  public Likelihood scaledTo(Tensor targets) {
    return learned ? learned(TargetScales.noise(targets)) : this;
  }

  /** {@code 1 / scale²} on the diagonal. */
  @Override
  public Tensor information(Parameters parameters, Tensor outputs) {
    long width = outputs.size(-1);
    Tensor unit = Linalg.diagonalMatrix(Tensor.ones(outputs.dtype(), width));
    Tensor each = unit.expand(outputs.size(0), outputs.size(1), width, width);
    return learned
        ? each.mul(parameters.get(0).mul(-2).exp().unsqueeze(-1))
        : each.mul(1 / (scale * scale));
  }

  @Override
  public Prediction predict(
      Parameters parameters, Outputs outputs, int numChains, @Nullable Doubles logWeights) {
    GaussianObservation noise =
        learned
            ? new GaussianObservation(Doubles.of(parameters.get(0).exp().toDoubles()))
            : GaussianObservation.shared(scale);
    return SampledPrediction.of(outputs, numChains, logWeights, noise);
  }
}
