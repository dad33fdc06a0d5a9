package org.jeffreys.inference.laplace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.inference.PosteriorState;
import org.jeffreys.target.KroneckerLayer;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Tensor;

/** The covariance of independent layers, a block each. */
record KroneckerCovariance(List<Block> blocks) implements Covariance {
  /** Copies the list. */
  KroneckerCovariance {
    blocks = List.copyOf(blocks);
  }

  /** The covariance of a state. */
  static KroneckerCovariance of(PosteriorState state, List<KroneckerLayer> layers) {
    List<Block> blocks = new ArrayList<>();
    for (KroneckerLayer layer : layers) {
      long in = layer.numInputs();
      long out = layer.numOutputs();
      String scaleName = name("scale", blocks.size());
      Tensor scale = LaplaceState.finite(state, scaleName, in, out);
      Check.require(scale.gt(0).all(), scaleName, "values greater than 0", "others");
      blocks.add(
          new Block(
              layer,
              LaplaceState.finite(state, name("left", blocks.size()), in, in),
              LaplaceState.finite(state, name("right", blocks.size()), out, out),
              scale));
    }
    return new KroneckerCovariance(blocks);
  }

  private static String name(String part, int index) {
    return part + "." + index;
  }

  /**
   * One layer: Σ = (left ⊗ right) diag(scale²) (left ⊗ right)ᵀ.
   *
   * @param left D^-½ U, @shape [in + 1, in + 1]
   * @param right V, @shape [out, out]
   * @param scale (a ⊗ b + 1)^-½, @shape [in + 1, out]
   */
  record Block(KroneckerLayer layer, Tensor left, Tensor right, Tensor scale) {
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

    /** {@code right} is orthogonal. */
    double logDeterminantOfPrecision() {
      double ofLeft = Linalg.logDeterminant(left).logAbs().item();
      return -2 * (scale.log().sum().item() + ofLeft * right.size(0));
    }

    Block kept() {
      return new Block(
          layer, Covariance.kept(left), Covariance.kept(right), Covariance.kept(scale));
    }
  }

  @Override
  public int rank() {
    return blocks.stream().mapToInt(Block::size).sum();
  }

  @Override
  public Tensor whiten(Tensor rows) {
    Tensor given = rows.contiguous();
    return Tensor.cat(1, blocks.stream().map(block -> block.whiten(given)).toArray(Tensor[]::new));
  }

  @Override
  public Tensor colour(Tensor noise) {
    Tensor draws = Tensor.empty(DType.FLOAT64, noise.size(0), rank());
    int start = 0;
    for (Block block : blocks) {
      block.colour(noise.narrow(1, start, block.size()), draws);
      start += block.size();
    }
    return draws;
  }

  @Override
  public Tensor variances() {
    Tensor all = Tensor.empty(DType.FLOAT64, 1, rank());
    blocks.forEach(block -> block.variances(all));
    return all.select(0, 0);
  }

  @Override
  public double logDeterminantOfPrecision() {
    return blocks.stream().mapToDouble(Block::logDeterminantOfPrecision).sum();
  }

  @Override
  public Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new HashMap<>();
    for (int i = 0; i < blocks.size(); i++) {
      tensors.put(name("left", i), blocks.get(i).left());
      tensors.put(name("right", i), blocks.get(i).right());
      tensors.put(name("scale", i), blocks.get(i).scale());
    }
    return tensors;
  }

  @Override
  public KroneckerCovariance kept() {
    return new KroneckerCovariance(blocks.stream().map(Block::kept).toList());
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
