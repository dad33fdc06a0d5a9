package org.jeffreys.inference.laplace;

import java.util.ArrayList;
import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.NumericalException;
import org.jeffreys.nn.Parameters;
import org.jeffreys.target.GaussNewton;
import org.jeffreys.tensor.DType;
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
  private final int dimension;

  /** A curvature of layers, whose factors are closed with this. */
  KroneckerCurvature(List<GaussNewton.Factors> layers, int dimension) {
    this.layers = List.copyOf(layers);
    this.dimension = dimension;
  }

  @Override
  public Covariance covariance(double factor, Tensor precision) {
    List<Block> blocks = new ArrayList<>();
    for (GaussNewton.Factors layer : layers) {
      blocks.add(block(layer, factor, precision.unsqueeze(0)));
    }
    return new Blocks(blocks, dimension);
  }

  private static Block block(GaussNewton.Factors layer, double factor, Tensor precision) {
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
    Tensor whitened = layer.inputs().mul(scale.unsqueeze(1)).mul(scale.unsqueeze(0));
    Linalg.Eigen inputs = Linalg.symmetricEigen(whitened);
    Linalg.Eigen deltas = Linalg.symmetricEigen(layer.deltas());
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
    double logDeterminant = values.log().sum().item() + first.log().sum().item() * ofInputs.size(1);
    return new Block(
        layer,
        inputs.vectors().mul(scale.unsqueeze(1)).contiguous(),
        deltas.vectors().contiguous(),
        Special.reciprocalSqrt(values),
        logDeterminant);
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

  /**
   * One layer: Σ = (left ⊗ right) diag(scale²) (left ⊗ right)ᵀ.
   *
   * @param left D^-½ U, @shape [in + 1, in + 1]
   * @param right V, @shape [out, out]
   * @param scale (a ⊗ b + 1)^-½, @shape [in + 1, out]
   */
  private record Block(
      GaussNewton.Factors layer,
      Tensor left,
      Tensor right,
      Tensor scale,
      double logDeterminantOfPrecision) {
    int size() {
      return layer.layout().dimension();
    }

    /** Of this layer's part of rows. @shape [m, size] */
    Tensor whiten(Tensor rows) {
      Tensor matrices = layer.rule().affine(layer.layout().views(rows, layer.offset()));
      Tensor rotated = left.transpose(0, 1).matmul(matrices).matmul(right);
      return rotated.mul(scale).reshape(rows.size(0), size());
    }

    /** Writes this layer's part of draws. */
    void colour(Tensor noise, Tensor draws) {
      Tensor matrices = noise.reshape(noise.size(0), scale.size(0), scale.size(1)).mul(scale);
      Tensor rotated = left.matmul(matrices).matmul(right.transpose(0, 1));
      write(rotated, draws);
    }

    void variances(Tensor all) {
      Tensor variances =
          left.square().matmul(scale.square()).matmul(right.square().transpose(0, 1));
      write(variances.unsqueeze(0), all);
    }

    private void write(Tensor affine, Tensor flat) {
      layer.rule().copyAffine(affine, layer.layout().views(flat, layer.offset()));
    }
  }

  private record Blocks(List<Block> blocks, int dimension) implements Covariance {
    @Override
    public int rank() {
      return dimension;
    }

    @Override
    public Tensor whiten(Tensor rows) {
      Tensor given = rows.contiguous();
      return Tensor.cat(
          1, blocks.stream().map(block -> block.whiten(given)).toArray(Tensor[]::new));
    }

    @Override
    public Tensor colour(Tensor noise) {
      Tensor draws = Tensor.empty(DType.FLOAT64, noise.size(0), dimension);
      int start = 0;
      for (Block block : blocks) {
        block.colour(noise.narrow(1, start, block.size()), draws);
        start += block.size();
      }
      return draws;
    }

    @Override
    public Tensor variances() {
      Tensor all = Tensor.empty(DType.FLOAT64, 1, dimension);
      blocks.forEach(block -> block.variances(all));
      return all.select(0, 0);
    }

    @Override
    public double logDeterminantOfPrecision() {
      return blocks.stream().mapToDouble(Block::logDeterminantOfPrecision).sum();
    }

    @Override
    public Covariance released() {
      blocks.forEach(block -> Covariance.release(block.left(), block.right(), block.scale()));
      return this;
    }

    @Override
    public void close() {
      for (Block block : blocks) {
        block.left().close();
        block.right().close();
        block.scale().close();
      }
    }
  }
}
