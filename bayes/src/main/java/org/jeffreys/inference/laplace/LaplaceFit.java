package org.jeffreys.inference.laplace;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.inference.Progress;
import org.jeffreys.inference.Run;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.target.BoundPrior;
import org.jeffreys.target.FlatPrior;
import org.jeffreys.target.GaussNewton;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Likelihood;
import org.jeffreys.target.NetworkJacobian;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** One run of {@link Laplace}: the search for the maximum, the evidence there, and again. */
final class LaplaceFit {
  private static final double LEARNING_RATE = 0.01;

  /** The most parameters, and multiplications for a curvature, of a small problem. */
  static final int SMALL_DIMENSION = 1500;

  private static final double SMALL_WORK = 2e10;
  private static final int STEPS_OF_ROUND = 5;
  private static final int STEPS_WITHOUT_ROUNDS = 30;

  private final Laplace.Config config;
  private final String name;
  private final SupervisedTarget target;
  private final Run run;
  private final BoundPrior.NormalForm prior;
  private final List<ParameterLayout.Slot> arrays;
  private final int dimension;
  private final boolean learnsNoise;
  private final boolean isSmall;

  LaplaceFit(Laplace.Config config, SupervisedTarget target, Run run) {
    this.config = config;
    this.name = config.structure().title();
    this.target = target;
    this.run = run;
    this.arrays = target.network().layout().slots();
    this.dimension = target.network().layout().dimension();
    this.learnsNoise =
        target.likelihood() instanceof GaussianLikelihood gaussian && gaussian.learned();
    double rows = (double) target.data().size() * target.network().outputShape().numElements();
    this.isSmall =
        dimension <= SMALL_DIMENSION
            && rows * dimension * dimension <= SMALL_WORK
            && target.network().buffers().dimension() == 0;
    config.structure().check(target.network());
    this.prior = proper();
  }

  private BoundPrior.NormalForm proper() {
    BoundPrior.NormalForm form = target.boundPrior().normalForm();
    try (Scope scope = Scope.open()) {
      boolean isProper =
          form != null
              && form.location().numElements() == target.dimension()
              && form.precision().gt(0).all();
      Check.require(
          isProper, name, "a normal prior of all parameters", target.prior(), "use NormalPrior");
    }
    return Check.present(form, "prior");
  }

  /** The maximum with the hyperparameters of the highest evidence; the caller closes it. */
  record Found(Maximum maximum, Hyperparameters chosen) implements AutoCloseable {
    @Override
    public void close() {
      maximum.close();
    }
  }

  LaplacePosterior fit() {
    try (Found found = search()) {
      return posterior(found);
    }
  }

  Found search() {
    return tuned(first(tuner()), config.numRounds());
  }

  private LaplacePosterior posterior(Found found) {
    return LaplacePosterior.of(found.maximum(), found.chosen(), config, run.seed());
  }

  /** As {@link #fit} at given weights, which stay. */
  LaplacePosterior fitAt(Tensor weights, @Nullable Tensor buffers) {
    try (Scope scope = Scope.open()) {
      Tensor whole = target.model().completed(weights);
      try (SupervisedTarget held = held(noise(whole), prior.precision())) {
        Tensor found = whole.narrow(1, 0, held.dimension()).to(DType.FLOAT64);
        Maximum maximum =
            buffers == null
                ? maximum(held, found, tuner())
                : maximum(held.model(), found.copy(), wide(buffers), tuner());
        try (Found tuned = tuned(maximum, 0)) {
          return posterior(tuned);
        }
      }
    }
  }

  private Tensor wide(Tensor buffers) {
    int length = target.network().buffers().dimension();
    boolean fits = buffers.dtype() == target.dtype() && buffers.numElements() == length;
    Check.require(fits, "buffers", target.dtype() + " [1, " + length + "]", buffers);
    return buffers.to(DType.FLOAT64).copy();
  }

  private Structure tuner() {
    return isSmall ? Structure.FULL : config.structure();
  }

