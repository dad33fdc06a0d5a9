package org.jeffreys.inference;

import java.util.Optional;
import java.util.function.Supplier;
import org.jeffreys.core.Check;
import org.jeffreys.nn.PackedNetworks;
import org.jeffreys.predict.Outputs;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * The outputs of small networks for few rows, by plain Java: a part of a posterior, which asks it
 * first. Networks are packed when they are first needed.
 *
 * <p>Threads may share it.
 */
public final class Predictor {
  /** The weights that are packed at most: 32 MB. */
  private static final long MOST_WEIGHTS = 8_000_000;

  /** For so few rows the engine, too, reads each weight for little, and Java is always faster. */
  private static final long FEW_ROWS = 3;

  // The engine's fixed costs, in products of a weight and an input that Java makes in that time:
  // once, and for each draw. Beyond them the engine makes about twice as many.
  private static final long PRODUCTS = 500_000;
  private static final long PRODUCTS_OF_A_DRAW = 100_000;
  private static final long MOST_PRODUCTS = 8_000_000;

  private final NetworkModel model;
  private final Supplier<Optional<PackedNetworks>> packing;
  private final long mostRows;
  private volatile @Nullable PackedNetworks packed;

  /**
   * A predictor.
   *
   * @param isPackable whether there will be networks
   * @param numDraws the number of functions
   * @param packing makes the networks, once
   */
  public Predictor(
      NetworkModel model,
      boolean isPackable,
      int numDraws,
      Supplier<Optional<PackedNetworks>> packing) {
    this.model = model;
    this.packing = packing;
    long weights = Math.max(1, (long) numDraws * model.network().layout().dimension());
    long products = Math.min(MOST_PRODUCTS, PRODUCTS + PRODUCTS_OF_A_DRAW * numDraws);
    boolean serves = isPackable && model.dtype() == DType.FLOAT32 && weights <= MOST_WEIGHTS;
    this.mostRows = serves ? Math.max(FEW_ROWS, products / weights) : 0;
  }

  /** Whether this predicts for so many rows; the engine is for more. */
  public boolean serves(int numRows) {
    return numRows > 0 && numRows <= mostRows;
  }

  /**
   * What the networks put out.
   *
   * @param rows [rows][features], few enough
   * @param open fails unless the posterior is open
   * @throws IllegalArgumentException if one is not of the network's width
   */
  public Outputs outputs(double[][] rows, Runnable open) {
    double[] flat = NetworkInputs.flat(model, rows);
    open.run();
    float[] inputs = new float[flat.length];
    for (int k = 0; k < flat.length; k++) {
      inputs[k] = (float) flat[k];
    }
    PackedNetworks networks = networks();
    float[] outputs = networks.forward(inputs);
    int numDraws = networks.numDraws();
    return Outputs.of(outputs, numDraws, rows.length, outputs.length / numDraws / rows.length);
  }

  private PackedNetworks networks() {
    PackedNetworks ready = packed;
    if (ready != null) {
      return ready;
    }
    synchronized (this) {
      if (packed == null) {
        packed = packing.get().orElse(null);
      }
      return Check.present(packed, "networks");
    }
  }
}
