package org.jeffreys.target;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.Sequential;
import org.jeffreys.nn.Tape;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Sums over data that generalised Gauss-Newton curvature is made of, in float64.
 *
 * <pre>{@code
 * H = Σᵢ wᵢ Jᵢᵀ Λᵢ Jᵢ      J the network's Jacobian, Λ the likelihood's information, w weights
 * }</pre>
 *
 * @source Schraudolph (2002), Fast curvature matrix-vector products, Neural Computation; Martens
 *     (2014), arXiv:1412.1193
 */
public final class GaussNewton {
  private static final long PIECE = 512;

  private final NetworkModel model;
  private final NetworkJacobian jacobian;
  private final Tensor position;
  private final @Nullable Tensor buffers;
  private final Dataset data;

  /**
   * The sums of some data at some parameters.
   *
   * @param jacobian of the model's network at the position
   * @param position the network's parameters and the likelihood's; float64, the caller's, @shape
   *     [1, dimension]
   * @param buffers running statistics, as the Jacobian has them
   */
  public GaussNewton(
      NetworkModel model,
      NetworkJacobian jacobian,
      Tensor position,
      @Nullable Tensor buffers,
      Dataset data) {
    this.model = model;
    this.jacobian = jacobian;
    this.position = position;
    this.buffers = buffers;
    this.data = data;
  }

  /** The sum of the weights of the examples: their number where they have none. */
  public double numExamples() {
    Tensor weights = data.weights();
    try (Scope scope = Scope.open()) {
      return weights == null ? data.size() : weights.to(DType.FLOAT64).sum().item();
    }
  }

  /** The log likelihood {@code Σᵢ wᵢ log p(yᵢ | xᵢ)}. */
  public double logLikelihood() {
    double sum = 0;
    for (long start = 0; start < data.size(); start += PIECE) {
      try (Scope scope = Scope.open()) {
        long count = Math.min(PIECE, data.size() - start);
        Tensor outputs = jacobian.outputs(data.inputs().narrow(0, start, count)).unsqueeze(0);
        Tensor logProb = model.likelihood().logProb(theirs(), outputs, targets(start, count));
        sum += weighted(logProb.select(0, 0), start).sum().item();
      }
    }
    return sum;
  }

  /** The gradient of the log likelihood, {@code Σᵢ wᵢ Jᵢᵀ δᵢ}. @shape [dimension] */
  public Tensor gradient() {
    Tensor sum = Tensor.zeros(DType.FLOAT64, jacobian.dimension());
    jacobian.each(
        data.inputs(),
        piece -> {
          Tensor outputs = piece.outputs().unsqueeze(0);
          Tensor targets = targets(piece.first(), piece.size());
          Tensor deltas = model.likelihood().delta(theirs(), outputs, targets).select(0, 0);
          Tensor each = weighted(piece.jacobian().mul(deltas.unsqueeze(-1)), piece.first());
          sum.addInPlace(each.sum(0, 1));
        });
    return sum;
  }

  /** H. @shape [dimension, dimension] */
  public Tensor full() {
    return full(null);
  }

  /**
   * The rows and columns of H at some parameters.
   *
   * @param indices int64, counted from the first parameter of the Jacobian; null for all
   */
  public Tensor full(@Nullable Tensor indices) {
    long size = indices == null ? jacobian.dimension() : indices.size(0);
    Tensor sum = Tensor.zeros(DType.FLOAT64, size, size);
    jacobian.each(
        data.inputs(),
        piece -> {
          Tensor all = piece.jacobian();
          Tensor some = indices == null ? all : all.indexSelect(2, indices);
          Tensor curved = weighted(information(piece).matmul(some), piece.first());
          Tensor left = some.reshape(-1, size).transpose(0, 1);
          sum.addInPlace(left.matmul(curved.reshape(-1, size)));
        });
    return sum.add(sum.transpose(0, 1)).mulInPlace(0.5);
  }

  /** The diagonal of H. @shape [dimension] */
  public Tensor diagonal() {
    Tensor sum = Tensor.zeros(DType.FLOAT64, jacobian.dimension());
    jacobian.each(
        data.inputs(),
        piece -> {
          Tensor curved = information(piece).matmul(piece.jacobian());
          sum.addInPlace(weighted(curved.mul(piece.jacobian()), piece.first()).sum(0, 1));
        });
    return sum;
  }

  /** Λ. @shape [rows, outputs, outputs] */
  private Tensor information(NetworkJacobian.Piece piece) {
    return model.likelihood().information(theirs(), piece.outputs().unsqueeze(0)).select(0, 0);
  }

