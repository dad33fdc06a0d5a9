package org.jeffreys.inference.vi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jeffreys.NativeMemory;
import org.jeffreys.SmallRegression;
import org.jeffreys.core.Doubles;
import org.jeffreys.data.Batches;
import org.jeffreys.inference.Checkpoints;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.SampledPosterior;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Sequential;
import org.jeffreys.nn.VariationalDropout;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.predict.Estimate;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.target.BoundPrior;
import org.jeffreys.target.CentredPrior;
import org.jeffreys.target.FlatPrior;
import org.jeffreys.target.FullCovariance;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.Guide;
import org.jeffreys.target.Initializer;
import org.jeffreys.target.Likelihood;
import org.jeffreys.target.LowRank;
import org.jeffreys.target.MeanField;
import org.jeffreys.target.Prior;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What fits end in, on the conjugate model and by the numbers of runs. */
@ExtendWith(NativeMemory.class)
final class VariationalInferenceTest {
  @TempDir private Path path;

  private static VariationalInference method(
      Guide guide,
      GradientEstimator estimator,
      int numSamples,
      Batches batches,
      Annealing annealing,
      long numSteps) {
    return new VariationalInference(
        "vi-test",
        new VariationalInference.Config(
            new ElboAscent.Config(
                guide, estimator, numSamples, Adam.standard(), batches, annealing),
            numSteps,
            new Schedule.Cyclical(0.02, numSteps, 0),
            Initializer.FAN_IN_UNIFORM,
            0.1,
            37));
  }

  private static VariationalInference onLinear(GradientEstimator estimator, Annealing annealing) {
    return method(new MeanField(), estimator, 5, new Batches.Uniform(7), annealing, 6000);
  }

  /** The greatest error of a mean, in standard deviations, and of a logarithm of those. */
  private static double error(FittedGuide fitted, double[] mean, double[] scale) {
    double worst = 0;
    for (int i = 0; i < mean.length; i++) {
      worst = Math.max(worst, Math.abs(fitted.location().get(i) - mean[i]) / scale[i]);
      worst = Math.max(worst, Math.abs(Math.log(fitted.scale().get(i) / scale[i])));
    }
    return worst;
  }

  /** Minibatches of 7 of 13; where the divergence is weighed by the batch it does not fit. */
  @Tag("slow")
  @ParameterizedTest
  @EnumSource
  void theMeanFieldFindsMeanAndConditionalScales(GradientEstimator estimator) {
    VariationalInference method = onLinear(estimator, Annealing.NONE);
    try (var linear = LinearPosterior.make();
        var fitted = method.infer(linear.target(), Run.of(3))) {
      double[] mean = linear.mean();
      double[] scale = linear.conditionalScales();
      assertThat(error(fitted, mean, scale)).isLessThan(0.08);
      // A likelihood times 7/13 is a divergence times 13/7.
      try (var weighted = LinearPosterior.make(7.0 / LinearPosterior.SIZE);
          var broken = method.infer(weighted.target(), Run.of(3))) {
        assertThat(error(broken, mean, scale)).isGreaterThan(0.2);
      }
    }
  }

  @Tag("slow")
  @Test
  void annealingEndsAtTheSamePlace() {
    Annealing annealing = new Annealing(0, 2000);
    VariationalInference method = onLinear(GradientEstimator.WEIGHT_SAMPLING, annealing);
    try (var linear = LinearPosterior.make();
        var fitted = method.infer(linear.target(), Run.of(4))) {
      assertThat(error(fitted, linear.mean(), linear.conditionalScales())).isLessThan(0.08);
    }
  }

