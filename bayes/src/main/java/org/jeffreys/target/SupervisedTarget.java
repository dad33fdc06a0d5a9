package org.jeffreys.target;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.data.Batch;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Network;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Pass;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The posterior of a network's parameters, and of its likelihood's, given data.
 *
 * <pre>{@code
 * log p(θ | D) = Σᵢ log p(yᵢ | f(xᵢ; θ)) + log p(θ) + constant
 * }</pre>
 *
 * <p>The flat vector holds the network's arrays and then the likelihood's, which are named {@code
 * likelihood.name}. Gradients use the layers' own rules where they have them.
 */
public final class SupervisedTarget implements StochasticLogDensity, AutoCloseable {
  /** The examples of a chain that are in memory at once; larger batches are summed in pieces. */
  private static final long PIECE = 4096;

  /** The examples of a batch whose statistics enter {@link #settledBuffers}. */
  private static final long SETTLING = 512;

  private final NetworkModel model;
  private final Network network;
  private final Likelihood likelihood;
  private final Prior prior;
  private final BoundPrior boundPrior;
  private final Dataset data;
  private final boolean isVariational;

  private SupervisedTarget(NetworkModel model, Prior prior, BoundPrior boundPrior, Dataset data) {
    this.model = model;
    this.network = model.network();
    this.likelihood = model.likelihood();
    this.prior = prior;
    this.boundPrior = boundPrior;
    this.data = data;
    this.isVariational = model.layout().slots().stream().anyMatch(slot -> slot.spec().ownPrior());
  }

  /**
   * A posterior.
   *
   * @param data which the caller closes
   * @throws IllegalArgumentException if network, likelihood and data do not fit
   */
  public SupervisedTarget(Network network, Likelihood likelihood, Prior prior, Dataset data) {
    this(fitting(network, likelihood, data), prior, data);
  }

  private SupervisedTarget(NetworkModel model, Prior prior, Dataset data) {
    this(model, prior, prior.bind(model.layout(), model.likelihood(), model.dtype()), data);
  }

  private static NetworkModel fitting(Network network, Likelihood likelihood, Dataset data) {
    Check.require(
        network.inputShape().equals(data.inputShape()),
        "inputs",
        "examples of shape " + network.inputShape(),
        data.inputShape());
    likelihood.check(network.outputShape(), data.targetShape());
    likelihood.check(data.targets());
    return new NetworkModel(network, likelihood, data.inputs().dtype());
  }

  /**
   * The same with another prior over the flat vector, such as one that differs between draws.
   *
   * @param other closed with the result; this stays open
   */
  public SupervisedTarget withBoundPrior(BoundPrior other) {
    return new SupervisedTarget(model, prior, other, data);
  }

  /** The network with its likelihood: what outlives the data. */
  public NetworkModel model() {
    return model;
  }

  /** The network. */
  public Network network() {
    return network;
  }

  /** The likelihood. */
  public Likelihood likelihood() {
    return likelihood;
  }

  /** The prior, as data. */
  public Prior prior() {
    return prior;
  }

  /** The prior over the flat vector. */
  public BoundPrior boundPrior() {
    return boundPrior;
  }

  /** Where each array lies in the flat vector, the likelihood's after the network's. */
  public ParameterLayout layout() {
    return model.layout();
  }

  @Override
  public Dataset data() {
    return data;
  }

  @Override
  public int dimension() {
    return model.dimension();
  }

  @Override
  public DType dtype() {
    return model.dtype();
  }

  /** The standard deviations of the prior; null where they are infinite. */
  @Override
  public @Nullable Tensor scale() {
    return boundPrior.scale();
  }

  /** Views of the network's arrays in a flat tensor. */
  public Parameters networkViews(Tensor flat) {
    return model.networkViews(flat);
  }

  /** Views of the likelihood's arrays in a flat tensor. */
  public Parameters likelihoodViews(Tensor flat) {
    return model.likelihoodViews(flat);
  }

