package org.jeffreys.tape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * Writes a tape: each operation takes arrays and gives one, whose elements it finds a place for.
 */
public final class TapeBuilder {
  private final List<Step> steps = new ArrayList<>();
  private final BitSet varying = new BitSet();
  private final Slots input;
  private double[] memory;
  private int next;
  private int zero = -1;

  /** A tape of nothing yet. */
  public TapeBuilder(int... inputShape) {
    memory = new double[Math.max(16, Slots.count(inputShape))];
    input = fresh(inputShape);
  }

  /** What the function is of. */
  public Slots input() {
    return input;
  }

  /** Numbers that are always the same. */
  public Slots constant(double[] values, int... shape) {
    Slots slots = Slots.dense(allot(values.length), shape);
    System.arraycopy(values, 0, memory, slots.count() == 0 ? 0 : slots.place(0), values.length);
    return slots;
  }

  /** A number that is always the same. */
  public Slots constant(double value) {
    return constant(new double[] {value});
  }

  private int allot(int count) {
    int first = next;
    next = Math.addExact(next, count);
    if (next > memory.length) {
      memory = Arrays.copyOf(memory, Math.max(next, memory.length * 2));
    }
    return first;
  }

  /** Memory for results. */
  private Slots fresh(int... shape) {
    int count = Slots.count(shape);
    int first = allot(count);
    varying.set(first, first + count);
    return Slots.dense(first, shape);
  }

  private static int first(Slots slots) {
    return slots.count() == 0 ? 0 : slots.place(0);
  }

  private boolean varies(Slots slots) {
    return Arrays.stream(slots.places()).anyMatch(varying::get);
  }

  private int zero() {
    if (zero < 0) {
      zero = constant(0).place(0);
    }
    return zero;
  }

  /** A function of each element. */
  public Slots unary(Unary function, Slots x) {
    Slots out = fresh(x.shape());
    steps.add(new UnaryStep(function, x.places(), first(out)));
    return out;
  }

  /** A function of pairs of elements, of arrays that broadcast. */
  public Slots pair(Pair function, Slots x, Slots y) {
    int[] shape = Slots.broadcast(x.shape(), y.shape());
    Slots out = fresh(shape);
    steps.add(
        new PairStep(
            function,
            x.expand(shape).places(),
            y.expand(shape).places(),
            first(out),
            varies(x),
            varies(y)));
    return out;
  }

  /**
   * Elements of one array or the other, which broadcast with the condition: not 0 for the first.
   */
  public Slots where(Slots condition, Slots yes, Slots no) {
    int[] shape = Slots.broadcast(condition.shape(), Slots.broadcast(yes.shape(), no.shape()));
    int[] chosen = condition.expand(shape).places();
    int[] first = yes.expand(shape).places();
    int[] second = no.expand(shape).places();
    if (!varies(condition)) {
      int[] places = new int[chosen.length];
      Arrays.setAll(places, i -> memory[chosen[i]] != 0 ? first[i] : second[i]);
      return new Slots(shape, places);
    }
    Slots out = fresh(shape);
    steps.add(new WhereStep(chosen, first, second, first(out)));
    return out;
  }

  /** Axes reduced, which vanish. */
  public Slots reduce(Reduction reduction, Slots x, int... axes) {
    Slots groups = x.grouped(axes);
    boolean[] isReduced = new boolean[x.rank()];
    for (int axis : axes) {
      isReduced[axis] = true;
    }
    int[] kept =
        java.util.stream.IntStream.range(0, x.rank())
            .filter(axis -> !isReduced[axis])
            .map(x::size)
            .toArray();
    Slots out = fresh(kept);
    steps.add(new ReductionStep(reduction, groups.places(), groups.size(1), first(out)));
    return out;
  }

  /** Running sums along an axis. */
  public Slots cumulative(Slots x, int axis) {
    int last = x.rank() - 1;
    Slots rows = x.transpose(axis, last);
    Slots out = fresh(rows.shape());
    steps.add(new CumulativeStep(rows.places(), rows.size(last), first(out)));
    return out.transpose(axis, last);
  }

  /** Matrix products over the last two axes, of arrays whose other axes broadcast. */
  public Slots product(Slots a, Slots b) {
    int rank = Math.max(a.rank(), b.rank());
    int rows = a.size(a.rank() - 2);
    int inner = a.size(a.rank() - 1);
    int columns = b.size(b.rank() - 1);
    int[] batch =
        Slots.broadcast(
            Arrays.copyOf(a.shape(), a.rank() - 2), Arrays.copyOf(b.shape(), b.rank() - 2));
    int[] shape = Arrays.copyOf(batch, rank);
    shape[rank - 2] = rows;
    shape[rank - 1] = columns;
    if (isSingle(b)) {
      // All rows at once.
      int all = Slots.count(batch) * rows;
      return multiplied(a.reshape(all, inner), b.reshape(inner, columns)).reshape(shape);
    }
    Slots left = matrices(a, batch);
    Slots right = matrices(b, batch);
    Slots[] parts = new Slots[left.size(0)];
    Arrays.setAll(parts, i -> multiplied(matrix(left, i), matrix(right, i)));
    return Slots.concatenated(0, parts).reshape(shape);
  }

