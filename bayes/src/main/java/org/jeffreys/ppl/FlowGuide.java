package org.jeffreys.ppl;

import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jeffreys.distribution.Bijector;
import org.jeffreys.distribution.Flow;
import org.jeffreys.target.MeanField;
import org.jeffreys.target.VariationalTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * A flow over a model's flat vector, with its parameters as points.
 *
 * <pre>{@code
 * x = origin + unit ∘ (μ + σ ∘ f(z)), z ~ N(0, I)      φ = [μ, log σ, the flow's, points]
 * log q(x) = log N(z) - log |det f'(z)| - Σ log σ - Σ log unit
 * }</pre>
 */
final class FlowGuide implements VariationalTarget {
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

  private final String name;
  private final ProgramDensity density;
  private final Coordinates coordinates;
  private final Flow flow;
  private final Elbo elbo;
  private final GuideFrame frame;

  private FlowGuide(String name, Model model, Flow flow, Elbo elbo, GuideFrame frame) {
    this.name = name;
    this.density = model.density();
    this.coordinates = Coordinates.of(model.layout());
    this.flow = flow;
    this.elbo = elbo;
    this.frame = frame;
  }

  static FlowGuide of(String name, Model model, Flow flow, Elbo elbo, double initialScale) {
    Check.require(
        !elbo.closed() && !elbo.sticking(),
        name,
        "a bound by draws",
        elbo.closed() ? "closed divergences" : "sticking",
        "use Elbo.trace, importanceWeighted or renyi");
    GuideStart.requireGlobal(name, model);
    GuideFrame frame = GuideFrame.of(model, model.density(), initialScale);
    return new FlowGuide(name, model, flow, elbo, frame);
  }

  /**
   * Draws.
   *
   * @param position in the guide's order, @shape [draws, dimension]
   * @param logProb log q, @shape [draws]
   */
  private record Drawn(Tensor position, Tensor logProb) {}

  @Override
  public String name() {
    return name;
  }

  @Override
  public int numParameters() {
    return 2 * flow.size() + flow.parameterCount() + coordinates.numPoints();
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
    return Tensor.cat(
        1,
        frame.start(new MeanField(), rng),
        flow.initial(dtype(), rng).unsqueeze(0),
        frame.startOfPoints());
  }

  private Drawn drawn(Tensor parameters, long draws, Rng rng) {
    int size = flow.size();
    Tensor logScale = parameters.narrow(1, size, size);
    Tensor ofFlow = parameters.narrow(1, 2L * size, flow.parameterCount()).squeeze(0);
    Tensor noise = rng.normal(dtype(), draws, size);
    Bijector.Pushed pushed = flow.bijector(ofFlow).pushed(noise);
    Tensor inUnits = parameters.narrow(1, 0, size).addProduct(pushed.value(), logScale.exp());
    Tensor latent = frame.toModel(inUnits);
    Tensor logProb =
        noise
            .square()
            .sum(1)
            .mul(-0.5)
            .sub(size * HALF_LOG_TWO_PI + frame.logVolume())
            .sub(pushed.logDeterminant())
            .sub(logScale.sum(1));
    Tensor points =
        parameters.narrow(1, numParameters() - coordinates.numPoints(), coordinates.numPoints());
    return new Drawn(coordinates.joined(latent, points), logProb);
  }

  /** The derivative of the bound is that of the log weights, weighted by their shares. */
  @Override
  public Bound estimate(Tensor parameters, Rng rng) {
    try (Scope scope = Scope.open()) {
      Tensor tracked = Gradients.track(parameters);
      Drawn drawn = drawn(tracked, elbo.numParticles(), rng);
      Tensor position = Gradients.stop(drawn.position());
      Gradients.ValueAndGradient joint = density.estimateWithGradient(position, rng);
      Tensor logWeight = joint.value().sub(Gradients.stop(drawn.logProb()));
      double value = elbo.value(logWeight).item();
      if (!Double.isFinite(value)) {
        throw new NumericalException(
            "ELBO is " + value + ": " + density.explain(position.narrow(0, 0, 1)));
      }
      Tensor along = drawn.position().mul(joint.gradient()).sum(1).sub(drawn.logProb());
      Tensor gradient = Gradients.of(along.mul(elbo.shares(logWeight)), tracked).get(0);
      return new Bound(value, scope.keep(gradient));
    }
  }

  @Override
  public Tensor sample(Tensor parameters, long draws, Rng rng) {
    return drawn(parameters, draws, rng).position();
  }

  @Override
  public Weighted weighted(Tensor parameters, long draws, Rng rng) {
    Drawn drawn = drawn(parameters, draws, rng);
    Tensor logWeight = density.whole(drawn.position()).sub(drawn.logProb());
    return new Weighted(drawn.position(), logWeight);
  }
}
