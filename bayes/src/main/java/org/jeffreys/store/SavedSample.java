package org.jeffreys.store;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Fields;
import org.jeffreys.ppl.ObservationBlock;
import org.jeffreys.ppl.Site;
import org.jeffreys.ppl.SiteTensor;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Draws from the posterior of a program, with what comparing models takes. All tensors are closed
 * with this.
 *
 * @param program its name
 * @param method of sampling, by name
 * @param numChains at least 1
 * @param numSamples of each chain, at least 1
 * @param sites the draws, in the order of the program
 * @param statistics of the sampler by name, each @shape [chains, samples]
 * @param data the values of observed sites, each @shape [plates…, event…]
 * @param observations what {@code logLikelihood} is of; empty where there is none
 * @param logLikelihood of each observation, @shape [chains, some samples, observations]; null for
 *     none
 * @param settings of the run, as plain data
 * @param notes for people: the version, the data
 */
public record SavedSample(
    String program,
    String method,
    int numChains,
    int numSamples,
    List<SiteTensor> sites,
    Map<String, Tensor> statistics,
    Map<String, Tensor> data,
    List<ObservationBlock> observations,
    @Nullable Tensor logLikelihood,
    Map<String, Object> settings,
    Map<String, String> notes)
    implements SavedModel {
  /** The name in descriptions. */
  static final String KEY = "sample";

  private static final String DRAWS = "draws.";
  private static final String STATISTICS = "statistics.";
  private static final String DATA = "observed.";
  private static final String LIKELIHOOD = "logLikelihood";

  /** Copies the lists and checks that the parts fit each other. */
  public SavedSample {
    Check.atLeast(numChains, 1, "chains");
    Check.atLeast(numSamples, 1, "samples");
    sites = List.copyOf(sites);
    observations = List.copyOf(observations);
    statistics = Collections.unmodifiableMap(new LinkedHashMap<>(statistics));
    data = Collections.unmodifiableMap(new LinkedHashMap<>(data));
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    for (SiteTensor site : sites) {
      Shape expected = site.shape().prepend(numChains, numSamples);
      requireShape(DRAWS + site.name(), site.values(), expected);
    }
    Shape each = Shape.of(numChains, numSamples);
    statistics.forEach((name, values) -> requireShape(STATISTICS + name, values, each));
    for (ObservationBlock block : observations) {
      for (String site : block.sites()) {
        requireDivides(site, Check.present(data.get(site), DATA + site), block.shape());
      }
    }
    requireLikelihood(logLikelihood, numChains, numSamples, observations);
  }

  private static void requireShape(String name, Tensor values, Shape expected) {
    Check.require(
        values.dtype() == DType.FLOAT64 && Shape.of(values.shape()).equals(expected),
        name,
        "float64 of shape " + expected,
        values);
  }

  private static void requireDivides(String site, Tensor values, Shape plates) {
    long whole = plates.numElements();
    Check.require(
        values.dtype() == DType.FLOAT64 && whole > 0 && values.numElements() % whole == 0,
        DATA + site,
        "float64 values for plates of " + plates,
        values);
  }

  private static void requireLikelihood(
      @Nullable Tensor values, int numChains, int numSamples, List<ObservationBlock> blocks) {
    if (values == null) {
      return;
    }
    long count = blocks.stream().mapToLong(block -> block.elements().size()).sum();
    boolean fits =
        values.dtype() == DType.FLOAT64
            && values.rank() == 3
            && values.size(0) == numChains
            && values.size(1) >= 1
            && values.size(1) <= numSamples
            && values.size(2) == count;
    Check.require(
        fits, LIKELIHOOD, "float64 of shape [" + numChains + ", samples, " + count + "]", values);
  }

  /** The number of observations that there are log likelihoods of. */
  public int numObservations() {
    return observations.stream().mapToInt(block -> block.elements().size()).sum();
  }

  /**
   * The draws of a site. @shape [chains, samples, shape…]
   *
   * @throws IllegalArgumentException if there is none of the name
   */
  public Tensor draws(String site) {
    for (SiteTensor each : sites) {
      if (each.name().equals(site)) {
        return each.values();
      }
    }
    List<String> names = sites.stream().map(SiteTensor::name).toList();
    throw Check.failure("site", "one of " + names, "'" + site + "'");
  }

  Map<String, Object> described() {
    Map<String, Object> sample = new LinkedHashMap<>();
    sample.put("program", program);
    sample.put("chains", numChains);
    sample.put("samples", numSamples);
    sample.put("sites", sites.stream().map(SavedSample::described).toList());
    sample.put("statistics", List.copyOf(statistics.keySet()));
    sample.put("observed", List.copyOf(data.keySet()));
    sample.put("observations", observations.stream().map(SavedSample::described).toList());
    sample.put("settings", settings);
    return Fields.ordered(KEY, sample, "method", method, "notes", notes);
  }

  private static Map<String, Object> described(SiteTensor site) {
    return Fields.ordered(
        "name", site.name(),
        "kind", Words.of(site.kind()),
        "support", site.support(),
        "shape", site.shape().toArray());
  }

  private static Map<String, Object> described(ObservationBlock block) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("sites", block.sites());
    fields.put("shape", block.shape().toArray());
    if (!block.isWhole()) {
      fields.put("elements", block.elements().toArray());
    }
    return fields;
  }

  Map<String, Tensor> tensors() {
    Map<String, Tensor> tensors = new TreeMap<>();
    sites.forEach(site -> tensors.put(DRAWS + site.name(), site.values()));
    statistics.forEach((name, values) -> tensors.put(STATISTICS + name, values));
    data.forEach((name, values) -> tensors.put(DATA + name, values));
    if (logLikelihood != null) {
      tensors.put(LIKELIHOOD, logLikelihood);
    }
    return tensors;
  }

  /** The sample of a description, to which its tensors then belong. */
  static SavedSample of(Fields fields, Map<String, Tensor> tensors, Map<String, String> notes) {
    Fields sample = fields.child(KEY);
    Function<String, Tensor> found = name -> Check.present(tensors.get(name), name);
    List<SiteTensor> sites = new ArrayList<>();
    for (Fields site : sample.children("sites")) {
      sites.add(site(site, found.apply(DRAWS + site.text("name"))));
    }
    List<ObservationBlock> observations = new ArrayList<>();
    for (Fields block : sample.children("observations")) {
      observations.add(block(block, found));
    }
    SavedSample saved =
        new SavedSample(
            sample.text("program"),
            fields.text("method"),
            sample.integer("chains"),
            sample.integer("samples"),
            sites,
            named(sample.texts("statistics"), STATISTICS, found),
            named(sample.texts("observed"), DATA, found),
            observations,
            tensors.get(LIKELIHOOD),
            sample.child("settings").map(),
            notes);
    saved.tensors().values().forEach(Scope::release);
    return saved;
  }

  private static Map<String, Tensor> named(
      Collection<String> names, String prefix, Function<String, Tensor> found) {
    Map<String, Tensor> named = new LinkedHashMap<>();
    names.forEach(name -> named.put(name, found.apply(prefix + name)));
    return named;
  }

  private static SiteTensor site(Fields fields, Tensor values) {
    return new SiteTensor(
        fields.text("name"),
        Words.constant("kind", List.of(Site.Kind.values()), fields.text("kind")),
        fields.text("support"),
        shape(fields),
        values);
  }

  private static Shape shape(Fields fields) {
    Doubles sizes = fields.numbers("shape");
    sizes.stream()
        .forEach(size -> Check.require(size == Math.rint(size), "shape", "whole numbers", size));
    return Shape.of(sizes.stream().mapToLong(size -> (long) size).toArray());
  }

  private static ObservationBlock block(Fields fields, Function<String, Tensor> found) {
    Shape shape = shape(fields);
    List<String> sites = fields.texts("sites");
    sites.forEach(site -> requireDivides(site, found.apply(DATA + site), shape));
    Doubles elements =
        fields.has("elements")
            ? fields.numbers("elements")
            : Doubles.of(LongStream.range(0, shape.numElements()).asDoubleStream());
    return new ObservationBlock(sites, shape, elements);
  }

  @Override
  public void close() {
    tensors().values().forEach(Tensor::close);
  }
}
