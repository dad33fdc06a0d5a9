package org.jeffreys.inference.laplace;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.inference.InferenceMethod;
import org.jeffreys.inference.Run;
import org.jeffreys.nn.Linear;
import org.jeffreys.target.BoundPrior;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network, and makes its last layer Bayesian: the features are those of the maximum that
 * {@link Laplace} finds, the prior and the noise those that its evidence chose.
 *
 * <p>Where a Gaussian likelihood learns its noise, the noise stays unknown: after training its
 * variance is inverse gamma around what was chosen, as sure as the data minus the effective
 * parameters of the whole network make it, and every update refines it.
 */
public final class HeadMethod implements InferenceMethod {
  /** The least degrees of freedom of the noise after training. */
  private static final double LEAST_FREEDOM = 4;

  private final Laplace laplace;

  /** A method that trains as the given one. */
  public HeadMethod(Laplace laplace) {
    this.laplace = laplace;
  }

  /** Settings that suit a target. */
  public static InferenceMethod standard(SupervisedTarget target, double effort) {
    boolean isSmall = target.network().layout().dimension() <= LaplaceFit.SMALL_DIMENSION;
    return new HeadMethod(
        Laplace.standard(isSmall ? Structure.FULL : Structure.LAST_LAYER, target, effort));
  }

  @Override
  public String name() {
    return "bayesian-head";
  }

  @Override
  public BayesianHead fit(SupervisedTarget target, Run run) {
    HeadFeatures.check(target.network());
    try (LaplacePosterior trained = laplace.fit(target, run);
        Scope scope = Scope.open()) {
      NetworkModel model = trained.model();
      Tensor position = Tensor.of(model.dtype(), trained.mode().toArray(), 1, model.dimension());
      @Nullable Tensor buffers = target.settledBuffers(position(target, position));
      HeadFeatures features = new HeadFeatures(model, Scope.release(position), buffers);
      Start start = new Start(target, trained, features);
      boolean isConjugate = model.likelihood() instanceof GaussianLikelihood;
      int targetWidth = Math.toIntExact(target.data().targetShape().numElements());
      HeadBelief belief =
          isConjugate ? start.conjugate() : start.kalman(laplace.config(), run.seed());
      return new BayesianHead(features, targetWidth, belief);
    }
  }

  /** The position with the likelihood's parameters that the target has. */
  private static Tensor position(SupervisedTarget target, Tensor position) {
    long missing = target.dimension() - position.size(1);
    return missing == 0
        ? position
        : Tensor.cat(1, position, Tensor.zeros(position.dtype(), 1, missing));
  }

  /** What the training data say of the last layer. */
  private static final class Start {
    private final SupervisedTarget target;
    private final LaplacePosterior trained;
    private final HeadFeatures features;
    private final Linear last;
    private final double[][] rows;
    private final double[] weights;

    Start(SupervisedTarget target, LaplacePosterior trained, HeadFeatures features) {
      this.target = target;
      this.trained = trained;
      this.features = features;
      this.last = HeadFeatures.last(target.network());
      this.rows = features.of(target.data().inputs());
      Tensor ofRows = target.data().weights();
      if (ofRows == null) {
        this.weights = new double[rows.length];
        Arrays.fill(weights, 1);
      } else {
        this.weights = ofRows.to(DType.FLOAT64).toDoubles();
      }
    }

    /** The part of the last layer in a vector over parameters. */
    private double[] part(double[] all) {
      int size = (last.in() + 1) * last.out();
      return Arrays.copyOfRange(all, features.offset(), features.offset() + size);
    }

    /** The prior's precision times the factors of the last two arrays. */
    private double[] precision(BoundPrior.NormalForm prior) {
      double[] precision = part(prior.precision().to(DType.FLOAT64).toDoubles());
      Doubles factors = trained.hyperparameters().priorFactors();
      for (int i = 0; i < precision.length; i++) {
        boolean isWeight = i < last.in() * last.out();
        precision[i] *= factors.get(factors.size() - (isWeight ? 2 : 1));
      }
      return precision;
    }

    private BoundPrior.NormalForm prior() {
      return Check.present(target.boundPrior().normalForm(), "prior");
    }

    HeadBelief conjugate() {
      double noise = trained.hyperparameters().noiseScale();
      double[] precision = precision(prior());
      Doubles ofFeatures =
          Doubles.of(
              IntStream.rangeClosed(0, last.in()).mapToDouble(i -> precision[i * last.out()]));
      Doubles mean = Doubles.of(part(prior().location().reshape(-1).to(DType.FLOAT64).toDoubles()));
      double[][] targets = targets();
      if (!(target.likelihood() instanceof GaussianLikelihood gaussian) || !gaussian.learned()) {
        return new ConjugateHead(
            BayesianLinear.ofKnownNoise(mean, ofFeatures, noise)
                .update(weighted(rows), weighted(targets)));
      }
      double observed = Arrays.stream(weights).sum() * last.out();
      double freedom = Math.max(LEAST_FREEDOM, observed - trained.numEffective());
      Doubles relative = ofFeatures.map(each -> each * noise * noise);
      double shape = freedom / 2;
      return new ConjugateHead(
          BayesianLinear.ofUnknownNoise(mean, relative, shape, shape * noise * noise)
              .update(weighted(rows), weighted(targets))
              .withNoise(shape, shape * noise * noise));
    }

    private double[][] targets() {
      double[] flat = target.data().targets().to(DType.FLOAT64).toDoubles();
      double[][] targets = new double[rows.length][];
      Arrays.setAll(targets, i -> Arrays.copyOfRange(flat, i * last.out(), (i + 1) * last.out()));
      return targets;
    }

    /** Rows times the roots of their weights. */
    private double[][] weighted(double[][] values) {
      double[][] all = new double[values.length][];
      Arrays.setAll(
          all, i -> Doubles.of(values[i]).map(each -> each * Math.sqrt(weights[i])).toArray());
      return all;
    }

    HeadBelief kalman(Laplace.Config config, long seed) {
      double[] all = trained.mode().toArray();
      int network = target.network().layout().dimension();
      DType given = target.data().targets().dtype();
      KalmanHead.Setting setting =
          new KalmanHead.Setting(
              features.model(),
              Doubles.of(Arrays.copyOfRange(all, network, all.length)),
              given.isFloating() ? DType.FLOAT64 : given,
              config.numDraws(),
              seed);
      return KalmanHead.trained(setting, precision(prior()), part(all), rows, weights);
    }
  }
}
