package org.jeffreys.target;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.HeteroscedasticGaussianObservation;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.predict.SampledPrediction;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Normal noise whose scale depends on the input: of a network's 2 k outputs the first k are the
 * means of the targets, the others the logarithms of the scales, in units of {@code scale}.
 *
 * <pre>{@code
 * yⱼ ~ N(fⱼ(x), σⱼ(x)²)      σⱼ(x) = scale e^(sⱼ(x))      outputs = (f₁ … fₖ, s₁ … sₖ)
 * }</pre>
 *
 * <p>The logarithm needs no bound: the density takes z = (y - f) e^-s before it squares, and log σ
 * is s itself, so that it is finite wherever the density is a number. Its derivatives are z e^-s /
 * scale in f and z² - 1 in s, whose information is 2 at any scale; a softplus would be as safe, but
 * its information vanishes as σ does. The prior of the network's last layer is centred on s = 0, so
 * {@code scale} is the noise expected before the data are seen.
 *
 * @param scale σ₀, the noise where the network puts out s = 0, in the units of the targets
 * @source Kendall and Gal (2017), What uncertainties do we need in Bayesian deep learning?,
 *     NeurIPS, eq. 8, with s standing for half their log variance
 */
public record HeteroscedasticGaussianLikelihood(double scale) implements Likelihood {
  private static final double LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

  /** The information of an observation about log σ. */
  private static final double LOG_SCALE_INFORMATION = 2;

  /** Checks the scale. */
  public HeteroscedasticGaussianLikelihood {
    Check.positive(scale, "scale");
  }

  @Override
  public List<ParameterSpec> parameters() {
    return List.of();
  }

  @Override
  public NormalPrior.Normal priorOf(ParameterSpec parameter) {
    throw Check.failure(
        "parameter", "none of a heteroscedastic normal likelihood", parameter.name());
  }

  /**
   * {@inheritDoc}
   *
   * <p>At s = 0. Where the noise is c times smaller, the curvature is c² times larger: for samplers
   * whose steps go by it, {@code scale} should be near the least noise.
   */
  @Override
  public double curvature() {
    return Math.max(1 / (scale * scale), LOG_SCALE_INFORMATION);
  }

  @Override
  public void check(Shape output, Shape target) {
    LogScaleOutputs.check(output, target);
  }

  @Override
  public Tensor logProb(Parameters parameters, Tensor outputs, Tensor targets) {
    double constant = targets.size(-1) * (LOG_SQRT_2PI + Math.log(scale));
    Tensor standardised = standardised(outputs, targets);
    return standardised
        .square()
        .mul(-0.5)
        .sub(LogScaleOutputs.logScales(outputs))
        .sum(-1)
        .sub(constant);
  }

  @Override
  public Tensor delta(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor standardised = standardised(outputs, targets);
    Tensor ofMeans =
        standardised.mul(LogScaleOutputs.logScales(outputs).neg().exp()).mul(1 / scale);
    return Tensor.cat(-1, ofMeans, standardised.square().sub(1));
  }

  @Override
  public Likelihood scaledTo(Tensor targets) {
    return new HeteroscedasticGaussianLikelihood(TargetScales.noise(targets));
  }

  private Tensor standardised(Tensor outputs, Tensor targets) {
    return LogScaleOutputs.standardised(outputs, targets, scale);
  }

  @Override
  public @Nullable Tensor parameterDeltas(Parameters parameters, Tensor outputs, Tensor targets) {
    return null;
  }

  /** On the diagonal {@code 1 / σ²} for means and 2 for logarithms of scales. */
  @Override
  public Tensor information(Parameters parameters, Tensor outputs) {
    Tensor ofMeans = LogScaleOutputs.logScales(outputs).mul(-2).exp().mul(1 / (scale * scale));
    Tensor ofLogScales = Tensor.full(outputs.dtype(), LOG_SCALE_INFORMATION, ofMeans.shape());
    return Linalg.diagonalMatrix(Tensor.cat(-1, ofMeans, ofLogScales));
  }

  @Override
  public Prediction predict(
      Parameters parameters, Outputs outputs, int numChains, @Nullable Doubles logWeights) {
    var noise = new HeteroscedasticGaussianObservation(scale);
    return SampledPrediction.of(outputs, numChains, logWeights, noise);
  }
}
