package org.jeffreys.inference.laplace;

import java.util.Arrays;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;
import org.jeffreys.inference.Draws;
import org.jeffreys.inference.NetworkInputs;
import org.jeffreys.inference.OutputCollector;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.PosteriorState;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.NormalPrediction;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NetworkJacobian;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A posterior that is normal around the maximum of its density.
 *
 * <p>The same seed gives the same functions in every prediction. Predicting only reads, so that
 * several threads may.
 */
public final class LaplacePosterior implements Posterior {
  /** The name of this kind of posterior. */
  public static final String KIND = "laplace";

  private final NormalApproximation normal;
  private final NetworkModel model;
  private final NetworkJacobian jacobian;
  private final LaplaceSummary summary;

  LaplacePosterior(NormalApproximation normal, LaplaceSummary summary) {
    this.normal = normal;
    this.model = normal.model();
    this.jacobian = normal.jacobian();
    this.summary = summary;
  }

  /** The posterior around a maximum, of which it keeps nothing. */
  static LaplacePosterior of(
      Maximum maximum, Hyperparameters chosen, Laplace.Config config, long seed) {
    double logEvidence = maximum.evidence().at(chosen);
    if (!Double.isFinite(logEvidence)) {
      throw new NumericalException(
          "evidence: expected a finite number, got "
              + logEvidence
              + "; give the prior a smaller scale");
    }
    LaplaceSummary summary =
        new LaplaceSummary(
            config.predictive(),
            chosen,
            logEvidence,
            Doubles.of(maximum.evidence().effective(chosen)).stream().sum());
    NetworkModel model =
        Double.isNaN(chosen.noiseScale())
            ? maximum.model()
            : new NetworkModel(
                maximum.model().network(),
                GaussianLikelihood.fixed(chosen.noiseScale()),
                maximum.model().dtype());
    try (Rng rng = Rng.of(seed, "laplace")) {
      return new LaplacePosterior(
          NormalApproximation.of(maximum, model, chosen, config, rng), summary);
    }
  }

  /** The posterior of a state of kind {@link #KIND}. */
  public static LaplacePosterior restore(NetworkModel model, PosteriorState state) {
    return LaplaceState.restore(model, state);
  }

  /** The number of functions or networks drawn; 1 where predictions are in closed form. */
  @Override
  public int numDraws() {
    return isClosedForm() ? 1 : Math.toIntExact(normal.deviations().size(0));
  }

  private boolean isClosedForm() {
    return switch (summary.predictive()) {
      case LINEARISED -> model.likelihood() instanceof GaussianLikelihood;
      case PROBIT -> true;
      case FUNCTIONS, SAMPLED -> false;
    };
  }

  @Override
  public PosteriorState state() {
    return LaplaceState.of(normal, summary);
  }

  /** The network with its likelihood; learned noise is held at what was chosen. */
  @Override
  public NetworkModel model() {
    return model;
  }

  /** What the evidence chose. */
  public Hyperparameters hyperparameters() {
    return summary.hyperparameters();
  }

  /** The log evidence, {@code log p(D)} approximately, in nats: greater is better. */
  public double logEvidence() {
    return summary.logEvidence();
  }

  /** The number of parameters that the data determine, at most that of all. */
  public double numEffective() {
    return summary.numEffective();
  }

  /** θ*: the network's parameters, and those of its likelihood. @shape [dimension] */
  public Doubles mode() {
    return Doubles.of(normal.position().toDoubles());
  }

  /** The variance of each of the network's parameters, 0 of what stays. */
  public Doubles variances() {
    double[] all = new double[model.network().layout().dimension()];
    try (Scope scope = Scope.open()) {
      double[] some = normal.covariance().variances().toDoubles();
      System.arraycopy(some, 0, all, jacobian.offset(), some.length);
    }
    return Doubles.of(all);
  }

  /** Draws of the parameters, as a posterior over networks; the caller closes it. */
  public SampledPosterior sampled() {
    requireOpen();
    try (Scope scope = Scope.open()) {
      Tensor position = normal.position();
      long draws = normal.deviations().size(0);
      Tensor all = position.expand(draws, position.size(1)).copy();
      all.narrow(1, jacobian.offset(), normal.deviations().size(1)).addInPlace(normal.deviations());
      @Nullable Tensor buffers = normal.buffers();
      return new SampledPosterior(
          model,
          new Draws(Scope.release(all.to(model.dtype())), (int) draws, null),
          buffers == null
              ? null
              : Scope.release(buffers.expand(draws, buffers.size(1)).to(model.dtype()).copy()));
    }
  }

