package org.jeffreys.ppl;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Draws of the numbers that a model's sites are made of, on their own scale, such as {@code
 * theta[1]} to {@code theta[8]}; indices count from 1.
 */
public final class SiteDraws {
  private static final int ROWS = 1000;

  private final List<String> names;
  private final double[][][] values;

  private SiteDraws(List<String> names, double[][][] values) {
    this.names = names;
    this.values = values;
  }

  /**
   * The numbers of all latent and deterministic sites.
   *
   * @param position draws of a density, chain after chain, @shape [chains x samples, dimension]
   */
  public static SiteDraws of(Model model, Tensor position, int numChains) {
    int numDraws = (int) position.size(0);
    Check.require(
        numDraws % numChains == 0, "draws", "chains of one length", numDraws + " of " + numChains);
    int numSamples = numDraws / numChains;
    List<String> names = new ArrayList<>();
    List<double[][]> columns = new ArrayList<>();
    for (int first = 0; first < numDraws; first += ROWS) {
      int count = Math.min(ROWS, numDraws - first);
      try (Scope scope = Scope.open()) {
        Tensor rows = position.narrow(0, first, count);
        Map<String, Tensor> sites = model.values(rows.to(DType.FLOAT64));
        int column = 0;
        for (Map.Entry<String, Tensor> site : sites.entrySet()) {
          column +=
              put(
                  site.getKey(),
                  whole(site.getValue(), count),
                  column,
                  first,
                  names,
                  columns,
                  numChains,
                  numSamples);
        }
      }
    }
    return new SiteDraws(List.copyOf(names), columns.toArray(double[][][]::new));
  }

  private static Tensor whole(Tensor value, long count) {
    long[] shape = value.shape();
    shape[0] = count;
    return value.size(0) == count ? value : value.expand(shape);
  }

  private static int put(
      String site,
      Tensor value,
      int firstColumn,
      int firstRow,
      List<String> names,
      List<double[][]> columns,
      int numChains,
      int numSamples) {
    long[] shape = value.shape();
    int count = (int) shape[0];
    double[] flat = value.to(DType.FLOAT64).contiguous().toDoubles();
    int width = flat.length / count;
    for (int i = 0; i < width; i++) {
      if (firstRow == 0) {
        names.add(name(site, shape, i));
        columns.add(new double[numChains][numSamples]);
      }
      double[][] chains = columns.get(firstColumn + i);
      for (int row = 0; row < count; row++) {
        int draw = firstRow + row;
        chains[draw / numSamples][draw % numSamples] = flat[row * width + i];
      }
    }
    return width;
  }

  /** With an index for each axis longer than 1. */
  static String name(String site, long[] shape, int index) {
    StringBuilder text = new StringBuilder();
    long rest = index;
    for (int axis = shape.length - 1; axis >= 1; axis--) {
      if (shape[axis] > 1) {
        text.insert(0, (text.length() == 0 ? "" : ",")).insert(0, rest % shape[axis] + 1);
      }
      rest /= shape[axis];
    }
    return text.length() == 0 ? site : site + "[" + text + "]";
  }

  /** The names, in the order of the program. */
  public List<String> names() {
    return names;
  }

  /** The draws of a number. @return [chain][sample], not to be changed */
  public double[][] chains(int column) {
    return values[column];
  }
}
