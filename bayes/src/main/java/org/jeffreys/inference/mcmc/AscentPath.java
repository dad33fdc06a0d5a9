package org.jeffreys.inference.mcmc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * One ascent of a log density by limited-memory BFGS, which asks for the density and its gradient
 * at one position after the other, so that many ascents share each evaluation.
 *
 * <p>Steps meet the weak Wolfe conditions, found by doubling and bisection. It ends where a full
 * step promises less than 1e-8 nats, after so many steps, or where no step can be found.
 *
 * @source Nocedal and Wright (2006), Numerical Optimization, chapter 7; the search for a step:
 *     Lewis and Overton (2013), Mathematical Programming 141, algorithm 2.6
 */
final class AscentPath {
  private static final double PROMISE_NATS = 1e-8;
  private static final double LEAST_GAIN = 1e-4;
  private static final double LEAST_FALL = 0.9;
  private static final double LEAST_CURVATURE = 1e-12;
  private static final int MOST_TRIALS = 60;

  private final int history;
  private final int maxSteps;
  private final Deque<InverseHessian.Step> steps = new ArrayDeque<>();
  private final List<NormalAlongPath> normals = new ArrayList<>();

  private double[] position;
  private double[] trial;
  private double[] gradient = new double[0];
  private double[] diagonal;
  private double[] direction = new double[0];
  private InverseHessian covariance;
  private double logProb = Double.NaN;
  private double slope;
  private double low;
  private double high;
  private double stepSize;
  private int trials;
  private boolean started;
  private boolean ended;

  AscentPath(double[] start, int history, int maxSteps) {
    this.history = history;
    this.maxSteps = maxSteps;
    position = start;
    trial = start;
    diagonal = new double[start.length];
    Arrays.fill(diagonal, 1);
    covariance = new InverseHessian(diagonal, steps);
  }

  /** Where the density is asked for; the last answer's position once it has ended. */
  double[] request() {
    return trial;
  }

  boolean hasEnded() {
    return ended;
  }

  /** An approximation at each position it came to; at its start where it came no further. */
  List<NormalAlongPath> normals() {
    return normals.isEmpty()
        ? List.of(new NormalAlongPath(position, gradient, covariance))
        : normals;
  }

  /** Goes on with the density and gradient at the position asked for. */
  void answer(double value, double[] slopes) {
    if (ended) {
      return;
    }
    if (!started) {
      started = true;
      logProb = value;
      gradient = slopes;
      search();
      return;
    }
    if (!(value >= logProb + LEAST_GAIN * stepSize * slope) || !isFinite(value, slopes)) {
      high = stepSize;
    } else if (InverseHessian.dot(slopes, direction) > LEAST_FALL * slope) {
      low = stepSize;
    } else {
      move(value, slopes);
      return;
    }
    if (++trials == MOST_TRIALS) {
      end();
      return;
    }
    tryStep(high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * low);
  }

  private static boolean isFinite(double value, double[] slopes) {
    return Double.isFinite(value) && Double.isFinite(InverseHessian.dot(slopes, slopes));
  }

  private void end() {
    ended = true;
    trial = position;
  }

  private void move(double value, double[] slopes) {
    double[] moved = new double[position.length];
    double[] fall = new double[position.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = trial[i] - position[i];
      fall[i] = gradient[i] - slopes[i];
    }
    var step = new InverseHessian.Step(moved, fall);
    if (step.curvature() > LEAST_CURVATURE * InverseHessian.dot(fall, fall)) {
      diagonal = InverseHessian.diagonal(diagonal, step);
      steps.addLast(step);
      if (steps.size() > history) {
        steps.removeFirst();
      }
      covariance = new InverseHessian(diagonal, steps);
    }
    position = trial;
    logProb = value;
    gradient = slopes;
    normals.add(new NormalAlongPath(position, gradient, covariance));
    search();
  }

  private void search() {
    direction = covariance.times(gradient);
    slope = InverseHessian.dot(gradient, direction);
    if (!(slope > PROMISE_NATS) || normals.size() == maxSteps) {
      end();
      return;
    }
    low = 0;
    high = Double.POSITIVE_INFINITY;
    trials = 0;
    // Before anything is known of the scales, a step of length 1 at most.
    tryStep(steps.isEmpty() ? Math.min(1, 1 / Math.sqrt(slope)) : 1);
  }

  private void tryStep(double size) {
    stepSize = size;
    double[] next = new double[position.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = position[i] + size * direction[i];
    }
    trial = next;
  }
}
