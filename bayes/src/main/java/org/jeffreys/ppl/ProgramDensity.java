package org.jeffreys.ppl;

import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * The log density that a program defines over the numbers without bounds that its latent sites are
 * made of.
 *
 * <pre>{@code
 * log p(x) = log p(sites, data) + log |det ∂ sites / ∂x|
 * }</pre>
 */
public final class ProgramDensity implements LogDensity {
  /** Plates that could look at some of their rows look at all. */
  static final Context.Subsampling WHOLE = (plate, size, count) -> Tensor.range(size);

  private final Program program;
  private final ProgramLayout layout;
  private final boolean withJacobian;

  ProgramDensity(Program program, ProgramLayout layout, boolean withJacobian) {
    this.program = program;
    this.layout = layout;
    this.withJacobian = withJacobian;
  }

  /** The same without the Jacobian: its maximum is the mode of the sites as they are. */
  public ProgramDensity withoutJacobian() {
    return new ProgramDensity(program, layout, false);
  }

  /** Where sites lie in the vector. */
  public ProgramLayout layout() {
    return layout;
  }

  @Override
  public int dimension() {
    return layout.dimension();
  }

  @Override
  public DType dtype() {
    return DType.FLOAT64;
  }

  @Override
  public Tensor logProb(Tensor position) {
    return run(position, Model.ALL_ROWS).logProb();
  }

  /** The density of the rows that plates look at this time, unbiased. @shape [draws] */
  public Tensor estimate(Tensor position, Rng rng) {
    return run(position, (plate, size, count) -> Trace.rows(rng, size, count)).logProb();
  }

  DensityRun run(Tensor position, Context.Subsampling rows) {
    DensityRun run = new DensityRun(layout, position, withJacobian);
    program.run(Context.of(run, run.axes(), position.dtype(), rows));
    return run;
  }

  /** As {@link #estimate}, with its gradient. */
  Gradients.ValueAndGradient estimateWithGradient(Tensor position, Rng rng) {
    return Gradients.valueAndGradient(at -> estimate(at, rng), position);
  }

  /** The density by all rows of all plates. @shape [draws] */
  Tensor whole(Tensor position) {
    return run(position, WHOLE).logProb();
  }

  @Override
  public String explain(Tensor position) {
    try (Scope scope = Scope.open()) {
      return Explanation.of(run(position, WHOLE).sites().values());
    }
  }
}
