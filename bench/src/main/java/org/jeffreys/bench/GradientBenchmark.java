package org.jeffreys.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jeffreys.core.Check;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.ProgramDensity;
import org.jeffreys.ppl.model.EightSchools;
import org.jeffreys.target.PlainDensity;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.tensor.Threads;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Value and gradient of eight schools, non-centred, for 1, 64 and 512 chains: by the native
 * library, by its recording in plain Java, and as somebody would write it by hand for this one
 * density, which is what a compiler to bytecode could come to. Open as JMH demands.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 3,
    jvmArgs = {
      LauncherFlags.HEAP,
      LauncherFlags.COLLECTOR,
      LauncherFlags.FREES_BY_SCOPE,
      LauncherFlags.NATIVE_ACCESS
    })
public class GradientBenchmark {
  private static final double[] EFFECTS = {28, 8, -3, 7, -1, 1, 18, 12};
  private static final double[] ERRORS = {15, 10, 16, 11, 9, 11, 10, 18};
  private static final int SCHOOLS = EFFECTS.length;
  private static final int DIMENSION = SCHOOLS + 2;

  /** The number of chains. */
  @Param({"1", "64", "512"})
  private int chains;

  private double[] positions = {};
  private double[] values = {};
  private double[] gradients = {};

  @SuppressWarnings("NullAway.Init")
  private org.jeffreys.tensor.Scope scope;

  @SuppressWarnings("NullAway.Init")
  private ProgramDensity density;

  @SuppressWarnings("NullAway.Init")
  private PlainDensity.Evaluator evaluator;

  @SuppressWarnings("NullAway.Init")
  private Tensor at;

  /** Makes positions, and checks that all three agree. */
  @Setup(Level.Iteration)
  public void open() {
    Threads.set(1);
    scope = org.jeffreys.tensor.Scope.open();
    density = Model.of(new EightSchools(false).of(ProgramData.none())).density();
    evaluator = Check.present(density.plain(), "plain").evaluator();
    HostStream stream = HostStream.keyed(1, "positions", 0);
    positions = new double[chains * DIMENSION];
    Arrays.setAll(positions, i -> stream.nextNormal());
    values = new double[chains];
    gradients = new double[positions.length];
    at = Tensor.of(positions, chains, DIMENSION);
    double[] byHand = new double[DIMENSION];
    double own = byHand(positions, 0, byHand);
    recorded();
    boolean same = Math.abs(own - values[0]) < 1e-9 && close(byHand);
    Check.require(same, "by hand", "the recorded density", own + ", not " + values[0]);
  }

  private boolean close(double[] byHand) {
    for (int i = 0; i < DIMENSION; i++) {
      if (Math.abs(byHand[i] - gradients[i]) > 1e-9) {
        return false;
      }
    }
    return true;
  }

  /** By the native library. */
  @Benchmark
  public Object library() {
    try (org.jeffreys.tensor.Scope inner = org.jeffreys.tensor.Scope.open()) {
      return Gradients.valueAndGradient(density::logProb, at);
    }
  }

  /** In plain Java, recorded. */
  @Benchmark
  public double recorded() {
    evaluator.valueAndGradient(positions, values, gradients);
    return values[0];
  }

  /** In plain Java, by hand. */
  @Benchmark
  public double byHand() {
    double sum = 0;
    double[] gradient = new double[DIMENSION];
    for (int chain = 0; chain < chains; chain++) {
      sum += byHand(positions, chain * DIMENSION, gradient);
      System.arraycopy(gradient, 0, gradients, chain * DIMENSION, DIMENSION);
    }
    return sum;
  }

  /** In the order of the program: mu, log tau, the standardised effects. */
  private static double byHand(double[] x, int from, double[] gradient) {
    double halfLog = 0.5 * Math.log(2 * Math.PI);
    double mu = x[from];
    double tau = Math.exp(x[from + 1]);
    double square = tau / 5 * (tau / 5);
    double value = -0.02 * mu * mu - Math.log(5) - halfLog;
    value += Math.log(2 / Math.PI) - Math.log(5) - Math.log1p(square) + x[from + 1];
    double byMu = -0.04 * mu;
    double byTau = 0;
    for (int j = 0; j < SCHOOLS; j++) {
      double base = x[from + 2 + j];
      double distance = (EFFECTS[j] - mu - tau * base) / ERRORS[j];
      value -= 0.5 * (base * base + distance * distance) + 2 * halfLog + Math.log(ERRORS[j]);
      double slope = distance / ERRORS[j];
      byMu += slope;
      byTau += slope * base;
      gradient[2 + j] = slope * tau - base;
    }
    gradient[0] = byMu;
    gradient[1] = byTau * tau + 1 - 2 * square / (1 + square);
    return value;
  }

  /** Frees what was made. */
  @TearDown(Level.Iteration)
  public void close() {
    scope.close();
  }
}