  /** Closes the maximum if it fails. */
  private Found tuned(Maximum start, int numRounds) {
    Structure tuner = tuner();
    Maximum maximum = start;
    try {
      Hyperparameters chosen =
          Hyperparameters.ofPrior(arrays.size(), maximum.evidence().mode().noiseScale());
      if (config.tuning() != Tuning.NONE) {
        for (int round = 1; round <= numRounds; round++) {
          chosen = maximised(maximum, chosen, 1e-3);
          maximum = replaced(maximum, again(maximum, chosen, round, tuner));
        }
        chosen = maximised(maximum, chosen, 1e-6);
      }
      if (tuner != config.structure()) {
        maximum = replaced(maximum, restructured(maximum));
      }
      return new Found(maximum, chosen);
    } catch (RuntimeException e) {
      maximum.close();
      throw e;
    }
  }

  private static Maximum replaced(Maximum old, Maximum by) {
    old.close();
    return by;
  }

  private Run counted(long before) {
    long total = config.numSteps() + (isSmall ? 0 : config.numRounds() * refitSteps());
    Progress progress = (done, part, note) -> run.progress().at(before + done, total, note);
    return run.withProgress(progress);
  }

  private long refitSteps() {
    return Math.max(2, config.numSteps() / 2);
  }

  private Hyperparameters maximised(Maximum maximum, Hyperparameters start, double tolerance) {
    int first = maximum.jacobian().offset();
    double[] group = new double[arrays.size()];
    int count = 0;
    for (int k = 0; k < group.length; k++) {
      boolean isCovered = arrays.get(k).offset() >= first;
      boolean isShared = config.tuning() == Tuning.SHARED;
      group[k] = isCovered ? (isShared ? 0 : count++) : -1;
    }
    return maximum.evidence().maximised(start, Doubles.of(group), learnsNoise, tolerance);
  }

  /** The scale of the noise at a position; NaN where it is not learnt. */
  private double noise(Tensor position) {
    return learnsNoise ? target.likelihoodViews(position).get(0).exp().item() : Double.NaN;
  }

  /** The maximum under the prior as it is. */
  private Maximum first(Structure structure) {
    try (Tensor found =
            new MapStage("map", target, Optional.empty())
                .run(config.numSteps(), LEARNING_RATE, counted(0));
        Scope scope = Scope.open()) {
      try (SupervisedTarget held = held(noise(found), prior.precision())) {
        Tensor start = found.narrow(1, 0, held.dimension()).to(DType.FLOAT64);
        boolean climbs = isSmall && (config.tuning() == Tuning.NONE || config.numRounds() == 0);
        return climbs
            ? climbed(held, start, STEPS_WITHOUT_ROUNDS, structure)
            : maximum(held, start, structure);
      }
    }
  }

  /** The maximum under other hyperparameters, from the one before. */
  private Maximum again(Maximum before, Hyperparameters chosen, int round, Structure structure) {
    try (Scope scope = Scope.open();
        SupervisedTarget held = held(chosen.noiseScale(), prior.precision().mul(factors(chosen)))) {
      if (isSmall) {
        return climbed(held, before.position(), STEPS_OF_ROUND, structure);
      }
      Tensor start = before.position().to(target.dtype());
      Run counted = counted(config.numSteps() + (round - 1) * refitSteps());
      try (Tensor found =
          new MapStage("map-" + round, held, Optional.of(start))
              .run(refitSteps(), LEARNING_RATE, counted)) {
        return maximum(held, found.to(DType.FLOAT64), structure);
      }
    }
  }

  private Maximum climbed(SupervisedTarget held, Tensor start, int mostSteps, Structure structure) {
    BoundPrior.NormalForm form = Check.present(held.boundPrior().normalForm(), "prior");
    Ascent ascent =
        new Ascent(
            held.model(),
            held.data(),
            form.location().to(DType.FLOAT64).narrow(0, 0, dimension),
            form.precision().to(DType.FLOAT64).narrow(0, 0, dimension));
    return maximum(held, ascent.climb(start, mostSteps), structure);
  }

