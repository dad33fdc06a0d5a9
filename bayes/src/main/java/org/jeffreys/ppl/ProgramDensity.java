package org.jeffreys.ppl;

import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.DType;
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

  /** Says where a log density that is not finite comes from: the first such site, its value. */
  @Override
  public String explain(Tensor position) {
    try (Scope scope = Scope.open()) {
      DensityRun run = run(position, Model.ALL_ROWS);
      for (TracedSite traced : run.sites().values()) {
        Site site = traced.site();
        if (site.distribution() == null) {
          continue;
        }
        Tensor logProb = site.law().logProb(traced.value());
        if (!logProb.isFinite().all()) {
          return "site "
              + site.name()
              + " has log probability "
              + firstOdd(logProb)
              + " at "
              + text(traced.value());
        }
      }
      return "no site's own log probability; a factor or a Jacobian is";
    }
  }

  private static double firstOdd(Tensor logProb) {
    for (double value : logProb.to(DType.FLOAT64).toDoubles()) {
      if (!Double.isFinite(value)) {
        return value;
      }
    }
    return Double.NaN;
  }

  private static String text(Tensor value) {
    double[] values = value.to(DType.FLOAT64).toDoubles();
    int shown = Math.min(values.length, 8);
    String text = java.util.Arrays.toString(java.util.Arrays.copyOf(values, shown));
    return shown < values.length ? text.replace("]", ", …]") : text;
  }
}