  /**
   * The density of the mean function: random layers without noise. Normalising layers go by the
   * data, taken 4,096 at a time.
   */
  @Override
  public Tensor logProb(Tensor position) {
    Parameters ours = networkViews(position);
    Parameters theirs = likelihoodViews(position);
    Tensor total = logPrior(position);
    Pass pass = Pass.mean().withStatistics(ofBatch(position.size(0)));
    for (Batch piece : whole().pieces(PIECE)) {
      Tensor outputs = network.forward(ours, piece.inputs(), pass);
      Tensor logProb = likelihood.logProb(theirs, outputs, piece.targets());
      total = total.add(piece.weighted(logProb).sum(1));
    }
    return total;
  }

  /** The log density of the priors, of the network's variational layers included. */
  private Tensor logPrior(Tensor position) {
    Tensor ours = boundPrior.logProb(position);
    Tensor divergence = network.divergence(networkViews(position));
    return divergence == null ? ours : ours.sub(divergence);
  }

  private void addPriorGradient(Tensor position, Tensor gradient, double factor) {
    boundPrior.addGradient(position, gradient, factor);
    if (isVariational) {
      Tensor ofDivergence =
          Gradients.valueAndGradient(
                  at -> Check.present(network.divergence(networkViews(at)), "divergence"), position)
              .gradient();
      gradient.addInPlace(ofDivergence, -factor);
    }
  }

  /**
   * The value is summed, and given, in float64: differences of such sums are what samplers need.
   */
  @Override
  public Gradients.ValueAndGradient valueAndGradient(Tensor position) {
    Tensor value = logPrior(position).to(DType.FLOAT64);
    @Nullable Tensor gradient = null;
    Pass pass = Pass.mean().withStatistics(ofBatch(position.size(0)));
    for (Batch piece : whole().pieces(PIECE)) {
      BatchEvaluation evaluation = new BatchEvaluation(model, position, piece, pass);
      value = value.add(piece.weighted(evaluation.logProb()).to(DType.FLOAT64).sum(1));
      gradient = sum(gradient, evaluation.gradient(1));
    }
    Tensor total = Check.present(gradient, "data");
    addPriorGradient(position, total, 1);
    return new Gradients.ValueAndGradient(value, total);
  }

  private Batch whole() {
    return data.whole(1);
  }

  /** Layers are given noise of their own for each example, and normalise by the batch. */
  @Override
  public Tensor estimateGradient(Tensor position, Batch batch, Rng rng) {
    return estimate(position, batch, model.initialBuffers(position.size(0)), 1, rng).gradient();
  }

  /**
   * What a training step learns from a batch.
   *
   * @param gradient an unbiased estimate of that of the log density times the factor asked for,
   * @shape [draws, dimension]
   * @param logProb the log likelihood of each example, @shape [draws, batch]
   * @param outputs the network's, @shape [draws, batch, output…]
   * @param buffers the new running statistics, @shape [draws, buffer dimension]; null for none
   */
  public record Estimate(
      Tensor gradient, Tensor logProb, Tensor outputs, @Nullable Tensor buffers) {}

  /**
   * As {@link #estimateGradient}, with what else comes of it. A batch of more examples than are
   * taken at once is normalised piece by piece.
   *
   * @param buffers the running statistics so far, as {@link NetworkModel#initialBuffers} gives them
   * @param factor what the gradient is multiplied by, which costs less here than afterwards
   */
  public Estimate estimate(
      Tensor position, Batch batch, @Nullable Tensor buffers, double factor, Rng rng) {
    Estimate estimate = estimateLikelihood(position, batch, buffers, factor, rng);
    addPriorGradient(position, estimate.gradient(), factor);
    return estimate;
  }

  /** As {@link #estimate}, of the log likelihood: without the prior. */
  public Estimate estimateLikelihood(
      Tensor position, Batch batch, @Nullable Tensor buffers, double factor, Rng rng) {
    List<Batch> pieces = batch.pieces(PIECE);
    Tensor[] logProbs = new Tensor[pieces.size()];
    Tensor[] outputs = new Tensor[pieces.size()];
    @Nullable Tensor gradient = null;
    @Nullable Tensor running = buffers;
    try (var paused = pauseAutograd()) {
      for (int i = 0; i < logProbs.length; i++) {
        Batch piece = pieces.get(i);
        @Nullable Tensor next =
            running == null ? null : Tensor.empty(running.dtype(), running.shape());
        Pass pass = noise(position, piece, rng).withStatistics(model.statistics(running, next));
        BatchEvaluation evaluation = new BatchEvaluation(model, position, piece, pass);
        gradient = sum(gradient, evaluation.gradient(batch.scale() * factor));
        logProbs[i] = evaluation.logProb();
        outputs[i] = evaluation.outputs();
        running = next;
      }
    }
    Tensor total = Check.present(gradient, "batch");
    return new Estimate(total, joined(logProbs), joined(outputs), running);
  }

