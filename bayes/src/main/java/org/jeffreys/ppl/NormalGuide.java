package org.jeffreys.ppl;

import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jeffreys.target.Approximation;
import org.jeffreys.target.Guide;
import org.jeffreys.target.VariationalTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * A family of normal distributions over a model's flat vector, with its parameters as points. One
 * pass of autograd goes through the model; derivatives of the guide are closed.
 *
 * <pre>{@code
 * x = origin + unit ∘ u(ε; φ)      ∂L/∂φ = Σₖ vₖ ∂x/∂φ ∇ log p(D, xₖ) + ∂H/∂φ      vₖ = ∂L/∂ log wₖ
 * }</pre>
 *
 * <p>The derivative of log q(x(ε; φ); φ) is minus that of the entropy H: on average, and whatever ε
 * is where x has as many coordinates as ε. Where the gradient sticks the landing, it is that of
 * {@code Σₖ vₖ (log p - log q)(x(ε; φ))} with q held, at α = 0 with vₖ².
 */
final class NormalGuide implements VariationalTarget {
  private final String name;
  private final ProgramDensity density;
  private final Coordinates coordinates;
  private final Guide family;
  private final Elbo elbo;
  private final GuideFrame frame;

  private NormalGuide(
      String name,
      Model model,
      Guide family,
      Elbo elbo,
      Coordinates coordinates,
      GuideFrame frame) {
    this.name = name;
    this.density = model.density();
    this.coordinates = coordinates;
    this.family = family;
    this.elbo = elbo;
    this.frame = frame;
  }

  /** With its numbers in units of the posterior's scales where these can be found. */
  static NormalGuide of(String name, Model model, Guide family, Elbo elbo, double initialScale) {
    Coordinates coordinates = coordinates(name, model, elbo);
    GuideFrame frame = GuideFrame.of(model, model.density(), initialScale);
    return new NormalGuide(name, model, family, elbo, coordinates, frame);
  }

  /** With its numbers as they are. */
  static NormalGuide plain(String name, Model model, Guide family, Elbo elbo) {
    Coordinates coordinates = coordinates(name, model, elbo);
    GuideFrame frame = GuideFrame.plain(coordinates.numLatent());
    return new NormalGuide(name, model, family, elbo, coordinates, frame);
  }

