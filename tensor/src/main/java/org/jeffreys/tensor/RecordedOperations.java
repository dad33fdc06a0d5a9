package org.jeffreys.tensor;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jeffreys.tape.Pair;
import org.jeffreys.tape.Reduction;
import org.jeffreys.tape.Slots;
import org.jeffreys.tape.TapeBuilder;
import org.jeffreys.tape.Unary;
import org.jspecify.annotations.Nullable;

/** The operations that can be written on a tape, by the names that {@link Call} has for them. */
final class RecordedOperations {
  private static final Map<String, Rule> RULES = rules();

  private RecordedOperations() {}

  /** Writes an operation. */
  @FunctionalInterface
  interface Rule {
    /** The result, of the shape that is noted. */
    Slots write(Noted noted);
  }

  /** An operation that was seen. */
  static final class Noted {
    private final TapeBuilder tape;
    private final Slots[] x;
    private final double number;
    private final long[] axes;
    private final int[] shape;

    /**
     * What was seen.
     *
     * @param x the operands
     * @param number that it was given, NaN for none
     * @param axes or other whole numbers that it was given
     * @param shape of the result
     */
    Noted(TapeBuilder tape, Slots[] x, double number, long[] axes, int[] shape) {
      this.tape = tape;
      this.x = x;
      this.number = number;
      this.axes = axes;
      this.shape = shape;
    }

    Slots pair(Pair function) {
      Slots other = x.length == 2 ? x[1] : tape.constant(number);
      return tape.pair(function, x[0], other);
    }

    /** An axis of the first operand, counted from 0. */
    int axis(int index) {
      return axis(index, x[0].rank());
    }

    int axis(int index, int rank) {
      int axis = (int) axes[index];
      return axis < 0 ? axis + rank : axis;
    }

    Slots reduced(Reduction reduction) {
      int rank = x[0].rank();
      int[] all =
          axes.length == 0
              ? IntStream.range(0, rank).toArray()
              : IntStream.range(0, axes.length).map(this::axis).toArray();
      return tape.reduce(reduction, x[0], all);
    }
  }

  /** The names of all. */
  static Set<String> names() {
    return RULES.keySet();
  }

  static @Nullable Rule rule(String name) {
    return RULES.get(name);
  }

  private static Map<String, Rule> rules() {
    Map<String, Rule> rules = new HashMap<>();
    functions(rules);
    pairs(rules);
    reductions(rules);
    views(rules);
    products(rules);
    return Map.copyOf(rules);
  }

  private static void functions(Map<String, Rule> rules) {
    Map<String, Unary> unary = new HashMap<>();
    unary.put("neg", Unary.NEGATIVE);
    unary.put("exp", Unary.EXP);
    unary.put("log", Unary.LOG);
    unary.put("sqrt", Unary.SQRT);
    unary.put("square", Unary.SQUARE);
    unary.put("abs", Unary.ABS);
    unary.put("sign", Unary.SIGN);
    unary.put("floor", Unary.FLOOR);
    unary.put("tanh", Unary.TANH);
    unary.put("sigmoid", Unary.SIGMOID);
    unary.put("logSigmoid", Unary.LOG_SIGMOID);
    unary.put("relu", Unary.RELU);
    unary.put("log1p", Unary.LOG1P);
    unary.put("expm1", Unary.EXPM1);
    unary.put("reciprocal", Unary.RECIPROCAL);
    unary.put("reciprocalSqrt", Unary.RECIPROCAL_SQRT);
    unary.put("logGamma", Unary.LOG_GAMMA);
    unary.put("digamma", Unary.DIGAMMA);
    unary.put("erf", Unary.ERF);
    unary.put("erfc", Unary.ERFC);
    unary.put("logNormalCdf", Unary.LOG_NORMAL_CDF);
    unary.put("sin", Unary.SIN);
    unary.put("cos", Unary.COS);
    unary.forEach((name, f) -> rules.put(name, n -> n.tape.unary(f, n.x[0])));
  }

  private static void pairs(Map<String, Rule> rules) {
    Map<String, Pair> pairs = new HashMap<>();
    pairs.put("add", Pair.ADD);
    pairs.put("sub", Pair.SUBTRACT);
    pairs.put("mul", Pair.MULTIPLY);
    pairs.put("div", Pair.DIVIDE);
    pairs.put("pow", Pair.POWER);
    pairs.put("maximum", Pair.MAXIMUM);
    pairs.put("minimum", Pair.MINIMUM);
    pairs.put("clampMin", Pair.CLAMP_MIN);
    pairs.put("clampMax", Pair.CLAMP_MAX);
    pairs.put("logAddExp", Pair.LOG_ADD_EXP);
    pairs.put("xlogy", Pair.X_LOG_Y);
    pairs.put("gt", Pair.GREATER);
    pairs.put("lt", Pair.LESS);
    pairs.put("eq", Pair.EQUAL);
    pairs.put("and", Pair.MULTIPLY);
    pairs.forEach((name, function) -> rules.put(name, n -> n.pair(function)));
    rules.put("addScaled", n -> sum(n.tape, n.x[0], n.x[1], n.number));
    rules.put(
        "addProduct",
        n -> {
          Slots product = n.tape.pair(Pair.MULTIPLY, n.x[1], n.x[2]);
          return sum(n.tape, n.x[0], product, n.number);
        });
    rules.put("clamp", RecordedOperations::clamp);
    rules.put("where", n -> n.tape.where(n.x[0], n.x[1], n.x[2]));
  }

