package org.jeffreys.data;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.HostStream;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/**
 * A rule for drawing minibatches, each chain's from its own stream. A batch depends on the data,
 * the step and the state of the streams alone, so that a resumed run draws the same ones.
 */
public sealed interface Batches {
  /**
   * The rows of a step's batches.
   *
   * @param n the number of examples
   * @param step counts from 0
   */
  BatchRows rows(long n, long step, Rng rng);

  /**
   * The batches of a step.
   *
   * @param step counts from 0
   */
  default Batch draw(Dataset data, long step, Rng rng) {
    return rows(data.size(), step, rng).of(data);
  }

  /** The number of steps that pass over n examples once, on average. */
  long stepsPerEpoch(long n);

  /** All examples, the same for every chain. */
  record Full() implements Batches {
    @Override
    public BatchRows rows(long n, long step, Rng rng) {
      return BatchRows.all(n, rng.numChains());
    }

    @Override
    public long stepsPerEpoch(long n) {
      return 1;
    }
  }

  /**
   * Examples drawn independently with replacement.
   *
   * @param size of a batch, at least 1
   */
  record Uniform(int size) implements Batches {
    /** Checks the size. */
    public Uniform {
      Check.atLeast(size, 1, "size");
    }

    @Override
    public BatchRows rows(long n, long step, Rng rng) {
      long[] rows = new long[rng.numChains() * size];
      for (int chain = 0, i = 0; chain < rng.numChains(); chain++) {
        HostStream stream = rng.host(chain);
        for (int k = 0; k < size; k++) {
          rows[i++] = stream.nextLong(n);
        }
      }
      return BatchRows.of(rows, rng.numChains(), (double) n / size);
    }

    @Override
    public long stepsPerEpoch(long n) {
      return (n + size - 1) / size;
    }
  }

  /**
   * Each epoch passes over the examples once, in an order of its own for each chain and epoch; the
   * last batch of an epoch may be smaller.
   *
   * @param size of a batch, at least 1
   */
  record Shuffled(int size) implements Batches {
    /** Checks the size. */
    public Shuffled {
      Check.atLeast(size, 1, "size");
    }

    @Override
    public BatchRows rows(long n, long step, Rng rng) {
      long epoch = step / stepsPerEpoch(n);
      int start = (int) (step % stepsPerEpoch(n)) * size;
      int length = (int) Math.min(size, n - start);
      long[] rows = new long[rng.numChains() * length];
      for (int chain = 0; chain < rng.numChains(); chain++) {
        long[] order = Permutations.of(rng, chain, epoch, (int) n);
        System.arraycopy(order, start, rows, chain * length, length);
      }
      return BatchRows.of(rows, rng.numChains(), (double) n / length);
    }

    @Override
    public long stepsPerEpoch(long n) {
      return (n + size - 1) / size;
    }
  }

  /**
   * Each example with probability q, independently: what subsampled privacy accounting assumes.
   * Batches of fewer examples than the largest chain's are padded with zero weight.
   *
   * @param rate q in (0, 1]
   */
  record Poisson(double rate) implements Batches {
    /** Checks the rate. */
    public Poisson {
      Check.require(rate > 0 && rate <= 1, "rate", "a value in (0, 1]", rate);
    }

    @Override
    public BatchRows rows(long n, long step, Rng rng) {
      int chains = rng.numChains();
      long[][] members = new long[chains][];
      int longest = 1;
      for (int chain = 0; chain < chains; chain++) {
        members[chain] = BernoulliSample.of(n, rate, rng.host(chain));
        longest = Math.max(longest, members[chain].length);
      }
      long[] rows = new long[chains * longest];
      float[] weights = new float[rows.length];
      boolean padded = false;
      long numExamples = 0;
      for (int chain = 0; chain < chains; chain++) {
        int size = members[chain].length;
        System.arraycopy(members[chain], 0, rows, chain * longest, size);
        java.util.Arrays.fill(weights, chain * longest, chain * longest + size, 1f);
        padded |= size < longest;
        numExamples += size;
      }
      return padded
          ? BatchRows.padded(rows, weights, chains, numExamples, 1 / rate)
          : BatchRows.of(rows, chains, 1 / rate);
    }

    @Override
    public long stepsPerEpoch(long n) {
      return Math.round(1 / rate);
    }
  }

  /**
   * Another rule's batches with noise added to the targets, each chain's its own.
   *
   * @param rule which draws the rows
   * @param noise of every example, @shape [chains, n, target…]; the caller's
   */
  record Perturbed(Batches rule, Tensor noise) implements Batches {
    @Override
    public BatchRows rows(long n, long step, Rng rng) {
      return rule.rows(n, step, rng);
    }

    @Override
    public Batch draw(Dataset data, long step, Rng rng) {
      BatchRows rows = rows(data.size(), step, rng);
      Batch batch = rows.of(data);
      return new Batch(
          batch.inputs(),
          batch.targets().add(rows.select(noise)),
          batch.weights(),
          batch.numExamples(),
          batch.scale());
    }

    @Override
    public long stepsPerEpoch(long n) {
      return rule.stepsPerEpoch(n);
    }
  }
}
