package org.jeffreys.inference.mcmc;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jeffreys.core.Doubles;
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

  private record Point(Doubles position, Doubles momentum) {}

  /** A tree: its first and last points in the direction it grew, ρ, draw, and validity. */
  private record Tree(
      Point first, Point last, Doubles sum, Doubles draw, double logWeight, boolean valid) {}

  int leapfrogs() {
    return leapfrogs;
  }

  double[] next(double... start) {
    Doubles from = Doubles.of(start);
    Doubles momentum = from.map(x -> stream.nextNormal());
    Point begin = new Point(from, momentum);
    startEnergy = energy(begin);
    divergent = false;
    leapfrogs = 0;
    Point back = begin;
    Point front = begin;
    Doubles sum = momentum;
    Doubles draw = from;
    double logWeight = 0;
    for (int depth = 0; depth < maxDepth; depth++) {
      boolean forward = stream.nextDouble() >= 0.5;
      Tree tree = build(forward ? front : back, forward ? 1 : -1, depth);
      if (!tree.valid()) {
        return draw.toArray();
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
        return draw.toArray();
      }
    }
    return draw.toArray();
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

  private static boolean turns(Point far, Point near, Doubles sum, Tree next) {
    return turns(far, next.last(), plus(sum, next.sum()))
        || turns(far, next.first(), plus(sum, next.first().momentum()))
        || turns(near, next.last(), plus(near.momentum(), next.sum()));
  }

  private static boolean turns(Point one, Point other, Doubles sum) {
    return dot(one.momentum(), sum) <= 0 || dot(other.momentum(), sum) <= 0;
  }

  private Point leapfrog(Point from, double step) {
    leapfrogs++;
    Doubles half = plus(from.momentum(), kick(from.position(), step));
    Doubles position = plus(from.position(), half.map(x -> step * x));
    return new Point(position, plus(half, kick(position, step)));
  }

  private Doubles kick(Doubles position, double step) {
    return Doubles.of(gradient.apply(position.toArray())).map(x -> x * step / 2);
  }

  private double energy(Point at) {
    return dot(at.momentum(), at.momentum()) / 2 - logProb.applyAsDouble(at.position().toArray());
  }

  private static double dot(Doubles a, Doubles b) {
    return IntStream.range(0, a.size()).mapToDouble(i -> a.get(i) * b.get(i)).sum();
  }

  private static Doubles plus(Doubles a, Doubles b) {
    return Doubles.of(IntStream.range(0, a.size()).mapToDouble(i -> a.get(i) + b.get(i)));
  }
}
