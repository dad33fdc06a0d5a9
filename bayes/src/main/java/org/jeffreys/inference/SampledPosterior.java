package org.jeffreys.inference;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.ObservationModel;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.SampledPrediction;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * A posterior as draws of a network's parameters: each draw is one function over all inputs.
 *
 * <p>Predicting only reads, so that several threads may.
 */
public final class SampledPosterior implements Posterior {
  /** The values of one layer that are in memory at once. */
  private static final long LAYER_ELEMENTS = 500_000;

  private final SupervisedTarget target;
  private final Draws draws;

  /**
   * The posterior of given draws.
   *
   * @param target whose network and likelihood the draws parametrise; not closed with this
   * @param draws closed with this
   */
  public SampledPosterior(SupervisedTarget target, Draws draws) {
    Check.require(
        draws.dimension() == target.dimension(),
        "draws",
        "dimension " + target.dimension(),
        draws.dimension());
    this.target = target;
    this.draws = draws;
  }

  /** The draws. */
  public Draws draws() {
    return draws;
  }

  @Override
  public SampledPrediction predict(double[][] inputs) {
    if (draws.values().isClosed()) {
      throw new IllegalStateException(
          "posterior: expected an open one, got a closed one; predict before close()");
    }
    Check.require(inputs.length > 0, "inputs", "at least one row", "none");
    int width = Math.toIntExact(target.network().inputShape().numElements());
    double[] flat = new double[inputs.length * width];
    for (int row = 0; row < inputs.length; row++) {
      Check.require(
          inputs[row].length == width,
          "inputs[" + row + "]",
          width + " values",
          inputs[row].length);
      System.arraycopy(inputs[row], 0, flat, row * width, width);
    }
    try (Scope scope = Scope.open()) {
      long[] shape = target.network().inputShape().prepend(1, inputs.length).toArray();
      Outputs outputs = outputs(Tensor.of(target.dtype(), flat, shape), inputs.length);
      ObservationModel observation =
          target.likelihood().observationModel(target.likelihoodViews(draws.values()));
      SampledPrediction prediction = SampledPrediction.of(outputs, draws.numChains(), observation);
      return draws.logWeights() == null
          ? prediction
          : prediction.withLogWeights(draws.logWeights());
    }
  }

  private Outputs outputs(Tensor inputs, int rows) {
    int numDraws = draws.numDraws();
    int width = Math.toIntExact(target.network().outputShape().numElements());
    int widest = target.layout().slots().stream().mapToInt(this::lastAxis).max().orElse(1);
    int chunk = (int) Math.max(1, Math.min(numDraws, LAYER_ELEMENTS / ((long) rows * widest)));
    double[][] wide = new double[numDraws][];
    float[][] narrow = new float[numDraws][];
    for (int start = 0; start < numDraws; start += chunk) {
      int count = Math.min(chunk, numDraws - start);
      try (Scope scope = Scope.open()) {
        Parameters parameters = target.networkViews(draws.values().narrow(0, start, count));
        Tensor values = target.network().forward(parameters, inputs);
        for (int i = 0; i < count; i++) {
          Tensor draw = values.select(0, i);
          if (target.dtype() == DType.FLOAT32) {
            narrow[start + i] = draw.toFloats();
          } else {
            wide[start + i] = draw.toDoubles();
          }
        }
      }
    }
    return target.dtype() == DType.FLOAT32
        ? Outputs.ofDraws(narrow, rows, width)
        : Outputs.of(
            Arrays.stream(wide).flatMapToDouble(Arrays::stream).toArray(), numDraws, rows, width);
  }

  private int lastAxis(org.jeffreys.nn.ParameterLayout.Slot slot) {
    return (int) slot.spec().shape().size(-1);
  }

  @Override
  public void close() {
    draws.close();
  }
}