  /** The target with its noise held, if it learns that, and another precision of the prior. */
  private SupervisedTarget held(double noiseScale, Tensor precision) {
    Likelihood likelihood =
        learnsNoise ? GaussianLikelihood.fixed(noiseScale) : target.likelihood();
    long length = learnsNoise ? dimension : target.dimension();
    Tensor location = prior.location().reshape(-1).narrow(0, 0, length);
    try (var flat =
        new SupervisedTarget(target.network(), likelihood, new FlatPrior(), target.data())) {
      return flat.withBoundPrior(FactoredPrior.of(location, precision.narrow(0, 0, length)));
    }
  }

  /** What the prior's precision of each parameter is multiplied by. */
  private Tensor factors(Hyperparameters chosen) {
    double[] factors = new double[target.dimension()];
    Arrays.fill(factors, 1);
    for (int k = 0; k < arrays.size(); k++) {
      int start = arrays.get(k).offset();
      Arrays.fill(factors, start, start + arrays.get(k).size(), chosen.priorFactors().get(k));
    }
    return Tensor.of(target.dtype(), factors, factors.length);
  }

  /** The curvature and the evidence at a position of a target whose noise is held. */
  private Maximum maximum(SupervisedTarget held, Tensor found, Structure structure) {
    Tensor position = found.copy();
    @Nullable Tensor buffers = null;
    if (held.network().buffers().dimension() > 0) {
      Tensor settled = Check.present(held.settledBuffers(found.to(target.dtype())), "buffers");
      buffers = settled.to(DType.FLOAT64).copy();
      settled.close();
    }
    return maximum(held.model(), position, buffers, structure);
  }

  private Maximum restructured(Maximum of) {
    try (Scope scope = Scope.open()) {
      return maximum(of.model(), of.position().copy(), null, config.structure());
    }
  }

  /** Takes the position and the buffers out of their scopes. */
  private Maximum maximum(
      NetworkModel model, Tensor position, @Nullable Tensor buffers, Structure structure) {
    try (Scope scope = Scope.open()) {
      NetworkJacobian jacobian = structure.jacobian(model.network(), position, buffers);
      GaussNewton sums = new GaussNewton(model, jacobian, position, buffers, target.data());
      Tensor precision = covered(prior.precision(), jacobian);
      Tensor deviation =
          covered(position.select(0, 0), jacobian)
              .sub(covered(prior.location().reshape(-1), jacobian));
      double logLikelihood = sums.logLikelihood();
      Curvature curvature = structure.curvature(sums, precision, config.subnetwork());
      double noise =
          model.likelihood() instanceof GaussianLikelihood gaussian ? gaussian.scale() : Double.NaN;
      Evidence.Mode mode =
          new Evidence.Mode(
              Doubles.of(precision.toDoubles()),
              Doubles.of(deviation.toDoubles()),
              arrayOfEach(jacobian),
              arrays.size(),
              logLikelihood,
              sums.numExamples() * jacobian.numOutputs(),
              noise);
      if (buffers != null) {
        Scope.release(buffers);
      }
      Evidence evidence = new Evidence(curvature, mode);
      return new Maximum(model, Scope.release(position), buffers, jacobian, evidence);
    }
  }

  /** The number of the array that each parameter of a Jacobian is in. */
  private Doubles arrayOfEach(NetworkJacobian jacobian) {
    double[] array = new double[jacobian.dimension()];
    for (int k = 0; k < arrays.size(); k++) {
      int start = arrays.get(k).offset() - jacobian.offset();
      if (start >= 0) {
        Arrays.fill(array, start, start + arrays.get(k).size(), k);
      }
    }
    return Doubles.of(array);
  }

  private static Tensor covered(Tensor vector, NetworkJacobian jacobian) {
    return vector.to(DType.FLOAT64).narrow(0, jacobian.offset(), jacobian.dimension());
  }
}
