package org.jeffreys.ppl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.distribution.Bijector;
import org.jeffreys.distribution.Enumerable;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** One run of a program at given positions: the values of its sites and the log density. */
final class DensityRun implements Handler.Next {
  private final ProgramLayout layout;
  private final Axes axes;
  private final Free free;
  private final boolean withJacobian;
  private final Map<String, TracedSite> sites = new LinkedHashMap<>();
  private final Map<Shape, Tensor> totals = new LinkedHashMap<>();
  private final List<SummedOut.Term> coupled = new ArrayList<>();
  private final List<SummedOut.Variable> variables = new ArrayList<>();
  private int nextSlot;

  /** The numbers without bounds that sites are made of. */
  interface Free {
    /** Those of a slot. @shape [draws or 1, plates…, unbounded event…] */
    Tensor of(ProgramLayout.Slot slot);
  }

  DensityRun(ProgramLayout layout, long draws, Free free, boolean withJacobian) {
    this.layout = layout;
    this.axes = layout.axes(draws);
    this.free = free;
    this.withJacobian = withJacobian;
  }

  /** A slot's part of positions. */
  static Tensor part(Tensor position, ProgramLayout.Slot slot) {
    return position
        .narrow(1, slot.offset(), slot.length())
        .reshape(slot.unboundedShape(position.size(0)));
  }

  Axes axes() {
    return axes;
  }

  @Override
  public Tensor at(Site site) {
    Tensor value = value(site);
    Check.require(
        sites.put(site.name(), new TracedSite(site, value)) == null,
        "site " + site.name(),
        "a name of its own",
        "a second site " + site.name());
    return value;
  }

  /** The terms that depend on discrete sites. */
  List<SummedOut.Term> coupled() {
    return coupled;
  }

  /** The discrete sites that are summed out, in order. */
  List<SummedOut.Variable> variables() {
    return variables;
  }

  /** What the sites came to, in order. */
  Map<String, TracedSite> sites() {
    return sites;
  }

  private Tensor value(Site site) {
    return switch (site.kind()) {
      case LATENT -> site.value() == null ? latent(site) : scored(site, site.known());
      case OBSERVED -> scored(site, site.known());
      case FACTOR -> {
        add(site, site.known());
        yield site.known();
      }
      case DETERMINISTIC -> site.known();
      case PARAMETER -> parameter(site, free.of(slot(site)), axes);
    };
  }

  private Tensor scored(Site site, Tensor value) {
    add(site, site.law().logProb(value));
    return value;
  }

  private Tensor latent(Site site) {
    int index = layout.enumerated().indexOf(site.name());
    if (index >= 0) {
      return enumerated(site, index);
    }
    Tensor unbounded = free.of(slot(site));
    Bijector bijector = site.bijector();
    Tensor value = bijector.forward(unbounded);
    add(site, site.law().logProbInside(value));
    if (withJacobian && !(bijector instanceof org.jeffreys.distribution.IdentityBijector)) {
      Tensor determinant = bijector.logDeterminant(unbounded, value);
      int extra = determinant.rank() - axes.rank();
      long[] last = new long[Math.max(0, extra)];
      Arrays.setAll(last, i -> axes.rank() + i);
      add(site, extra > 0 ? determinant.sum(last) : determinant);
    }
    return value;
  }

  /** The value of a parameter: its last axes are those of its start, so that it broadcasts so. */
  static Tensor parameter(Site site, Tensor unbounded, Axes axes) {
    Tensor value = site.bijector().forward(unbounded);
    int missing = axes.rank() - value.rank();
    if (missing <= 0) {
      return value;
    }
    long[] padded = new long[axes.rank()];
    Arrays.fill(padded, 1);
    long[] shape = value.shape();
    padded[0] = shape[0];
    System.arraycopy(shape, 1, padded, 1 + missing, shape.length - 1);
    return value.reshape(padded);
  }

  private ProgramLayout.Slot slot(Site site) {
    List<ProgramLayout.Slot> slots = layout.slots();
    String expected = nextSlot < slots.size() ? slots.get(nextSlot).name() : "no more sites";
    Check.require(
        expected.equals(site.name()),
        "program",
        "the sites of its first run, here " + expected,
        "site " + site.name(),
        "visit the same sites whatever their values are");
    return slots.get(nextSlot++);
  }

  private Tensor enumerated(Site site, int index) {
    Tensor values = ((Enumerable) site.law()).values();
    long[] shape = new long[axes.rank()];
    Arrays.fill(shape, 1);
    int axis = 1 + index;
    shape[axis] = values.numElements();
    Tensor value = values.reshape(shape);
    variables.add(new SummedOut.Variable(site.name(), axis, site.plates()));
    add(site, site.law().logProb(value));
    return value;
  }

  private void add(Site site, Tensor logProb) {
    Tensor padded = Scores.padded(site, logProb, axes);
    if (axes.enumerated() > 0 && SummedOut.isCoupled(padded, axes)) {
      coupled.add(new SummedOut.Term(site, masked(site, padded)));
      return;
    }
    if (site.mask() == null && site.factor() == 1 && isWhole(site, padded)) {
      totals.merge(Shape.of(padded.shape()), padded, Tensor::add);
    } else {
      Tensor sum = Scores.of(site, padded, axes);
      totals.merge(Shape.of(sum.shape()), sum, Tensor::add);
    }
  }

  private Tensor masked(Site site, Tensor logProb) {
    Tensor mask = site.mask();
    Tensor counted = mask == null ? logProb : mask.where(logProb, Tensor.zeros(logProb.dtype()));
    return site.factor() == 1 ? counted : counted.mul(site.factor());
  }

  private boolean isWhole(Site site, Tensor padded) {
    for (Plate plate : site.plates()) {
      if (padded.size(axes.axis(plate.depth())) != plate.length()) {
        return false;
      }
    }
    return true;
  }

  /** The log density. @shape [draws] */
  Tensor logProb() {
    Check.require(
        nextSlot == layout.slots().size(),
        "program",
        "all sites of its first run",
        "an end before " + (nextSlot < layout.slots().size() ? next() : "nothing"),
        "visit the same sites whatever their values are");
    if (!coupled.isEmpty()) {
      Tensor rest = new SummedOut(axes, variables).logProb(coupled);
      totals.merge(Shape.of(rest.shape()), rest, Tensor::add);
    }
    Tensor total = null;
    for (Tensor part : totals.values()) {
      boolean isSummed = part.numElements() == part.size(0);
      Tensor flat = isSummed ? part.reshape(-1) : part.sum(allButDraws());
      total = total == null ? flat : total.add(flat);
    }
    Tensor sum = total == null ? Tensor.zeros(DType.FLOAT64, 1) : total;
    return sum.size(0) == axes.draws() ? sum : sum.expand(axes.draws());
  }

  private long[] allButDraws() {
    long[] all = new long[axes.rank() - 1];
    Arrays.setAll(all, i -> i + 1);
    return all;
  }

  private String next() {
    return layout.slots().get(nextSlot).name();
  }
}
