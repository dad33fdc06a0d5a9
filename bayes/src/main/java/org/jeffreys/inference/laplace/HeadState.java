package org.jeffreys.inference.laplace;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;
import org.jeffreys.inference.PosteriorState;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** A {@link BayesianHead} written down, with all that its next update takes. */
final class HeadState {
  private static final String INFORMATION = "information";
  private static final String NOISE = "noise";
  private static final String SHAPE = "shape";
  private static final String RATE = "rate";
  private static final String MEAN = "mean";
  private static final String LIKELIHOOD = "likelihood";
  private static final String TARGET_TYPE = "targetType";

  private HeadState() {}

  static PosteriorState of(HeadFeatures features, int targetWidth, HeadBelief belief) {
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put("position", features.position());
    Tensor buffers = features.buffers();
    if (buffers != null) {
      tensors.put("buffers", buffers);
    }
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("targetWidth", targetWidth);
    if (belief instanceof ConjugateHead conjugate) {
      describe(conjugate.posterior(), settings, tensors);
    } else {
      describe((KalmanHead) belief, settings, tensors);
    }
    return new PosteriorState(BayesianHead.KIND, settings, tensors);
  }

  private static void describe(
      BayesianLinear posterior, Map<String, Object> settings, Map<String, Tensor> tensors) {
    settings.put("belief", "conjugate");
    if (Double.isNaN(posterior.noise())) {
      settings.put(SHAPE, posterior.shape());
      settings.put(RATE, posterior.rate());
    } else {
      settings.put(NOISE, posterior.noise());
    }
    tensors.put(INFORMATION, posterior.information().toTensor());
  }

  private static void describe(
      KalmanHead head, Map<String, Object> settings, Map<String, Tensor> tensors) {
    KalmanHead.Setting setting = head.setting();
    settings.put("belief", "kalman");
    settings.put(TARGET_TYPE, setting.targetType().toString());
    settings.put("numDraws", setting.numDraws());
    settings.put("seed", setting.seed());
    tensors.put(INFORMATION, head.information().toTensor());
    tensors.put(MEAN, Tensor.of(head.weights(), head.weights().length));
    if (setting.theirs().size() > 0) {
      tensors.put(LIKELIHOOD, Tensor.of(setting.theirs().toArray(), setting.theirs().size()));
    }
  }

  static BayesianHead restore(NetworkModel model, PosteriorState state) {
    HeadFeatures.check(model.network());
    Fields fields = state.fields();
    Tensor position = state.tensor("position", model.dtype(), 1, model.dimension());
    HeadFeatures features = new HeadFeatures(model, position, state.buffers(model, 1));
    int targetWidth = Check.atLeast(fields.integer("targetWidth"), 1, "targetWidth");
    String belief = fields.text("belief");
    return switch (belief) {
      case "conjugate" ->
          new BayesianHead(features, targetWidth, conjugate(model, state, targetWidth));
      case "kalman" -> new BayesianHead(features, targetWidth, kalman(model, state));
      default -> throw Check.failure("belief", "one of [conjugate, kalman]", "'" + belief + "'");
    };
  }

  private static HeadBelief conjugate(NetworkModel model, PosteriorState state, int targetWidth) {
    Linear last = HeadFeatures.last(model.network());
    Check.require(
        model.likelihood() instanceof GaussianLikelihood,
        LIKELIHOOD,
        "a Gaussian one",
        model.likelihood());
    Check.require(
        targetWidth == last.out(), "targetWidth", last.out() + ", one an output", targetWidth);
    Fields fields = state.fields();
    SquareRootInformation information = information(state, last.in() + 1, last.out());
    if (fields.has(NOISE)) {
      double noise = Check.positive(fields.number(NOISE), NOISE);
      return new ConjugateHead(BayesianLinear.of(information, noise, Double.NaN, Double.NaN));
    }
    return new ConjugateHead(
        BayesianLinear.of(
            information,
            Double.NaN,
            Check.positive(fields.number(SHAPE), SHAPE),
            Check.positive(fields.number(RATE), RATE)));
  }

  private static HeadBelief kalman(NetworkModel model, PosteriorState state) {
    Linear last = HeadFeatures.last(model.network());
    int size = (last.in() + 1) * last.out();
    Fields fields = state.fields();
    int numTheirs = ParameterLayout.of(model.likelihood().parameters()).dimension();
    Doubles theirs =
        numTheirs == 0
            ? Doubles.of()
            : Doubles.of(LaplaceState.finite(state, LIKELIHOOD, numTheirs).toDoubles());
    KalmanHead.Setting setting =
        new KalmanHead.Setting(
            model,
            theirs,
            LaplaceState.named(
                TARGET_TYPE, DType.values(), DType::toString, fields.text(TARGET_TYPE)),
            Check.atLeast(fields.integer("numDraws"), 1, "numDraws"),
            fields.whole("seed"));
    double[] mean = LaplaceState.finite(state, MEAN, size).toDoubles();
    return new KalmanHead(setting, information(state, size, 0), mean);
  }

  private static SquareRootInformation information(PosteriorState state, int size, int width) {
    try (Scope scope = Scope.open()) {
      Tensor values = LaplaceState.finite(state, INFORMATION, size, size + width);
      SquareRootInformation information = SquareRootInformation.of(values);
      Check.require(information.isPositive(), INFORMATION, "a diagonal greater than 0", "another");
      return information;
    }
  }
}
