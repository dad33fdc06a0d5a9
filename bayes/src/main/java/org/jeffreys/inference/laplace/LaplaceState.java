package org.jeffreys.inference.laplace;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;
import org.jeffreys.inference.PosteriorState;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NetworkJacobian;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A {@link LaplacePosterior} written down: what predictions take, and nothing of the data. */
final class LaplaceState {
  private LaplaceState() {}

  static PosteriorState of(NormalApproximation normal, LaplaceSummary summary) {
    Map<String, Tensor> tensors = new HashMap<>(normal.covariance().tensors());
    tensors.put("position", normal.position());
    tensors.put("deviations", normal.deviations());
    Tensor buffers = normal.buffers();
    if (buffers != null) {
      tensors.put("buffers", buffers);
    }
    Map<String, Object> settings =
        Fields.ordered(
            "structure", normal.structure().title(),
            "predictive", word(summary.predictive()),
            "priorFactors", summary.hyperparameters().priorFactors().stream().boxed().toList(),
            "logEvidence", summary.logEvidence(),
            "numEffective", summary.numEffective());
    return new PosteriorState(LaplacePosterior.KIND, settings, tensors);
  }

  static LaplacePosterior restore(NetworkModel model, PosteriorState state) {
    Fields fields = state.fields();
    Structure structure =
        named("structure", Structure.values(), Structure::title, fields.text("structure"));
    structure.check(model.network());
    Hyperparameters chosen = hyperparameters(model, fields.numbers("priorFactors"));
    LaplaceSummary summary =
        new LaplaceSummary(
            named("predictive", Predictive.values(), LaplaceState::word, fields.text("predictive")),
            chosen,
            Check.finite(fields.number("logEvidence"), "logEvidence"),
            Check.finite(fields.number("numEffective"), "numEffective"));
    Tensor position = finite(state, "position", 1, model.dimension());
    Tensor buffers = buffers(model, state);
    NetworkJacobian jacobian = structure.jacobian(model.network(), position, buffers);
    Tensor deviations = finite(state, "deviations", -1, jacobian.dimension());
    // the last, for it may make a tensor that no scope frees
    Covariance covariance = structure.covariance(state, model.network(), jacobian.dimension());
    return new LaplacePosterior(
        new NormalApproximation(model, structure, position, buffers, covariance, deviations),
        summary);
  }

  private static Hyperparameters hyperparameters(NetworkModel model, Doubles priorFactors) {
    int numArrays = model.network().layout().slots().size();
    Check.require(
        priorFactors.size() == numArrays,
        "priorFactors",
        numArrays + " numbers, one an array",
        priorFactors.size());
    double noise = Double.NaN;
    if (model.likelihood() instanceof GaussianLikelihood gaussian) {
      Check.require(!gaussian.learned(), "likelihood", "noise that is held", gaussian);
      noise = gaussian.scale();
    }
    return new Hyperparameters(priorFactors, noise);
  }

  private static @Nullable Tensor buffers(NetworkModel model, PosteriorState state) {
    int width = model.network().buffers().dimension();
    Check.require(
        width > 0 || !state.tensors().containsKey("buffers"),
        "buffers",
        "none",
        String.valueOf(state.tensors().get("buffers")));
    return width == 0 ? null : finite(state, "buffers", 1, width);
  }

  /**
   * A float64 tensor of a state.
   *
   * @param shape -1 for an axis of any length greater than 0
   * @throws IllegalArgumentException if there is none of this name and shape with finite elements
   */
  static Tensor finite(PosteriorState state, String name, long... shape) {
    Tensor tensor = state.tensor(name, DType.FLOAT64, shape);
    try (Tensor isFinite = tensor.isFinite()) {
      Check.require(
          isFinite.all(), name, "finite elements", "others in " + Shape.of(tensor.shape()));
    }
    return tensor;
  }

  /** The constant of a name in files. */
  static <E extends Enum<E>> E named(
      String field, E[] constants, Function<E, String> names, String given) {
    List<String> known = Arrays.stream(constants).map(names).toList();
    int found = known.indexOf(given);
    Check.require(found >= 0, field, "one of " + known, "'" + given + "'");
    return constants[found];
  }

  /** The name of a constant in files. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
