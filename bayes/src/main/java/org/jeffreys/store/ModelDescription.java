package org.jeffreys.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.core.Fields;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.PosteriorState;
import org.jeffreys.nn.Layers;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.Likelihoods;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/** All of a {@link SavedModel} but its tensors, as plain data and as JSON. */
final class ModelDescription {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private static final String NOTES = "notes";

  private ModelDescription() {}

  static String json(SavedPosterior saved, PosteriorState state) {
    Map<String, Object> described = new LinkedHashMap<>();
    described.put("network", network(saved.model()));
    described.put("likelihood", Likelihoods.describe(saved.model().likelihood()));
    described.put("dtype", saved.model().dtype().toString());
    described.put("method", saved.method());
    described.put("posterior", Fields.ordered("kind", state.kind(), "settings", state.settings()));
    described.putAll(SavedModels.describe(saved));
    described.put(NOTES, saved.notes());
    return json(described);
  }

  static String json(Map<String, Object> described) {
    try {
      return JSON.writeValueAsString(described);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("model: expected to be JSON, got " + described, e);
    }
  }

  private static Map<String, Object> network(NetworkModel model) {
    if (!(model.network() instanceof Sequential network)) {
      throw Check.failure("network", "a Sequential", model.network());
    }
    return Fields.ordered(
        "inputShape", Arrays.stream(network.inputShape().toArray()).boxed().toList(),
        "layers", network.layers().stream().map(Layers::describe).toList());
  }

  static Fields parse(String json) {
    try {
      return Fields.of("model", JSON.readValue(json, Map.class));
    } catch (JsonProcessingException e) {
      throw Check.failure("model", "the description of a model", e.getOriginalMessage());
    }
  }

  static NetworkModel model(Fields fields) {
    Fields described = fields.child("network");
    double[] sizes = described.numbers("inputShape").toArray();
    Shape shape = Shape.of(Arrays.stream(sizes).mapToLong(size -> (long) size).toArray());
    List<org.jeffreys.nn.Layer> layers =
        described.children("layers").stream().map(layer -> Layers.of(layer.map())).toList();
    return new NetworkModel(
        Sequential.of(shape, layers),
        Likelihoods.of(fields.child("likelihood").map()),
        Words.constant("dtype", List.of(DType.FLOAT32, DType.FLOAT64), fields.text("dtype")));
  }

  static SavedModel saved(Fields fields, Map<String, double[]> numbers, Posterior posterior) {
    return SavedModels.of(fields, numbers, posterior, fields.text("method"), notes(fields));
  }

  static SavedVae vae(Fields fields, Map<String, Tensor> tensors) {
    return SavedVae.of(fields, tensors, notes(fields));
  }

  static SavedSample sample(Fields fields, Map<String, Tensor> tensors) {
    return SavedSample.of(fields, tensors, notes(fields));
  }

  private static Map<String, String> notes(Fields fields) {
    Map<String, String> notes = new LinkedHashMap<>();
    Fields described = fields.child(NOTES);
    described.map().keySet().forEach(name -> notes.put(name, described.text(name)));
    return notes;
  }
}
