package org.jeffreys.data;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Which examples a minibatch is made of, by their rows in the data: what a rule of {@link Batches}
 * draws, and what gathers them.
 */
public final class BatchRows {
  private final int numChains;
  private final int size;

  /** Chain after chain; null for all examples in their order, the same for every chain. */
  private final long @Nullable [] rows;

  /** 0 for padding; null for no padding. */
  private final float @Nullable [] places;

  private final long numExamples;
  private final double scale;

  private BatchRows(
      int numChains,
      int size,
      long @Nullable [] rows,
      float @Nullable [] places,
      long numExamples,
      double scale) {
    this.numChains = numChains;
    this.size = size;
    this.rows = rows;
    this.places = places;
    this.numExamples = numExamples;
    this.scale = scale;
  }

  /** All n examples, the same for every chain. */
  static BatchRows all(long n, int numChains) {
    return new BatchRows(numChains, Math.toIntExact(n), null, null, n * numChains, 1);
  }

  /** As many rows for each chain, chain after chain. */
  static BatchRows of(long[] rows, int numChains, double scale) {
    return new BatchRows(numChains, rows.length / numChains, rows, null, rows.length, scale);
  }

  /**
   * Rows of which some are padding.
   *
   * @param places 1 for a row, 0 for padding
   */
  static BatchRows padded(
      long[] rows, float[] places, int numChains, long numExamples, double scale) {
    int size = rows.length / numChains;
    return new BatchRows(numChains, size, rows, places, numExamples, scale);
  }

  /** The examples. */
  public Batch of(Dataset data) {
    if (rows == null) {
      return data.whole(numChains);
    }
    Tensor index = Tensor.of(rows, rows.length);
    Tensor weights = data.weights();
    Tensor ofRows = weights == null ? null : weights.indexSelect(0, index).reshape(numChains, size);
    Tensor ofPlaces =
        places == null ? null : Tensor.of(places, numChains, size).to(data.inputs().dtype());
    return new Batch(
        data.inputs()
            .indexSelect(0, index)
            .reshape(data.inputShape().prepend(numChains, size).toArray()),
        data.targets()
            .indexSelect(0, index)
            .reshape(data.targetShape().prepend(numChains, size).toArray()),
        ofRows == null || ofPlaces == null
            ? (ofRows == null ? ofPlaces : ofRows)
            : ofRows.mul(ofPlaces),
        numExamples,
        scale);
  }

  /**
   * What belongs to the rows in a tensor that has values of their own for each chain.
   *
   * @param perChain @shape [chains, n, …]
   * @return @shape [chains, batch, …]
   */
  public Tensor select(Tensor perChain) {
    Check.require(perChain.size(0) == numChains, "noise", numChains + " chains", perChain.size(0));
    if (rows == null) {
      return perChain;
    }
    long n = perChain.size(1);
    long[] flat = new long[rows.length];
    for (int i = 0; i < flat.length; i++) {
      flat[i] = i / size * n + rows[i];
    }
    long[] shape = perChain.shape();
    long[] each = shape.clone();
    each[1] = size;
    long[] joined = java.util.Arrays.copyOfRange(shape, 1, shape.length);
    joined[0] = shape[0] * n;
    return perChain.reshape(joined).indexSelect(0, Tensor.of(flat, flat.length)).reshape(each);
  }
}
