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
import java.util.function.LongConsumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.target.LogDensity;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Runs the chains of a kernel from random starting points: chains in one batched step on each
 * thread, and threads side by side. What a position is, is the kernel's affair: a network's
 * parameters, or those of an approximation.
 *
 * @param stage tells apart the runs that one method makes one after the other, such as {@code
 *     "map"}: their random streams and checkpoints; the empty string for a method that makes one
 * @param numChains at least 1
 */
public record ChainRunner(String stage, SamplingLoop.Config loop, int numChains) {
  /** Checks the number of chains. */
  public ChainRunner {
    Check.atLeast(numChains, 1, "numChains");
  }

  /** What is run. */
  public interface Problem<S extends Kernel.State> {
    /** What is sampled or climbed. */
    LogDensity target();

    /** The length of a position: the target's, unless positions are those of something else. */
    default int dimension() {
      return target().dimension();
    }

    /** A kernel for the chains of one thread. */
    Kernel<S> kernel();

    /**
     * A kernel for given chains, where each has something of its own, such as an anchor. Tensors
     * made here live as long as these chains run.
     *
     * @param first the number of the first of them
     */
    default Kernel<S> kernel(int first, int numChains) {
      return kernel();
    }

    /**
     * Starting points.
     *
     * @param first the number of the first of these chains
     * @param rng one stream a chain
     * @return @shape [chains, dimension]
     */
    Tensor start(int first, int numChains, Rng rng);
  }

  /** Runs the chains; the draws and the last states are the caller's. */
  public <S extends Kernel.State> Sampled<S> run(Problem<S> problem, Run run) {
    int numGroups = Math.min(run.threads(), numChains);
    Steps steps = new Steps(numGroups, loop.numSteps(), run.progress());
    Tensor draws =
        Scope.release(
            Tensor.empty(
                problem.target().dtype(), numChains, loop.numSamples(), problem.dimension()));
    long start = System.nanoTime();
    List<Callable<S>> groups = new ArrayList<>();
    for (int i = 0; i < numGroups; i++) {
      int first = i * numChains / numGroups;
      int end = (i + 1) * numChains / numGroups;
      int index = i;
      groups.add(() -> group(problem, run, first, end, draws, made -> steps.advance(index, made)));
    }
    List<S> last = runAll(draws, groups);
    double seconds = (System.nanoTime() - start) * 1e-9;
    return new Sampled<>(flat(draws), last, steps.made(), seconds);
  }

  /** The chains of one thread, from {@code first} to before {@code end}. */
  private <S extends Kernel.State> S group(
      Problem<S> problem, Run run, int first, int end, Tensor draws, LongConsumer advanced) {
    int count = end - first;
    String prefix = stage.isEmpty() ? "" : stage + "-";
    try (Scope scope = Scope.open();
        Rng rng = Rng.streams(run.seed(), prefix + "chain", first, count);
        Rng starts = Rng.streams(run.seed(), prefix + "start", first, count)) {
      return new SamplingLoop(loop)
          .run(
              problem.kernel(first, count),
              () -> problem.start(first, count, starts),
              rng,
              run.checkpoints(),
              prefix + "chains-" + first + "-" + (end - 1),
              draws.narrow(0, first, count),
              advanced);
    }
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
  private static <S extends Kernel.State> List<S> runAll(Tensor draws, List<Callable<S>> groups) {
    ExecutorService executor = Executors.newFixedThreadPool(groups.size(), ChainRunner::worker);
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
  private static <S extends Kernel.State> void discard(
      ExecutorService executor, List<Future<S>> futures) {
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
}
