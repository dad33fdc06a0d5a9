package org.jeffreys.target;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Independent parameters of one density, each in units of its array's scale. Arrays whose layer
 * brings their prior are left out of the density; their starting points are N(initial, 1 / fanIn).
 *
 * @param loc the middles, @shape [dimension]
 * @param scale in units of the density's
 * @param ours 1, and 0 in arrays that bring their prior
 * @param constant what the scales add to the log density
 */
record IndependentPrior(
    SymmetricDensity density, Tensor loc, Tensor scale, Tensor ours, Tensor widths, double constant)
    implements BoundPrior {
  /** Chains start within so many widths of the middle. */
  private static final double REACH = 3;

  /** Of a network's arrays; those of its likelihood, which are the last, keep their priors. */
  static BoundPrior bind(
      SymmetricDensity density,
      ArrayScales scales,
      ParameterLayout layout,
      Likelihood likelihood,
      DType dtype) {
    scales.requireIn(layout);
    List<ParameterSpec> ours = new ArrayList<>();
    List<ParameterSpec> theirs = new ArrayList<>();
    Map<String, Double> exceptions = new LinkedHashMap<>();
    for (ParameterLayout.Slot slot : layout.slots()) {
      ParameterSpec spec = slot.spec();
      boolean isTheirs = spec.role() == ParameterSpec.Role.LIKELIHOOD;
      (isTheirs ? theirs : ours).add(spec);
      Double exception = scales.exceptions().get(spec.name());
      if (isTheirs && exception != null) {
        exceptions.put(spec.name(), exception);
      }
    }
    BoundPrior first = of(density, scales, ParameterLayout.of(ours), dtype);
    if (theirs.isEmpty()) {
      return first;
    }
    NormalPrior normal = new NormalPrior(1, 1, false, exceptions);
    return JoinedPrior.of(first, normal.bind(ParameterLayout.of(theirs), likelihood, dtype));
  }

  private static IndependentPrior of(
      SymmetricDensity density, ArrayScales scales, ParameterLayout layout, DType dtype) {
    double width = density.width();
    double[] loc = layout.fill(ParameterSpec::initial);
    double[] ours = layout.fill(spec -> spec.ownPrior() ? 0 : 1);
    double[] scale =
        layout.fill(
            spec -> spec.ownPrior() ? 1 / Math.sqrt((double) spec.fanIn()) : scales.of(spec));
    double[] widths = new double[scale.length];
    double constant = 0;
    for (int i = 0; i < scale.length; i++) {
      widths[i] = ours[i] == 0 ? scale[i] : scale[i] * width;
      constant -= ours[i] * Math.log(scale[i]);
    }
    return new IndependentPrior(
        density,
        vector(dtype, loc),
        vector(dtype, scale),
        vector(dtype, ours),
        vector(dtype, widths),
        constant);
  }

  private static Tensor vector(DType dtype, double[] values) {
    return Scope.release(Tensor.of(dtype, values, values.length));
  }

  private Tensor standardised(Tensor position) {
    return position.sub(loc).div(scale);
  }

  @Override
  public Tensor logProb(Tensor position) {
    return density.logProb(standardised(position)).mul(ours).sum(-1).add(constant);
  }

  @Override
  public void addGradient(Tensor position, Tensor sum, double factor) {
    Tensor each = density.gradient(standardised(position));
    sum.addProductInPlace(each, ours.div(scale), factor);
  }

  @Override
  public Tensor scale() {
    return widths;
  }

  @Override
  public @Nullable NormalForm normalForm() {
    return null;
  }

  @Override
  public Tensor sample(int draws, Rng rng) {
    return loc.addProduct(standard(draws, rng), scale);
  }

  @Override
  public Tensor start(int draws, Rng rng) {
    Tensor distance = sample(draws, rng).sub(loc);
    Tensor bound = widths.mul(REACH);
    return loc.add(distance.minimum(bound).maximum(bound.neg()));
  }

  private Tensor standard(int draws, Rng rng) {
    int count = Math.toIntExact(loc.size(0));
    Tensor ofDensity = density.sample(loc.dtype(), draws, count, rng);
    Tensor normal = rng.normal(loc.dtype(), draws, count);
    return ours.gt(0).expand(draws, count).where(ofDensity, normal);
  }

  @Override
  public void close() {
    loc.close();
    scale.close();
    ours.close();
    widths.close();
  }
}
