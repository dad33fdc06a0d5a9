package org.jeffreys.inference.mcmc;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jeffreys.tensor.HostStream;

/**
 * The no-U-turn sampler as the paper writes it, by recursion and with unit mass: slow, and easily
 * seen to be right.
 */
final class RecursiveNuts {
  private final ToDoubleFunction<double[]> logProb;
  private final Function<double[], double[]> gradient;
  private final double stepSize;
  private final int maxDepth;
  private final HostStream stream;
  private double startEnergy;
  private boolean divergent;
  private int leapfrogs;

  RecursiveNuts(
      ToDoubleFunction<double[]> logProb,
      Function<double[], double[]> gradient,
      double stepSize,
      int maxDepth,
      HostStream stream) {
    this.logProb = logProb;
    this.gradient = gradient;
    this.stepSize = stepSize;
    this.maxDepth = maxDepth;
    this.stream = stream;
  }

  private record Point(double[] position, double[] momentum) {}

  /** A tree: its first and last points in the direction it grew, ρ, draw, and validity. */
  private record Tree(
      Point first, Point last, double[] sum, double[] draw, double logWeight, boolean valid) {}

  int leapfrogs() {
    return leapfrogs;
  }

  double[] next(double[] from) {
    double[] momentum = new double[from.length];
    for (int i = 0; i < momentum.length; i++) {
      momentum[i] = stream.nextNormal();
    }
    Point start = new Point(from, momentum);
    startEnergy = energy(start);
    divergent = false;
    leapfrogs = 0;
    Point back = start;
    Point front = start;
    double[] sum = momentum;
    double[] draw = from;
    double logWeight = 0;
    for (int depth = 0; depth < maxDepth; depth++) {
      boolean forward = stream.nextDouble() >= 0.5;
      Tree tree = build(forward ? front : back, forward ? 1 : -1, depth);
      if (!tree.valid()) {
        return draw;
      }
      if (tree.logWeight() >= logWeight
          || stream.nextDouble() < Math.exp(tree.logWeight() - logWeight)) {
        draw = tree.draw();
      }
      Point far = forward ? back : front;
      Point near = forward ? front : back;
      boolean turns = turns(far, near, sum, tree);
      logWeight = Math.log(Math.exp(logWeight) + Math.exp(tree.logWeight()));
      sum = plus(sum, tree.sum());
      back = forward ? back : tree.last();
      front = forward ? tree.last() : front;
      if (turns) {
        return draw;
      }
    }
    return draw;
  }

  private Tree build(Point from, int direction, int depth) {
    if (depth == 0) {
      Point to = leapfrog(from, direction * stepSize);
      double gain = startEnergy - energy(to);
      divergent = !(gain >= -1000);
      return new Tree(to, to, to.momentum(), to.position(), gain, !divergent);
    }
    Tree left = build(from, direction, depth - 1);
    if (!left.valid()) {
      return left;
    }
    Tree right = build(left.last(), direction, depth - 1);
    if (!right.valid()) {
      return right;
    }
    double all = Math.log(Math.exp(left.logWeight()) + Math.exp(right.logWeight()));
    boolean takesRight =
        right.logWeight() - all >= 0 || stream.nextDouble() < Math.exp(right.logWeight() - all);
    return new Tree(
        left.first(),
        right.last(),
        plus(left.sum(), right.sum()),
        takesRight ? right.draw() : left.draw(),
        all,
        !turns(left.first(), left.last(), left.sum(), right));
  }

  private static boolean turns(Point far, Point near, double[] sum, Tree next) {
    return turns(far, next.last(), plus(sum, next.sum()))
        || turns(far, next.first(), plus(sum, next.first().momentum()))
        || turns(near, next.last(), plus(near.momentum(), next.sum()));
  }

  private static boolean turns(Point one, Point other, double[] sum) {
    return Vectors.dot(one.momentum(), sum) <= 0 || Vectors.dot(other.momentum(), sum) <= 0;
  }

  private Point leapfrog(Point from, double step) {
    leapfrogs++;
    double[] half = plus(from.momentum(), times(gradient.apply(from.position()), step / 2));
    double[] position = plus(from.position(), times(half, step));
    return new Point(position, plus(half, times(gradient.apply(position), step / 2)));
  }

  private double energy(Point at) {
    return Vectors.dot(at.momentum(), at.momentum()) / 2 - logProb.applyAsDouble(at.position());
  }

  private static double[] plus(double[] a, double[] b) {
    double[] sum = new double[a.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = a[i] + b[i];
    }
    return sum;
  }

  private static double[] times(double[] a, double factor) {
    double[] product = new double[a.length];
    for (int i = 0; i < product.length; i++) {
      product[i] = a[i] * factor;
    }
    return product;
  }
}
