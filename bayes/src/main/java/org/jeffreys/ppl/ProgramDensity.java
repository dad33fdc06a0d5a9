package org.jeffreys.ppl;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jeffreys.core.Check;
import org.jeffreys.target.LogDensity;
import org.jeffreys.target.PlainDensity;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

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

  /** Plates that could look at some of their rows look at the first ones. */
  static final Context.Subsampling FIRST = (plate, size, count) -> Tensor.range(count);

  private final Program program;
  private final ProgramLayout layout;
  private final boolean withJacobian;
  private @Nullable PlainDensity plain;
  private boolean isRecorded;
  private final AtomicReference<PlainDensity.@Nullable Evaluator> idle = new AtomicReference<>();

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

  @Override
  public Gradients.ValueAndGradient valueAndGradient(Tensor position) {
    return valueAndGradient(position, Model.ALL_ROWS);
  }

  /** The density of the rows that plates look at this time, unbiased. @shape [draws] */
  public Tensor estimate(Tensor position, Rng rng) {
    return run(position, some(rng)).logProb();
  }

  /** As {@link #estimate}, with its gradient. */
  public Gradients.ValueAndGradient estimateWithGradient(Tensor position, Rng rng) {
    return valueAndGradient(position, some(rng));
  }

  /** Rows at random. */
  static Context.Subsampling some(Rng rng) {
    return (plate, size, count) -> Trace.rows(rng, size, count);
  }

  /** The density by all rows of all plates. @shape [draws] */
  Tensor whole(Tensor position) {
    return run(position, WHOLE).logProb();
  }

  /** Some rows of a plate are other ones each time: nothing to be written down. */
  private static final class Subsampled extends RuntimeException {
    private static final long serialVersionUID = 1;

    Subsampled() {
      super("subsampled", null, false, false);
    }
  }

  @Override
  public synchronized @Nullable PlainDensity plain() {
    if (!isRecorded) {
      isRecorded = true;
      try {
        Context.Subsampling none =
            (plate, size, count) -> {
              throw new Subsampled();
            };
        plain = PlainDensity.of(position -> run(position, none).logProb(), dimension());
      } catch (Subsampled e) {
        plain = null;
      }
    }
    return plain;
  }

  /** By plain Java where that is faster. */
  private Gradients.ValueAndGradient valueAndGradient(Tensor position, Context.Subsampling rows) {
    long draws = position.size(0);
    PlainDensity plainly = plain();
    if (plainly == null || !plainly.isFasterFor(draws)) {
      return bySites(position, rows);
    }
    double[] values = new double[Math.toIntExact(draws)];
    double[] gradients = new double[values.length * dimension()];
    // Its memory holds the data: a thread that comes alone finds that of its last call.
    PlainDensity.@Nullable Evaluator last = idle.getAndSet(null);
    PlainDensity.Evaluator evaluator = last == null ? plainly.evaluator() : last;
    evaluator.valueAndGradient(position.toDoubles(), values, gradients);
    idle.set(evaluator);
    return new Gradients.ValueAndGradient(
        Tensor.of(values, draws), Tensor.of(gradients, draws, dimension()));
  }

  /** Each site's part is differentiated by itself: the way back to one vector is one operation. */
  private Gradients.ValueAndGradient bySites(Tensor position, Context.Subsampling rows) {
    if (layout.slots().isEmpty()) {
      return Gradients.valueAndGradient(at -> run(at, rows).logProb(), position);
    }
    try (Scope scope = Scope.open()) {
      Map<String, Tensor> parts = new LinkedHashMap<>();
      for (ProgramLayout.Slot slot : layout.slots()) {
        parts.put(slot.name(), Gradients.track(DensityRun.part(position, slot)));
      }
      DensityRun.Free free = slot -> Check.present(parts.get(slot.name()), slot.name());
      Tensor value = run(free, position, rows).logProb();
      Tensor[] gradients =
          Gradients.of(value, parts.values().toArray(Tensor[]::new)).toArray(Tensor[]::new);
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] = gradients[i].reshape(position.size(0), -1);
      }
      Tensor gradient = Tensor.cat(1, gradients);
      return new Gradients.ValueAndGradient(
          scope.keep(Gradients.stop(value)), scope.keep(gradient));
    }
  }

  DensityRun run(Tensor position, Context.Subsampling rows) {
    return run(slot -> DensityRun.part(position, slot), position, rows);
  }

  private DensityRun run(DensityRun.Free free, Tensor position, Context.Subsampling rows) {
    DensityRun run = new DensityRun(layout, position.size(0), free, withJacobian);
    program.run(Context.of(run, run.axes(), position.dtype(), rows));
    return run;
  }

  @Override
  public String explain(Tensor position) {
    try (Scope scope = Scope.open()) {
      return Explanation.of(run(position, WHOLE).sites().values());
    }
  }
}