  private static Slots sum(TapeBuilder tape, Slots x, Slots y, double factor) {
    if (factor == -1) {
      return tape.pair(Pair.SUBTRACT, x, y);
    }
    Slots scaled = factor == 1 ? y : tape.pair(Pair.MULTIPLY, y, tape.constant(factor));
    return tape.pair(Pair.ADD, x, scaled);
  }

  private static Slots clamp(Noted n) {
    Slots least = n.tape.constant(Double.longBitsToDouble(n.axes[0]));
    Slots greatest = n.tape.constant(Double.longBitsToDouble(n.axes[1]));
    Slots raised = n.tape.pair(Pair.CLAMP_MIN, n.x[0], least);
    return n.tape.pair(Pair.CLAMP_MAX, raised, greatest);
  }

  private static void reductions(Map<String, Rule> rules) {
    rules.put("sum", n -> n.reduced(Reduction.SUM));
    rules.put("sumKeep", n -> n.reduced(Reduction.SUM).reshape(n.shape));
    rules.put("logSumExp", n -> n.reduced(Reduction.LOG_SUM_EXP));
    rules.put("max", n -> n.reduced(Reduction.MAX));
    rules.put("min", n -> n.reduced(Reduction.MIN));
    rules.put(
        "mean",
        n -> {
          Slots sum = n.reduced(Reduction.SUM);
          double count = (double) n.x[0].count() / sum.count();
          return n.tape.pair(Pair.DIVIDE, sum, n.tape.constant(count));
        });
    rules.put("cumSum", n -> n.tape.cumulative(n.x[0], n.axis(0)));
    rules.put("logSoftmax", RecordedOperations::logSoftmax);
    rules.put("softmax", n -> n.tape.unary(Unary.EXP, logSoftmax(n)));
  }

  private static Slots logSoftmax(Noted n) {
    int[] kept = n.x[0].shape();
    kept[n.axis(0)] = 1;
    Slots total = n.reduced(Reduction.LOG_SUM_EXP).reshape(kept);
    return n.tape.pair(Pair.SUBTRACT, n.x[0], total);
  }

  private static void views(Map<String, Rule> rules) {
    for (String name :
        new String[] {"reshape", "unsqueeze", "squeeze", "contiguous", "copy", "track"}) {
      rules.put(name, n -> n.x[0].reshape(n.shape));
    }
    rules.put("strided", RecordedOperations::strided);
    rules.put("expand", n -> n.x[0].expand(n.shape));
    rules.put("permute", n -> n.x[0].permute(all(n.axes.length, n::axis)));
    rules.put("transpose", n -> n.x[0].transpose(n.axis(0), n.axis(1)));
    rules.put("select", n -> n.x[0].narrow(n.axis(0), place(n), 1).reshape(n.shape));
    rules.put("narrow", n -> n.x[0].narrow(n.axis(0), place(n), (int) n.axes[2]));
    rules.put("indexSelect", n -> n.x[0].take(n.axis(0), indices(n)));
    rules.put("gather", n -> n.x[0].gather(n.axis(0), n.shape, indices(n)));
    rules.put("cat", n -> Slots.concatenated(n.axis(0), n.x));
    rules.put("stack", RecordedOperations::stack);
    rules.put("diagonal", n -> n.x[0].diagonal());
    rules.put("diagonalMatrix", n -> n.tape.diagonalMatrix(n.x[0]));
    rules.put("lowerTriangle", n -> n.tape.lowerTriangle(n.x[0]));
  }

  /** Strides of all axes and an offset, in elements; none if those are not in row-major order. */
  private static Slots strided(Noted n) {
    int rank = n.shape.length;
    if (n.axes.length == 0) {
      throw new Recorder.Refusal("strided, of elements that are not in row-major order");
    }
    int[] strides = all(rank, i -> (int) n.axes[i]);
    return n.x[0].strided(n.shape, strides, (int) n.axes[rank]);
  }

  private static int[] all(int count, IntUnaryOperator each) {
    return IntStream.range(0, count).map(each).toArray();
  }

  private static int place(Noted n) {
    int start = (int) n.axes[1];
    return start < 0 ? start + n.x[0].size(n.axis(0)) : start;
  }

  private static int[] indices(Noted n) {
    return Arrays.stream(n.tape.values(n.x[1])).mapToInt(i -> (int) i).toArray();
  }

  private static Slots stack(Noted n) {
    int axis = n.axis(0, n.shape.length);
    int[] one = n.shape.clone();
    one[axis] = 1;
    Slots[] parts = Arrays.stream(n.x).map(x -> x.reshape(one)).toArray(Slots[]::new);
    return Slots.concatenated(axis, parts);
  }

  private static void products(Map<String, Rule> rules) {
    rules.put("matmul", RecordedOperations::matmul);
    rules.put("batchedProduct", n -> n.tape.product(n.x[0], n.x[1]));
    rules.put(
        "addBatchedProduct", n -> n.tape.pair(Pair.ADD, n.x[0], n.tape.product(n.x[1], n.x[2])));
    rules.put("cholesky", n -> n.tape.cholesky(n.x[0]));
    rules.put("solveTriangular", n -> n.tape.solveTriangular(n.x[0], n.x[1], n.axes[0] == 0));
  }

  /** A vector on the left is a row, on the right a column. */
  private static Slots matmul(Noted n) {
    Slots a = n.x[0];
    Slots b = n.x[1];
    Slots left = a.rank() == 1 ? a.reshape(1, a.count()) : a;
    Slots right = b.rank() == 1 ? b.reshape(b.count(), 1) : b;
    return n.tape.product(left, right).reshape(n.shape);
  }
}