  private static Coordinates coordinates(String name, Model model, Elbo elbo) {
    Check.require(
        !elbo.closed(),
        name,
        "a bound by draws, whose entropy is closed already",
        "closed divergences",
        "use Elbo.trace");
    GuideStart.requireGlobal(name, model);
    Coordinates coordinates = Coordinates.of(model.layout());
    Check.atLeast(coordinates.numLatent(), 1, name + ": random variables");
    return coordinates;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int numParameters() {
    return numOfFamily() + coordinates.numPoints();
  }

  private int numOfFamily() {
    return family.numParameters(coordinates.numLatent());
  }

  @Override
  public int dimension() {
    return coordinates.dimension();
  }

  @Override
  public DType dtype() {
    return DType.FLOAT64;
  }

  @Override
  public Tensor start(Rng rng) {
    return Tensor.cat(1, frame.start(family, rng), frame.startOfPoints());
  }

  private Approximation approximation(Tensor parameters) {
    return family.at(ofFamily(parameters), coordinates.numLatent());
  }

  private Approximation.Sample rsample(Approximation q, long draws, Rng rng) {
    return q.rsample(rng.normal(dtype(), 1, draws, family.numNoise(coordinates.numLatent())));
  }

  private Tensor position(Approximation.Sample sample, Tensor parameters) {
    Tensor latent = frame.toModel(sample.values().squeeze(0));
    int count = coordinates.numPoints();
    return count == 0
        ? latent
        : coordinates.joined(latent, parameters.narrow(1, numOfFamily(), count));
  }

  @Override
  public Bound estimate(Tensor parameters, Rng rng) {
    try (Scope scope = Scope.open()) {
      Approximation q = approximation(parameters);
      Approximation.Sample sample = rsample(q, elbo.numParticles(), rng);
      Tensor position = position(sample, parameters);
      Gradients.ValueAndGradient joint = density.estimateWithGradient(position, rng);
      Tensor gradient = Tensor.empty(dtype(), 1, numParameters());
      double value;
      if (elbo.order() == 1 && !elbo.sticking()) {
        value = joint.value().mean(0).add(q.entropy()).item() + frame.logVolume();
        byEntropy(q, sample, joint, joint.value(), gradient);
      } else {
        Tensor logWeight = joint.value().sub(q.logProb(sample).squeeze(0)).add(frame.logVolume());
        value = elbo.value(logWeight).item();
        if (elbo.sticking()) {
          byScore(q, sample, joint, logWeight, gradient);
        } else {
          byEntropy(q, sample, joint, logWeight, gradient);
        }
      }
      requireFinite(value, joint.value(), position);
      return new Bound(value, scope.keep(gradient));
    }
  }

  private void byEntropy(
      Approximation q,
      Approximation.Sample sample,
      Gradients.ValueAndGradient joint,
      Tensor logWeight,
      Tensor out) {
    Tensor ordered = coordinates.toGuide(weighted(joint.gradient(), logWeight));
    q.pullBack(sample, frame.gradient(latent(ordered)).unsqueeze(0), ofFamily(out));
    q.addEntropyGradient(1, ofFamily(out));
    pointsInto(ordered, out);
  }

  private Tensor weighted(Tensor gradients, Tensor logWeight) {
    return elbo.numParticles() == 1
        ? gradients
        : gradients.mul(elbo.shares(logWeight).unsqueeze(1));
  }

  private void byScore(
      Approximation q,
      Approximation.Sample sample,
      Gradients.ValueAndGradient joint,
      Tensor logWeight,
      Tensor out) {
    Tensor shares = elbo.shares(logWeight).unsqueeze(1);
    Tensor ordered = coordinates.toGuide(joint.gradient());
    Tensor difference = frame.gradient(latent(ordered)).sub(q.score(sample).squeeze(0));
    Tensor factor = elbo.order() == 0 ? shares.square() : shares;
    q.pullBack(sample, difference.mul(factor).unsqueeze(0), ofFamily(out));
    pointsInto(ordered.mul(shares), out);
  }

  private Tensor latent(Tensor ordered) {
    return coordinates.numPoints() == 0 ? ordered : ordered.narrow(1, 0, coordinates.numLatent());
  }

  private Tensor ofFamily(Tensor out) {
    return coordinates.numPoints() == 0 ? out : out.narrow(1, 0, numOfFamily());
  }

  private void pointsInto(Tensor ordered, Tensor out) {
    int count = coordinates.numPoints();
    if (count > 0) {
      Tensor all = ordered.narrow(1, coordinates.numLatent(), count);
      out.narrow(1, numOfFamily(), count).copyFrom(all.sumKeep(0));
    }
  }

  private void requireFinite(double value, Tensor logJoint, Tensor position) {
    if (Double.isFinite(value)) {
      return;
    }
    double[] each = logJoint.toDoubles();
    int first = 0;
    while (first < each.length - 1 && Double.isFinite(each[first])) {
      first++;
    }
    Tensor row = position.narrow(0, first, 1);
    throw new NumericalException(
        "ELBO is " + value + ": " + density.explain(row) + "; lower learningRate or check priors");
  }

  @Override
  public Tensor sample(Tensor parameters, long draws, Rng rng) {
    return position(rsample(approximation(parameters), draws, rng), parameters);
  }

  @Override
  public Weighted weighted(Tensor parameters, long draws, Rng rng) {
    Approximation q = approximation(parameters);
    Approximation.Sample sample = rsample(q, draws, rng);
    Tensor position = position(sample, parameters);
    Tensor logProb = q.logProb(sample).squeeze(0).sub(frame.logVolume());
    Tensor logWeight = density.whole(position).sub(logProb);
    return new Weighted(position, logWeight);
  }
}
