package org.jeffreys.bench;

import java.util.concurrent.TimeUnit;
import org.jeffreys.nn.Activation;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** Single rows: the distribution of the time of one call; open as JMH demands. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
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
public class PredictorBenchmark {
  /** The activation between the dense layers. */
  @Param({"RELU", "TANH"})
  @SuppressWarnings("NullAway.Init")
  public Activation activation;

  @SuppressWarnings("NullAway.Init")
  private RowPredictions predictions;

  @SuppressWarnings("NullAway.Init")
  private double[][] rows;

  private int next;

  /** Makes the posterior. */
  @Setup
  public void open() {
    predictions = new RowPredictions(activation);
    rows = predictions.rows(1024);
  }

  /** One row as users predict it. */
  @Benchmark
  public double row() {
    return predictions.of(rows[next++ % rows.length]);
  }

  /** One row by tensors. */
  @Benchmark
  public double byEngine() {
    return predictions.byEngine(rows[next++ % rows.length]);
  }

  /** Frees the posterior. */
  @TearDown
  public void close() {
    predictions.close();
  }
}