  /**
   * The curvature in one layer's W as a Kronecker product: {@code H ≈ inputs ⊗ deltas}.
   *
   * @param inputs the mean over examples of {@code Σ a aᵀ} over places, @shape [in + 1, in + 1]
   * @param deltas the sum over examples and columns of Λ's root of the mean of {@code δ δᵀ} over
   *     places, @shape [out, out]
   */
  public record Factors(KroneckerLayer layer, Tensor inputs, Tensor deltas) {}

  /**
   * The curvature of each layer by itself as a Kronecker product. It is exact where one example is,
   * or where a layer's deltas are the same for all examples and it has one place.
   *
   * @param name of who asks, for the message
   * @return first layer to last, in tensors of the innermost scope
   * @throws IllegalArgumentException naming a layer with parameters that has no rule for it
   * @source Botev, Ritter and Barber (2017), arXiv:1706.03662 (KFLR)
   */
  public List<Factors> kronecker(String name) {
    List<KroneckerLayer> layers = KroneckerLayer.of(model.network(), name);
    Sequential network = (Sequential) model.network();
    List<Factors> factors = new ArrayList<>();
    for (KroneckerLayer layer : layers) {
      factors.add(
          new Factors(
              layer,
              Tensor.zeros(DType.FLOAT64, layer.numInputs(), layer.numInputs()),
              Tensor.zeros(DType.FLOAT64, layer.numOutputs(), layer.numOutputs())));
    }
    int[] place = places(network);
    for (long start = 0; start < data.size(); start += PIECE) {
      try (Scope scope = Scope.open()) {
        add(network, start, Math.min(PIECE, data.size() - start), place, factors);
      }
    }
    return factors;
  }

  /** For each layer its number among those with parameters. */
  private static int[] places(Sequential network) {
    int[] place = new int[network.layers().size()];
    int next = 0;
    for (int i = 0; i < place.length; i++) {
      place[i] = network.layers().get(i).parameters().isEmpty() ? -1 : next++;
    }
    return place;
  }

  private void add(Sequential network, long start, long count, int[] place, List<Factors> factors) {
    Tensor inputs = data.inputs().narrow(0, start, count).to(DType.FLOAT64).unsqueeze(0);
    Tape tape = network.record(network.layout().views(position, 0), inputs, pass(network));
    Tensor roots = root(model.likelihood().information(theirs(), tape.output()));
    double share = 1 / numExamples();
    for (long column = 0; column < roots.size(-1); column++) {
      boolean isFirst = column == 0;
      tape.backward(roots.select(-1, column).contiguous());
      tape.eachLayer(
          (index, layer, visit, delta, first) -> {
            Factors of = factors.get(place[index]);
            if (isFirst) {
              Tensor seen = weighted(of.layer().rule().affineInputs(visit), start + first);
              Tensor plain = of.layer().rule().affineInputs(visit);
              of.inputs().addInPlace(product(plain, seen), share);
            }
            Tensor deltas = of.layer().rule().affineDeltas(delta);
            Tensor weighted = weighted(deltas, start + first);
            of.deltas().addInPlace(product(deltas, weighted), 1.0 / deltas.size(1));
          });
    }
  }

  /** {@code Σ a bᵀ} over examples and places. */
  private static Tensor product(Tensor a, Tensor b) {
    return a.reshape(-1, a.size(2)).transpose(0, 1).matmul(b.reshape(-1, b.size(2)));
  }

  /** S of {@code Λ = S Sᵀ}. @shape [1, rows, outputs, columns] */
  private static Tensor root(Tensor information) {
    if (information.size(-1) == 1) {
      return information.sqrt();
    }
    Linalg.Eigen eigen = Linalg.symmetricEigen(information);
    return eigen.vectors().mul(eigen.values().clampMin(0).sqrt().unsqueeze(-2));
  }

  private Pass pass(Sequential network) {
    return buffers == null
        ? Pass.mean()
        : Pass.mean()
            .withStatistics(new Pass.Statistics(network.buffers().views(buffers, 0), null, 1));
  }

  private Parameters theirs() {
    return model.likelihoodViews(position);
  }

  private Tensor targets(long start, long count) {
    Tensor some = data.targets().narrow(0, start, count);
    return (some.dtype().isFloating() ? some.to(DType.FLOAT64) : some).unsqueeze(0);
  }

  /** Numbers of examples times their weights. @shape [rows, …] */
  private Tensor weighted(Tensor ofExamples, long start) {
    Tensor weights = data.weights();
    if (weights == null) {
      return ofExamples;
    }
    long[] shape = new long[ofExamples.rank()];
    Arrays.fill(shape, 1);
    shape[0] = ofExamples.size(0);
    return ofExamples.mul(weights.narrow(0, start, shape[0]).to(DType.FLOAT64).reshape(shape));
  }
}
