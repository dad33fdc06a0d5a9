package org.jeffreys.inference.laplace;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jeffreys.nn.Parameters;
import org.jeffreys.target.GaussNewton;
import org.jeffreys.target.KroneckerLayer;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * Layers that are independent, each with a Kronecker product for its curvature. The prior's
 * precision, one number for each input of a layer, is added exactly: in the coordinates where it is
 * 1, both factors are made diagonal.
 *
 * <pre>{@code
 * A ⊗ B + D ⊗ I = (D^½ U ⊗ V) (a ⊗ b + 1) (D^½ U ⊗ V)ᵀ      D^-½ A D^-½ = U a Uᵀ, B = V b Vᵀ
 * }</pre>
 *
 * @source Ritter, Botev and Barber (2018), A scalable Laplace approximation for neural networks,
 *     ICLR, who add the root of the precision to both factors instead
 */
final class KroneckerCurvature implements Curvature {
  private final List<GaussNewton.Factors> layers;

  /** A curvature of layers, whose factors are closed with this. */
  KroneckerCurvature(List<GaussNewton.Factors> layers) {
    this.layers = List.copyOf(layers);
  }

  @Override
  public Covariance covariance(double factor, Tensor precision) {
    List<KroneckerCovariance.Block> blocks = new ArrayList<>();
    for (GaussNewton.Factors layer : layers) {
      blocks.add(block(layer, factor, precision.unsqueeze(0)));
    }
    return new KroneckerCovariance(blocks);
  }

  private static KroneckerCovariance.Block block(
      GaussNewton.Factors factors, double factor, Tensor precision) {
    KroneckerLayer layer = factors.layer();
    Parameters views = layer.layout().views(precision, layer.offset());
    Tensor ofInputs = layer.rule().affine(views).select(0, 0);
    Tensor first = ofInputs.select(1, 0);
    double spread = ofInputs.sub(first.unsqueeze(1)).abs().max(0, 1).item();
    Check.require(
        spread <= 1e-6 * first.max(0).item(),
        "laplace-kronecker",
        "a prior of one scale for each array",
        layer.rule() + " with several; use laplace-diagonal");
    Tensor scale = Special.reciprocalSqrt(first);
    Tensor whitened = factors.inputs().mul(scale.unsqueeze(1)).mul(scale.unsqueeze(0));
    Linalg.Eigen inputs = Linalg.symmetricEigen(whitened);
    Linalg.Eigen deltas = Linalg.symmetricEigen(factors.deltas());
    Tensor values =
        inputs
            .values()
            .clampMin(0)
            .unsqueeze(1)
            .mul(deltas.values().clampMin(0).unsqueeze(0))
            .mul(factor)
            .add(1);
    if (!values.isFinite().all()) {
      throw new NumericalException(
          "curvature: expected finite factors, got NaN or infinity in " + layer.rule());
    }
    return new KroneckerCovariance.Block(
        layer,
        inputs.vectors().mul(scale.unsqueeze(1)).contiguous(),
        deltas.vectors().contiguous(),
        Special.reciprocalSqrt(values));
  }

  @Override
  public boolean isUncertain(int index) {
    return true;
  }

  @Override
  public void close() {
    for (GaussNewton.Factors layer : layers) {
      layer.inputs().close();
      layer.deltas().close();
    }
  }
}
