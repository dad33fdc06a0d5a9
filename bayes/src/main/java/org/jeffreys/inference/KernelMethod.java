package org.jeffreys.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Inference by running a kernel from random starting points: chains in one batched step on each
 * thread, and threads side by side.
 *
 * @param <S> the kernel's state
 */
public final class KernelMethod<S extends Kernel.State> implements InferenceMethod {
  private final String name;
  private final Function<SupervisedTarget, Kernel<S>> kernel;
  private final SamplingLoop.Config loop;
  private final int numChains;
  private final Initializer initializer;

  /**
   * A method.
   *
   * @param name of the registry
   * @param kernel makes the kernel of a target
   * @param numChains at least 1
   * @param initializer of the starting points
   */
  public KernelMethod(
      String name,
      Function<SupervisedTarget, Kernel<S>> kernel,
      SamplingLoop.Config loop,
      int numChains,
      Initializer initializer) {
    this.name = name;
    this.kernel = kernel;
    this.loop = loop;
    this.numChains = Check.atLeast(numChains, 1, "numChains");
    this.initializer = initializer;
  }

  /**
   * What sampling gave.
   *
   * @param draws of all chains, owned by the caller
   * @param last the state after the last step, one for each group of chains; owned by the caller
   * @param steps the steps this process made; a resumed run makes fewer than all
   * @param seconds they took
   */
  public record Sampled<S extends Kernel.State>(
      Draws draws, List<S> last, long steps, double seconds) implements AutoCloseable {
    /** The wall time of one step of all chains, in microseconds; NaN if none was made. */
    public double stepMicros() {
      return steps == 0 ? Double.NaN : seconds * 1e6 / steps;
    }

    @Override
    public void close() {
      draws.close();
      last.forEach(state -> state.snapshot().tensors().values().forEach(Tensor::close));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Posterior fit(SupervisedTarget target, Run run) {
    Sampled<S> sampled = sample(target, run);
    sampled.last().forEach(state -> state.snapshot().tensors().values().forEach(Tensor::close));
    return new SampledPosterior(target, sampled.draws());
  }

  /** Runs the chains; the draws and the last states are the caller's. */
  public Sampled<S> sample(SupervisedTarget target, Run run) {
    int numGroups = Math.min(run.threads(), numChains);
    Steps steps = new Steps(numGroups, loop.numSteps(), run.progress());
    Tensor draws =
        Scope.release(
            Tensor.empty(target.dtype(), numChains, loop.numSamples(), target.dimension()));
    long start = System.nanoTime();
    List<Callable<S>> groups = new ArrayList<>();
    for (int i = 0; i < numGroups; i++) {
      Group group = new Group(i * numChains / numGroups, (i + 1) * numChains / numGroups);
      int index = i;
      groups.add(() -> group.run(target, run, draws, made -> steps.advance(index, made)));
    }
    List<S> last = runAll(draws, groups);
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new Sampled<>(flat(draws), last, steps.made(), seconds);
  }

  /** The steps that each group of chains has made. */
  private static final class Steps {
    private final long[] first;
    private final long[] done;
    private final long total;
    private final Progress progress;

    Steps(int numGroups, long total, Progress progress) {
      this.first = new long[numGroups];
      this.done = new long[numGroups];
      this.total = total;
      this.progress = progress;
      Arrays.fill(first, -1);
    }

    synchronized void advance(int group, long steps) {
      if (first[group] < 0) {
        first[group] = steps;
      }
      done[group] = steps;
      progress.at(Arrays.stream(done).sum() / done.length, total, "");
    }

    /** The steps that this process made. */
    synchronized long made() {
      return total - Arrays.stream(first).min().orElse(0);
    }
  }

  private static Thread worker(Runnable task) {
    Thread thread = new Thread(task, "jeffreys-chains");
    thread.setDaemon(true);
    return thread;
  }

  /** Runs the groups side by side; when one fails, the others are stopped and waited for. */
  private List<S> runAll(Tensor draws, List<Callable<S>> groups) {
    ExecutorService executor = Executors.newFixedThreadPool(groups.size(), KernelMethod::worker);
    var ended = new ExecutorCompletionService<S>(executor);
    List<Future<S>> futures = groups.stream().map(ended::submit).toList();
    try {
      for (int i = 0; i < groups.size(); i++) {
        ended.take().get();
      }
      List<S> results = new ArrayList<>();
      for (Future<S> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      discard(executor, futures);
      draws.close();
      throw failure(e);
    } catch (InterruptedException e) {
      discard(executor, futures);
      draws.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("sampling: expected to run to its end, got an interrupt", e);
    } finally {
      executor.shutdownNow();
    }
  }

  private static RuntimeException failure(ExecutionException e) {
    if (e.getCause() instanceof RuntimeException cause) {
      return cause;
    }
    if (e.getCause() instanceof Error cause) {
      throw cause;
    }
    return new IllegalStateException("sampling: expected a result, got " + e.getCause(), e);
  }

  /** Waits until no thread uses the target any more, and frees what some had finished. */
  private void discard(ExecutorService executor, List<Future<S>> futures) {
    executor.shutdownNow();
    boolean interrupted = false;
    for (Future<S> future : futures) {
      boolean waiting = true;
      while (waiting) {
        try {
          future.get().snapshot().tensors().values().forEach(Tensor::close);
          waiting = false;
        } catch (ExecutionException e) {
          waiting = false; // it failed too, and holds nothing
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Draws flat(Tensor draws) {
    Tensor values;
    try (Scope scope = Scope.open()) {
      values = Scope.release(draws.reshape(-1, draws.size(2)));
    }
    draws.close();
    Optional<Doubles> weights = loop.logWeights();
    return new Draws(
        values,
        numChains,
        weights
            .map(
                one ->
                    Doubles.of(
                        IntStream.range(0, numChains)
                            .boxed()
                            .flatMapToDouble(chain -> DoubleStream.of(one.toArray()))))
            .orElse(null));
  }

  /** The chains of one thread, from {@code first} to before {@code end}. */
  private final class Group {
    private final int first;
    private final int end;

    Group(int first, int end) {
      this.first = first;
      this.end = end;
    }

    S run(
        SupervisedTarget target, Run run, Tensor draws, java.util.function.LongConsumer advanced) {
      try (Scope scope = Scope.open();
          Rng rng = Rng.streams(run.seed(), "chain", first, end - first);
          Rng starts = Rng.streams(run.seed(), "start", first, end - first)) {
        return new SamplingLoop(loop)
            .run(
                kernel.apply(target),
                () -> initializer.sample(target, end - first, starts),
                rng,
                run.checkpoints(),
                "chains-" + first + "-" + (end - 1),
                draws.narrow(0, first, end - first),
                advanced);
      }
    }
  }
}
