package org.jeffreys.target;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.HeteroscedasticStudentTObservation;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.predict.SampledPrediction;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Noise of Student's t distribution whose scale depends on the input: of a network's 2 k outputs
 * the first k are the locations of the targets, the others the logarithms of the scales, in units
 * of {@code scale}.
 *
 * <pre>{@code
 * yⱼ = fⱼ(x) + σⱼ(x) t      t ~ Student(ν)      σⱼ(x) = scale e^(sⱼ(x))
 * outputs = (f₁ … fₖ, s₁ … sₖ)
 * }</pre>
 *
 * <p>The derivative in s lies in [-1, ν]: single wild targets neither move the location nor widen
 * the noise for long.
 *
 * @param degreesOfFreedom ν, greater than 2, so that predictions have a variance
 * @param scale σ₀, the scale where the network puts out s = 0, in the units of the targets
 */
public record HeteroscedasticStudentTLikelihood(double degreesOfFreedom, double scale)
    implements Likelihood {
  /** Checks the numbers. */
  public HeteroscedasticStudentTLikelihood {
    StudentTLikelihood.requireVariance(degreesOfFreedom);
    Check.positive(scale, "scale");
  }

  @Override
  public List<ParameterSpec> parameters() {
    return List.of();
  }

  @Override
  public NormalPrior.Normal priorOf(ParameterSpec parameter) {
    throw Check.failure(
        "parameter", "none of a heteroscedastic Student t likelihood", parameter.name());
  }

  /** At s = 0. */
  @Override
  public double curvature() {
    StudentTDensity density = density();
    return Math.max(density.locationInformation() / (scale * scale), density.logScaleInformation());
  }

  @Override
  public void check(Shape output, Shape target) {
    LogScaleOutputs.check(output, target);
  }

  @Override
  public Tensor logProb(Parameters parameters, Tensor outputs, Tensor targets) {
    double constant = targets.size(-1) * Math.log(scale);
    Tensor each = density().logProb(LogScaleOutputs.standardised(outputs, targets, scale));
    return each.sub(LogScaleOutputs.logScales(outputs)).sum(-1).sub(constant);
  }

  @Override
  public Tensor delta(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor standardised = LogScaleOutputs.standardised(outputs, targets, scale);
    Tensor inverse = LogScaleOutputs.logScales(outputs).neg().exp().mul(1 / scale);
    StudentTDensity density = density();
    return Tensor.cat(
        -1, density.pull(standardised).mul(inverse), density.work(standardised).sub(1));
  }

  @Override
  public @Nullable Tensor parameterDeltas(Parameters parameters, Tensor outputs, Tensor targets) {
    return null;
  }

  /** On the diagonal {@code (ν + 1) / (ν + 3) / σ²} and {@code 2 ν / (ν + 3)}. */
  @Override
  public Tensor information(Parameters parameters, Tensor outputs) {
    StudentTDensity density = density();
    Tensor precisions =
        LogScaleOutputs.logScales(outputs)
            .mul(-2)
            .exp()
            .mul(density.locationInformation() / (scale * scale));
    Tensor ofLogScales =
        Tensor.full(outputs.dtype(), density.logScaleInformation(), precisions.shape());
    return Linalg.diagonalMatrix(Tensor.cat(-1, precisions, ofLogScales));
  }

  private StudentTDensity density() {
    return new StudentTDensity(degreesOfFreedom);
  }

  @Override
  public Likelihood scaledTo(Tensor targets) {
    return new HeteroscedasticStudentTLikelihood(degreesOfFreedom, TargetScales.noise(targets));
  }

  @Override
  public Prediction predict(
      Parameters parameters, Outputs outputs, int numChains, @Nullable Doubles logWeights) {
    var noise = new HeteroscedasticStudentTObservation(degreesOfFreedom, scale);
    return SampledPrediction.of(outputs, numChains, logWeights, noise);
  }
}
