package org.jeffreys.distribution;

import java.util.List;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Tensor;

/**
 * The elements of the last axis in another order: {@code y_i = x_order(i)}.
 *
 * @param order each of the numbers 0 to n - 1 once
 */
public record PermuteBijector(List<Integer> order) implements Bijector {
  /** Checks the order. */
  public PermuteBijector {
    order = List.copyOf(order);
    List<Integer> all = IntStream.range(0, order.size()).boxed().toList();
    Check.require(
        order.stream().sorted().toList().equals(all), "order", "each of " + all + " once", order);
  }

  /** The reverse order of so many elements. */
  public static PermuteBijector reverse(int size) {
    return new PermuteBijector(IntStream.range(0, size).mapToObj(i -> size - 1 - i).toList());
  }

  @Override
  public int eventRank() {
    return 1;
  }

  @Override
  public Tensor forward(Tensor x) {
    long[] from = order.stream().mapToLong(Integer::longValue).toArray();
    return x.indexSelect(-1, Tensor.of(from, from.length));
  }

  @Override
  public Tensor inverse(Tensor y) {
    long[] from = new long[order.size()];
    for (int i = 0; i < from.length; i++) {
      from[order.get(i)] = i;
    }
    return y.indexSelect(-1, Tensor.of(from, from.length));
  }

  @Override
  public Tensor logDeterminant(Tensor x, Tensor y) {
    return Tensor.zeros(x.dtype(), Events.batch(x, 1).toArray());
  }
}
