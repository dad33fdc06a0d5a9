package org.jeffreys.inference.dropout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Fields;
import org.jeffreys.inference.Epoch;
import org.jeffreys.inference.PosteriorState;
import org.jeffreys.inference.Trained;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.Tensor;

/** A {@link NoisePosterior} written down. */
final class NoiseState {
  private NoiseState() {}

  static NoisePosterior restore(NetworkModel model, PosteriorState state) {
    Fields fields = state.fields();
    Tensor position = state.tensor("position", model.dtype(), 1, model.dimension());
    List<Epoch> epochs = new ArrayList<>();
    for (Fields each : fields.children("epochs")) {
      epochs.add(Epoch.of(each));
    }
    NoisePosterior.Config config =
        new NoisePosterior.Config(
            fields.integer("numDraws"),
            fields.truth("independent"),
            NoisePosterior.Config.MEMORY_BYTES,
            1);
    Trained trained =
        new Trained(position, state.buffers(model, 1), epochs, fields.integer("bestEpoch"));
    return new NoisePosterior(model, trained, config, fields.whole("seed"));
  }

  static PosteriorState of(NoisePosterior posterior) {
    Trained trained = posterior.trained();
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put("position", trained.position());
    Tensor buffers = trained.buffers();
    if (buffers != null) {
      tensors.put("buffers", buffers);
    }
    Map<String, Object> settings =
        Fields.ordered(
            "numDraws", posterior.config().numDraws(),
            "independent", posterior.config().independent(),
            "seed", posterior.seed(),
            "bestEpoch", trained.best(),
            "epochs", trained.epochs().stream().map(Epoch::described).toList());
    return new PosteriorState(NoisePosterior.KIND, settings, tensors);
  }
}