  @Override
  public Prediction predict(double[][] inputs) {
    return predict(inputs, summary.predictive());
  }

  @Override
  public Prediction predict(Tensor inputs) {
    return predict(inputs, summary.predictive());
  }

  /** As {@link #predict(double[][])}, made another way. */
  public Prediction predict(double[][] inputs, Predictive by) {
    try (Scope scope = Scope.open()) {
      return predict(NetworkInputs.of(model, inputs), by);
    }
  }

  /** As {@link #predict(Tensor)}, made another way. */
  public Prediction predict(Tensor inputs, Predictive by) {
    requireOpen();
    try (Scope scope = Scope.open();
        var paused = model.pauseAutograd()) {
      Tensor rows = NetworkInputs.of(model, inputs).select(0, 0);
      return switch (by) {
        case LINEARISED ->
            model.likelihood() instanceof GaussianLikelihood gaussian
                ? closedForm(rows, gaussian.scale())
                : functions(rows);
        case FUNCTIONS -> functions(rows);
        case PROBIT -> probit(rows);
        case SAMPLED -> throughNetworks(rows);
      };
    }
  }

  private Prediction throughNetworks(Tensor rows) {
    try (SampledPosterior sampled = sampled()) {
      return sampled.predict(rows);
    }
  }

  private NormalPrediction closedForm(Tensor rows, double noise) {
    Moments moments = new Moments(Math.toIntExact(rows.size(0)));
    jacobian.each(rows, moments);
    double[] noises = new double[moments.loc.length];
    Arrays.fill(noises, noise);
    return NormalPrediction.of(
        (int) rows.size(0),
        Doubles.of(moments.loc),
        Doubles.of(moments.variance),
        Doubles.of(noises));
  }

  /** Gathers f* and J Σ Jᵀ of each row. */
  private final class Moments implements NetworkJacobian.Task {
    private final double[] loc;
    private final double[] variance;

    Moments(int rows) {
      int width = jacobian.numOutputs();
      this.loc = new double[Math.multiplyExact(rows, width)];
      this.variance = new double[Math.multiplyExact(loc.length, width)];
    }

    @Override
    public void run(NetworkJacobian.Piece piece) {
      long width = piece.outputs().size(1);
      Tensor flat = piece.jacobian().reshape(-1, piece.jacobian().size(2));
      Tensor roots = normal.covariance().whiten(flat).reshape(piece.size(), width, -1);
      copy(piece.outputs(), loc, piece.first() * width);
      copy(roots.matmul(roots.transpose(1, 2)), variance, piece.first() * width * width);
    }

    private static void copy(Tensor from, double[] to, long start) {
      double[] values = from.toDoubles();
      System.arraycopy(values, 0, to, (int) start, values.length);
    }
  }

  private Prediction functions(Tensor rows) {
    int draws = (int) normal.deviations().size(0);
    OutputCollector collector =
        new OutputCollector(
            DType.FLOAT64, draws, (int) rows.size(0), model.network().outputShape());
    Tensor directions = normal.deviations().transpose(0, 1);
    jacobian.each(
        rows,
        piece -> {
          Tensor moved = piece.jacobian().matmul(directions);
          Tensor values = moved.add(piece.outputs().unsqueeze(-1)).permute(2, 0, 1);
          for (int draw = 0; draw < draws; draw++) {
            collector.put(draw, (int) piece.first(), values.select(0, draw));
          }
        });
    return predicted(collector.outputs(), draws);
  }

  private Prediction predicted(Outputs outputs, int draws) {
    return model
        .likelihood()
        .predict(model.likelihoodViews(normal.position()), outputs, draws, null);
  }

  private Prediction probit(Tensor rows) {
    Moments moments = new Moments(Math.toIntExact(rows.size(0)));
    jacobian.each(rows, moments);
    int width = jacobian.numOutputs();
    double[] logits = Probit.logits(moments.loc, moments.variance, width);
    Prediction prediction = predicted(Outputs.of(logits, 1, (int) rows.size(0), width), 1);
    boolean isOfLogits =
        prediction instanceof ClassPrediction classes
            && (width == 1 || classes.numClasses() == width);
    Check.require(
        isOfLogits,
        "probit",
        "a likelihood of classes, one logit each",
        model.likelihood(),
        "use LINEARISED");
    return prediction;
  }

  private void requireOpen() {
    if (normal.position().isClosed()) {
      throw new IllegalStateException(
          "posterior: expected an open one, got a closed one; predict before close()");
    }
  }

  @Override
  public void close() {
    normal.close();
  }
}