  static List<Guide> correlatedGuides() {
    return List.of(new FullCovariance(), new LowRank(3));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("correlatedGuides")
  void correlatedGuidesFindTheMarginalScalesAndTheEvidence(Guide guide) {
    VariationalInference method =
        method(
            guide, GradientEstimator.WEIGHT_SAMPLING, 17, new Batches.Full(), Annealing.NONE, 6000);
    try (var linear = LinearPosterior.make();
        var fitted = method.infer(linear.target(), Run.of(5))) {
      assertThat(error(fitted, linear.mean(), linear.marginalScales())).isLessThan(0.05);
      Estimate elbo = fitted.elbo(linear.target(), 997, 6);
      double gap = linear.logEvidence() - elbo.value();
      double error = 5 * elbo.standardError();
      assertThat(gap).isBetween(-error, 0.01 + error);
      assertThat(error).isLessThan(0.02);
    }
  }

  /** A prior that does not say that it is normal. */
  private record Opaque(Prior inner) implements Prior {
    @Override
    public double scaleOf(ParameterSpec spec) {
      return inner.scaleOf(spec);
    }

    @Override
    public BoundPrior bind(ParameterLayout layout, Likelihood likelihood, DType dtype) {
      return new Bound(inner.bind(layout, likelihood, dtype));
    }

    private record Bound(BoundPrior inner) implements BoundPrior {
      @Override
      public Tensor logProb(Tensor position) {
        return inner.logProb(position);
      }

      @Override
      public void addGradient(Tensor position, Tensor sum, double factor) {
        inner.addGradient(position, sum, factor);
      }

      @Override
      public @Nullable Tensor scale() {
        return inner.scale();
      }

      @Override
      public @Nullable NormalForm normalForm() {
        return null;
      }

      @Override
      public Tensor sample(int draws, Rng rng) {
        return inner.sample(draws, rng);
      }

      @Override
      public void close() {
        inner.close();
      }
    }
  }

  @Tag("slow")
  @Test
  void aPriorOfAnotherFormIsSampled() {
    VariationalInference method =
        onLinear(GradientEstimator.LOCAL_REPARAMETERISATION, Annealing.NONE);
    try (var linear = LinearPosterior.make();
        var target =
            new SupervisedTarget(
                linear.target().network(),
                linear.target().likelihood(),
                new Opaque(linear.target().prior()),
                linear.data());
        var fitted = method.infer(target, Run.of(7))) {
      assertThat(error(fitted, linear.mean(), linear.conditionalScales())).isLessThan(0.08);
    }
  }

  private static final Doubles CENTRE = Doubles.of(-0.5, 2, 3);

  /** With a scale of 1e-4 around other weights, the data say nothing. */
  @Test
  void aCentredPriorIsWhereFitsStartAndWhatTheyGoTo() {
    VariationalInference method =
        method(
            new MeanField(),
            GradientEstimator.WEIGHT_SAMPLING,
            1,
            new Batches.Full(),
            Annealing.NONE,
            2);
    try (var linear = LinearPosterior.make();
        var near =
            new SupervisedTarget(
                linear.target().network(),
                linear.target().likelihood(),
                new CentredPrior(CENTRE, 0.1, 1e-4),
                linear.data());
        var fitted = method.infer(near, Run.of(8))) {
      // Two steps of Adam move by at most 0.02 each.
      assertThat(fitted.location().toArray()).containsExactly(CENTRE.toArray(), within(0.05));
      // A tenth of the prior's scales, which are a tenth of the weights'.
      assertThat(fitted.scale().toArray())
          .containsExactly(CENTRE.map(w -> 0.01 * Math.abs(w)).toArray(), within(0.05 * 0.03));
    }
  }

  @Test
  void fitsEndInDrawsOfTheGuide() {
    try (var linear = LinearPosterior.make();
        var fitted = quick(new MeanField()).infer(linear.target(), Run.of(9));
        var draws = fitted.draws(4999, 1);
        var same = fitted.draws(4999, 1);
        var other = fitted.draws(4999, 2);
        var posterior = (SampledPosterior) quick(new MeanField()).fit(linear.target(), Run.of(9))) {
      assertThat(quick(new MeanField()).name()).isEqualTo("vi-test");
      assertThat(posterior.draws().numDraws()).isEqualTo(37);
      assertThat(draws.values().toDoubles()).isEqualTo(same.values().toDoubles());
      assertThat(draws.values().toDoubles()).isNotEqualTo(other.values().toDoubles());
      for (int i = 0; i < LinearPosterior.DIMENSION; i++) {
        double[] column = draws.values().select(1, i).toDoubles();
        double mean = Doubles.of(column).mean();
        double square = Doubles.of(column).map(x -> (x - mean) * (x - mean)).mean();
        double scale = fitted.scale().get(i);
        assertThat(mean).isCloseTo(fitted.location().get(i), within(5 * scale / Math.sqrt(4999)));
        assertThat(Math.sqrt(square) / scale).isCloseTo(1, within(5 / Math.sqrt(2 * 4999)));
      }
    }
  }

  private static VariationalInference quick(Guide guide) {
    int samples = guide instanceof MeanField ? 1 : 2;
    return method(
        guide,
        GradientEstimator.WEIGHT_SAMPLING,
        samples,
        new Batches.Shuffled(5),
        new Annealing(0.2, 11),
        29);
  }

  @ParameterizedTest
  @MethodSource("org.jeffreys.inference.vi.GuideTest#guides")
  void killedAndResumedItEndsInTheSameBits(Guide guide) {
    VariationalInference method = quick(guide);
    try (var regression = SmallRegression.of(DType.FLOAT32, 23, GaussianLikelihood.learned(0.4));
        OutputFolder folder = OutputFolder.open(path, "--out")) {
      SupervisedTarget target = regression.target();
      double[] expected = draws(method, target, Run.of(5));
      assertThat(draws(method, target, Run.of(6))).isNotEqualTo(expected);
      for (int fatal = 2; fatal <= 4; fatal++) {
        AtomicInteger saves = new AtomicInteger();
        int last = fatal;
        FolderCheckpoints inner = new FolderCheckpoints(folder, "run", 0);
        var dying = new Dying(inner, saves, last);
        assertThatThrownBy(() -> draws(method, target, Run.of(5).withCheckpoints(dying)))
            .hasMessage("test: killed");
      }
      Run resumed = Run.of(5).withCheckpoints(new FolderCheckpoints(folder, "run", 0));
      assertThat(draws(method, target, resumed)).isEqualTo(expected);
      assertThat(draws(method, target, resumed)).isEqualTo(expected);
    }
  }

  /** Checkpoints that fail after some saves. */
  private record Dying(FolderCheckpoints inner, AtomicInteger saves, int last)
      implements Checkpoints {
    @Override
    public Optional<Saved> latest(String part) {
      return inner.latest(part);
    }

    @Override
    public void save(String part, Checkpoint checkpoint, @Nullable Tensor newDraws) {
      inner.save(part, checkpoint, newDraws);
      if (saves.incrementAndGet() == last) {
        throw new IllegalStateException("test: killed");
      }
    }

    @Override
    public long intervalMillis() {
      return inner.intervalMillis();
    }
  }

  private static double[] draws(VariationalInference method, SupervisedTarget target, Run run) {
    try (var posterior = (SampledPosterior) method.fit(target, run)) {
      return posterior.draws().values().toDoubles();
    }
  }

  @Test
  void refusesWhatHasNoDivergence() {
    Sequential network = Sequential.of(Shape.of(2), new VariationalDropout(2, 1));
    try (var own = SmallRegression.of(DType.FLOAT32, 11, GaussianLikelihood.fixed(0.3), network)) {
      assertThatThrownBy(
              () -> VariationalInference.local(own.target(), 1).fit(own.target(), Run.of(1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "vi-local: expected layers without priors of their own, got [0.weight, 0.logVariance];"
                  + " use mc-dropout");
      try (var flat =
          new SupervisedTarget(
              Sequential.dense(Activation.TANH, 2, 1),
              GaussianLikelihood.fixed(1),
              new FlatPrior(),
              own.data())) {
        assertThatThrownBy(() -> VariationalInference.meanField(flat, 1).fit(flat, Run.of(1)))
            .hasMessage(
                "vi-mean-field: expected a proper prior, such as NormalPrior, got FlatPrior[]");
      }
    }
    Sequential wide = Sequential.dense(Activation.TANH, 2, 500, 1);
    try (var large = SmallRegression.of(DType.FLOAT32, 11, GaussianLikelihood.fixed(0.3), wide)) {
      assertThatThrownBy(() -> VariationalInference.full(large.target(), 1))
          .hasMessage("vi-full: expected at most 2000 parameters, got 2001; use vi-low-rank");
    }
  }

  @Test
  void annealingRisesToOne() {
    Annealing annealing = new Annealing(0.25, 6);
    assertThat(annealing.at(0)).isEqualTo(0.25);
    assertThat(annealing.at(3)).isCloseTo(0.625, within(1e-15));
    assertThat(annealing.at(6)).isEqualTo(1);
    assertThat(annealing.at(1_000_000)).isEqualTo(1);
    assertThat(Annealing.NONE.at(0)).isEqualTo(1);
    assertThatThrownBy(() -> new Annealing(1.1, 2))
        .hasMessage("first: expected a value in [0, 1], got 1.1");
  }
}
