package org.jeffreys.store;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.data.Invert;
import org.jeffreys.inference.Epoch;
import org.jeffreys.nn.Layers;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.Likelihoods;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.uncertainty.AbstentionRule;
import org.jeffreys.uncertainty.UncertaintyMeasures;

/** All of a {@link SavedModel} but its tensors, in the form of its JSON. */
record ModelDescription(
    NetworkDescription network,
    Map<String, Object> likelihood,
    String dtype,
    String method,
    DrawsDescription draws,
    List<String> classNames,
    ImageDescription images,
    AbstentionDescription abstention,
    Map<String, String> notes) {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .build();

  /** The layers, first to last. */
  record NetworkDescription(List<Long> inputShape, List<Map<String, Object>> layers) {}

  /** How pictures become inputs. */
  record ImageDescription(int height, int width, int channels, String invert) {}

  /** The measure and its threshold; the unit is for people, and checked. */
  record AbstentionDescription(String measure, double threshold, String unit) {}

  /** What beside tensors makes a posterior. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = NoiseDescription.class, name = "noise"),
    @JsonSubTypes.Type(value = SampledDescription.class, name = "sampled")
  })
  sealed interface DrawsDescription {}

  /** Of {@link SavedDraws.Noise}. */
  record NoiseDescription(
      int numDraws, boolean independent, long seed, int bestEpoch, List<Epoch> epochs)
      implements DrawsDescription {}

  /** Of {@link SavedDraws.Sampled}. */
  record SampledDescription(int numChains) implements DrawsDescription {}

  static ModelDescription of(SavedModel saved) {
    if (!(saved.model().network() instanceof Sequential network)) {
      throw Check.failure("network", "a Sequential", saved.model().network());
    }
    List<Long> inputShape = Arrays.stream(network.inputShape().toArray()).boxed().toList();
    AbstentionRule rule = saved.abstention();
    ImageFormat images = saved.images();
    return new ModelDescription(
        new NetworkDescription(
            inputShape, network.layers().stream().map(Layers::describe).toList()),
        Likelihoods.describe(saved.model().likelihood()),
        saved.model().dtype().toString(),
        saved.method(),
        draws(saved.draws()),
        saved.classNames(),
        new ImageDescription(
            images.height(), images.width(), images.channels(), word(images.invert())),
        new AbstentionDescription(rule.measure().name(), rule.threshold(), rule.unit()),
        saved.notes());
  }

  private static DrawsDescription draws(SavedDraws draws) {
    if (draws instanceof SavedDraws.Noise noise) {
      return new NoiseDescription(
          noise.config().numDraws(),
          noise.config().independent(),
          noise.seed(),
          noise.trained().best(),
          noise.trained().epochs());
    }
    return new SampledDescription(((SavedDraws.Sampled) draws).draws().numChains());
  }

  static ModelDescription parse(String json) {
    try {
      return JSON.readValue(json, ModelDescription.class);
    } catch (JsonProcessingException e) {
      throw Check.failure("model", "the description of a model", e.getOriginalMessage());
    }
  }

  String json() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("model: expected to be JSON, got " + this, e);
    }
  }

  NetworkModel toModel() {
    Shape shape = Shape.of(network.inputShape().stream().mapToLong(Long::longValue).toArray());
    Sequential sequential =
        Sequential.of(shape, network.layers().stream().map(Layers::of).toList());
    DType type = constant("dtype", List.of(DType.FLOAT32, DType.FLOAT64), dtype);
    return new NetworkModel(sequential, Likelihoods.of(likelihood), type);
  }

  ImageFormat toImages() {
    Invert invert = constant("invert", List.of(Invert.values()), images.invert());
    return new ImageFormat(images.height(), images.width(), images.channels(), invert);
  }

  AbstentionRule toAbstention() {
    AbstentionRule rule =
        new AbstentionRule(UncertaintyMeasures.named(abstention.measure()), abstention.threshold());
    Check.require(
        rule.unit().equals(abstention.unit()),
        "unit",
        "'" + rule.unit() + "' of " + abstention.measure(),
        "'" + abstention.unit() + "'");
    return rule;
  }

  private static <E extends Enum<E>> E constant(String name, List<E> constants, String word) {
    return constants.stream()
        .filter(each -> word(each).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Check.failure(
                    name,
                    "one of " + constants.stream().map(ModelDescription::word).toList(),
                    "'" + word + "'"));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
