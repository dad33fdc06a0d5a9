package org.jeffreys.target;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.predict.SampledPrediction;
import org.jeffreys.predict.StudentTObservation;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Noise of Student's t distribution around the outputs, of a fixed scale or of one that is
 * inferred: what single wild targets pull the outputs with is bounded.
 *
 * <pre>{@code
 * y = f(x) + scale t      t ~ Student(ν), independently for each output
 * d log p / df = (ν + 1) z / (ν + z²) / scale      z = (y - f) / scale
 * learned: log scale ~ N(log scale₀, 1)
 * }</pre>
 *
 * @param degreesOfFreedom ν, greater than 2, so that predictions have a variance; 4 has tails that
 *     are heavy, 30 is nearly normal
 * @param scale σ, or the median of its prior where it is learned; the standard deviation is σ √(ν /
 *     (ν - 2))
 * @param learned whether log σ is a parameter
 * @source Lange, Little and Taylor (1989), Robust statistical modeling using the t distribution,
 *     JASA 84
 */
public record StudentTLikelihood(double degreesOfFreedom, double scale, boolean learned)
    implements Likelihood {
  /** What is usual where nothing is known. */
  private static final double USUAL = 4;

  /** Checks the numbers. */
  public StudentTLikelihood {
    requireVariance(degreesOfFreedom);
    Check.positive(scale, "scale");
  }

  /** Noise of 4 degrees of freedom and a known scale. */
  public static StudentTLikelihood fixed(double scale) {
    return new StudentTLikelihood(USUAL, scale, false);
  }

  /** Noise of 4 degrees of freedom whose scale is inferred, the same for all outputs. */
  public static StudentTLikelihood learned(double priorMedian) {
    return new StudentTLikelihood(USUAL, priorMedian, true);
  }

  /** This with other tails. */
  public StudentTLikelihood withDegreesOfFreedom(double newDegrees) {
    return new StudentTLikelihood(newDegrees, scale, learned);
  }

  static void requireVariance(double degreesOfFreedom) {
    Check.require(
        degreesOfFreedom > 2 && degreesOfFreedom < Double.POSITIVE_INFINITY,
        "degreesOfFreedom",
        "a finite value > 2, so that noise has a variance",
        degreesOfFreedom);
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
    return density().locationInformation() / (scale * scale);
  }

  @Override
  public void check(Shape output, Shape target) {
    Check.require(output.equals(target), "targets", "examples of shape " + output, target);
    Check.require(output.rank() == 1, "outputs", "examples of shape [outputs]", output);
  }

  @Override
  public Tensor logProb(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor each = density().logProb(standardised(parameters, outputs, targets));
    return learned
        ? each.sub(parameters.get(0)).sum(-1)
        : each.sum(-1).sub(outputs.size(-1) * Math.log(scale));
  }

  @Override
  public Tensor delta(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor pull = density().pull(standardised(parameters, outputs, targets));
    return learned ? pull.mulInPlace(parameters.get(0).neg().exp()) : pull.mulInPlace(1 / scale);
  }

  @Override
  public @Nullable Tensor parameterDeltas(Parameters parameters, Tensor outputs, Tensor targets) {
    return learned
        ? density().work(standardised(parameters, outputs, targets)).sub(1).sumKeep(-1)
        : null;
  }

  /** {@code (ν + 1) / (ν + 3) / scale²} on the diagonal. */
  @Override
  public Tensor information(Parameters parameters, Tensor outputs) {
    Tensor ones = Tensor.ones(outputs.dtype(), outputs.shape());
    Tensor precisions =
        learned ? ones.mul(parameters.get(0).mul(-2).exp()) : ones.mul(1 / (scale * scale));
    return Linalg.diagonalMatrix(precisions.mul(density().locationInformation()));
  }

  private Tensor standardised(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor residual = targets.sub(outputs);
    return learned ? residual.mul(parameters.get(0).neg().exp()) : residual.mul(1 / scale);
  }

  private StudentTDensity density() {
    return new StudentTDensity(degreesOfFreedom);
  }

  @Override
  public Likelihood scaledTo(Tensor targets) {
    return learned
        ? new StudentTLikelihood(degreesOfFreedom, TargetScales.noise(targets), true)
        : this;
  }

  @Override
  public Prediction predict(
      Parameters parameters, Outputs outputs, int numChains, @Nullable Doubles logWeights) {
    Doubles scales = learned ? Doubles.of(parameters.get(0).exp().toDoubles()) : Doubles.of(scale);
    var noise = new StudentTObservation(degreesOfFreedom, scales);
    return SampledPrediction.of(outputs, numChains, logWeights, noise);
  }
}