  private static Tensor joined(Tensor[] pieces) {
    return pieces.length == 1 ? pieces[0] : Tensor.cat(1, pieces);
  }

  private Pass noise(Tensor position, Batch batch, Rng rng) {
    return network.isRandom()
        ? Pass.of(network.noise(dtype(), position.size(0), batch.size(), rng))
        : Pass.mean();
  }

  /**
   * Running statistics of given parameters: the mean of those of all data, taken some at a time,
   * without noise.
   *
   * @return @shape [draws, buffer dimension], the caller's; null where the network has none
   */
  public @Nullable Tensor settledBuffers(Tensor position) {
    long draws = position.size(0);
    try (Scope scope = Scope.open()) {
      Tensor running = model.initialBuffers(draws);
      if (running == null) {
        return null;
      }
      List<Batch> pieces = whole().pieces(SETTLING);
      for (int i = 0; i < pieces.size(); i++) {
        for (long draw = 0; draw < draws; draw++) {
          settle(position.narrow(0, draw, 1), running.narrow(0, draw, 1), pieces.get(i), i);
        }
      }
      return Scope.release(running);
    }
  }

  private void settle(Tensor position, Tensor running, Batch piece, int numBefore) {
    try (Scope scope = Scope.open()) {
      Parameters views = network.buffers().views(running, 0);
      Pass.Statistics statistics = new Pass.Statistics(views, views, 1.0 / (numBefore + 1));
      Pass pass = Pass.mean().withStatistics(statistics);
      network.forward(networkViews(position), piece.inputs(), pass);
    }
  }

  /** Of a pass that normalises by what it sees and leaves nothing behind. */
  private Pass.@Nullable Statistics ofBatch(long draws) {
    Tensor initial = model.initialBuffers(draws);
    return model.statistics(initial, initial == null ? null : initial.copy());
  }

  /** See {@link NetworkModel#pauseAutograd}. */
  public Gradients.@Nullable Paused pauseAutograd() {
    return model.pauseAutograd();
  }

  /**
   * A sum of clipped per-example gradients of the log likelihood, not scaled to the data.
   *
   * @param sum @shape [draws, dimension]
   * @param numClipped the examples whose gradient was longer than the bound, @shape [draws], int64
   */
  public record ClippedSum(Tensor sum, Tensor numClipped) {}

  /**
   * The sum over the batch of each example's gradient, scaled down to a norm of at most {@code
   * clip}. The likelihood's parameters are clipped with the network's; the prior is not in it. A
   * batch of any size is taken whole, in pieces where it is large.
   *
   * @param clip C, the bound on the Euclidean norm
   * @param rng the noise of random layers, each example's its own
   * @throws IllegalArgumentException naming a layer that has no per-example rule
   */
  public ClippedSum clippedSum(Tensor position, Batch batch, double clip, Rng rng) {
    Check.positive(clip, "clip");
    Check.require(data.weights() == null, "private training", "data without weights", "weights");
    @Nullable Tensor sum = null;
    @Nullable Tensor count = null;
    try (var paused = pauseAutograd()) {
      for (Batch piece : batch.pieces(PIECE)) {
        // Statistics for layers that are then refused by name.
        Pass pass = noise(position, piece, rng).withStatistics(ofBatch(position.size(0)));
        ClippedSum part = new BatchEvaluation(model, position, piece, pass).clipped(clip);
        sum = sum(sum, part.sum());
        count = sum(count, part.numClipped());
      }
    }
    return new ClippedSum(Check.present(sum, "batch"), Check.present(count, "batch"));
  }

  private static Tensor sum(@Nullable Tensor total, Tensor part) {
    return total == null ? part : total.addInPlace(part);
  }

  /** Frees the prior's vectors; the data stay open. */
  @Override
  public void close() {
    boundPrior.close();
  }
}