  private static boolean isSingle(Slots b) {
    return b.count() == b.size(b.rank() - 2) * b.size(b.rank() - 1);
  }

  private static Slots matrices(Slots x, int[] batch) {
    int rows = x.size(x.rank() - 2);
    int columns = x.size(x.rank() - 1);
    int[] shape = Arrays.copyOf(batch, batch.length + 2);
    shape[batch.length] = rows;
    shape[batch.length + 1] = columns;
    return x.expand(shape).reshape(Slots.count(batch), rows, columns);
  }

  private static Slots matrix(Slots matrices, int index) {
    return matrices.narrow(0, index, 1).reshape(matrices.size(1), matrices.size(2));
  }

  private Slots multiplied(Slots a, Slots b) {
    Slots left = dense(a);
    Slots right = dense(b);
    Slots out = fresh(a.size(0), b.size(1));
    steps.add(
        new ProductStep(
            first(left),
            first(right),
            first(out),
            a.size(0),
            a.size(1),
            b.size(1),
            varies(a),
            varies(b)));
    return out;
  }

  private Slots dense(Slots x) {
    if (x.isDense()) {
      return x;
    }
    if (!varies(x)) {
      return constant(Arrays.stream(x.places()).mapToDouble(i -> memory[i]).toArray(), x.shape());
    }
    Slots out = fresh(x.shape());
    steps.add(new CopyStep(x.places(), first(out)));
    return out;
  }

  /** The lower Cholesky factors of the matrices that the last two axes are, NaN for none. */
  public Slots cholesky(Slots x) {
    int size = x.size(x.rank() - 1);
    Slots all = x.reshape(x.count() / (size * size), size, size);
    Slots[] parts = new Slots[all.size(0)];
    Arrays.setAll(
        parts,
        i -> {
          Slots out = fresh(1, size, size);
          steps.add(new CholeskyStep(matrix(all, i).places(), size, first(out)));
          return out;
        });
    return Slots.concatenated(0, parts).reshape(x.shape());
  }

  /** The solutions of systems with triangular matrices, whose other axes broadcast. */
  public Slots solveTriangular(Slots t, Slots right, boolean isLower) {
    int size = t.size(t.rank() - 1);
    int columns = right.size(right.rank() - 1);
    int[] batch =
        Slots.broadcast(
            Arrays.copyOf(t.shape(), t.rank() - 2), Arrays.copyOf(right.shape(), right.rank() - 2));
    Slots triangles = matrices(t, batch);
    Slots sides = matrices(right, batch);
    Slots[] parts = new Slots[triangles.size(0)];
    Arrays.setAll(
        parts,
        i -> {
          int first = first(dense(matrix(triangles, i)));
          int[] places = matrix(sides, i).places();
          Slots out = fresh(1, size, columns);
          steps.add(new TriangularStep(first, places, size, columns, isLower, first(out)));
          return out;
        });
    int[] shape = Arrays.copyOf(batch, batch.length + 2);
    shape[batch.length] = size;
    shape[batch.length + 1] = columns;
    return Slots.concatenated(0, parts).reshape(shape);
  }

  /** Zeros above the diagonal of the last two axes. */
  public Slots lowerTriangle(Slots x) {
    return x.lowerTriangle(zero());
  }

  /** Matrices whose diagonal is the last axis. */
  public Slots diagonalMatrix(Slots x) {
    return x.diagonalMatrix(zero());
  }

  /** The values of an array that is always the same. */
  public double[] values(Slots constant) {
    return Arrays.stream(constant.places()).mapToDouble(i -> memory[i]).toArray();
  }

  /** The tape, of a result of one element. */
  public Tape build(Slots result) {
    if (result.count() != 1) {
      throw new IllegalArgumentException(
          "result: expected one element, got shape " + Arrays.toString(result.shape()));
    }
    return new Tape(
        needed(result.place(0)), Arrays.copyOf(memory, next), input.count(), result.place(0));
  }

  /** The steps that the result comes of. */
  private List<Step> needed(int result) {
    BitSet needed = new BitSet();
    needed.set(result);
    List<Step> kept = new ArrayList<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      Step step = steps.get(i);
      if (step.isNeeded(needed)) {
        step.need(needed);
        kept.add(step);
      }
    }
    Collections.reverse(kept);
    return kept;
  }
}
