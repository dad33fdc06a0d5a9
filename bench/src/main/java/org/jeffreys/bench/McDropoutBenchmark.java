package org.jeffreys.bench;

import java.util.concurrent.TimeUnit;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.predict.Prediction;
import org.jeffreys.tensor.Tensor;
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

/** Ten draws of the digit network over 2,048 images; open as JMH demands. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
    value = 2,
    jvmArgs = {
      LauncherFlags.HEAP,
      LauncherFlags.COLLECTOR,
      LauncherFlags.FREES_BY_SCOPE,
      LauncherFlags.NATIVE_ACCESS
    })
public class McDropoutBenchmark {
  private static final int DRAWS = 10;
  private static final int IMAGES = 2048;

  /** Whether each image has masks of its own. */
  @Param({"false", "true"})
  public boolean independent;

  @SuppressWarnings("NullAway.Init")
  private DigitsWork work;

  @SuppressWarnings("NullAway.Init")
  private NoisePosterior posterior;

  @SuppressWarnings("NullAway.Init")
  private Tensor images;

  /** Makes network and images. */
  @Setup
  public void open() {
    work = new DigitsWork();
    posterior = work.posterior(DRAWS, independent);
    images = DigitsWork.images(IMAGES);
  }

  /** Predicts. */
  @Benchmark
  public Prediction predict() {
    return posterior.predict(images);
  }

  /** Frees both. */
  @TearDown
  public void close() {
    images.close();
    posterior.close();
    work.close();
  }
}
