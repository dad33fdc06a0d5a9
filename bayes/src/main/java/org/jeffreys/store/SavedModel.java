package org.jeffreys.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.inference.Posterior;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.uncertainty.AbstentionRule;

/**
 * A trained classifier of images with all that serving it takes. Holds memory until closed.
 *
 * @param model the network and its likelihood, which is categorical
 * @param method of inference, by name: {@code mc-dropout}
 * @param draws closed with this
 * @param classNames one a class, in the order of the labels
 * @param images how they are made inputs
 * @param abstention which labels are not to be trusted
 * @param notes on the training, for people: the data, the version
 */
public record SavedModel(
    NetworkModel model,
    String method,
    SavedDraws draws,
    List<String> classNames,
    ImageFormat images,
    AbstentionRule abstention,
    Map<String, String> notes)
    implements AutoCloseable {
  /** Checks that the parts fit each other. */
  public SavedModel {
    Check.require(!method.isBlank(), "method", "a name", "none");
    if (!(model.likelihood() instanceof CategoricalLikelihood categorical)) {
      throw Check.failure("likelihood", "a categorical one", model.likelihood());
    }
    classNames = List.copyOf(classNames);
    Check.require(
        classNames.size() == categorical.numClasses(),
        "classNames",
        categorical.numClasses() + " names, one a class",
        classNames.size());
    Check.require(
        images.shape().equals(model.network().inputShape()),
        "images",
        "the network's input shape " + model.network().inputShape(),
        images.shape());
    abstention.requireWithin(classNames.size(), "threshold");
    draws.requireFit(model);
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /**
   * The model of a posterior by noise, in the memory of that: once either is closed, both are.
   *
   * @param method of inference, by name
   */
  public static SavedModel of(
      NoisePosterior posterior,
      String method,
      List<String> classNames,
      ImageFormat images,
      AbstentionRule abstention,
      Map<String, String> notes) {
    return new SavedModel(
        posterior.model(),
        method,
        new SavedDraws.Noise(posterior.trained(), posterior.config(), posterior.seed()),
        classNames,
        images,
        abstention,
        notes);
  }

  /** The number of classes. */
  public int numClasses() {
    return classNames.size();
  }

  /** The posterior, in the memory of this: once either is closed, both are. */
  public Posterior posterior() {
    return draws.posterior(model);
  }

  @Override
  public void close() {
    draws.close();
  }
}
