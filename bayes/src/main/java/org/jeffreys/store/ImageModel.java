package org.jeffreys.store;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Check;
import org.jeffreys.inference.Posterior;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.uncertainty.AbstentionRule;

/**
 * A trained classifier of images with all that serving it takes. Holds memory until closed.
 *
 * @param posterior of a network whose likelihood is categorical; closed with this
 * @param method of inference, by name: {@code mc-dropout}
 * @param classNames one a class, in the order of the labels
 * @param images how they are made inputs
 * @param abstention which labels are not to be trusted
 * @param notes on the training, for people: the data, the version
 */
public record ImageModel(
    Posterior posterior,
    String method,
    List<String> classNames,
    ImageFormat images,
    AbstentionRule abstention,
    Map<String, String> notes)
    implements SavedPosterior {
  /** Checks that the parts fit each other. */
  public ImageModel {
    Check.require(!method.isBlank(), "method", "a name", "none");
    if (!(posterior.model().likelihood() instanceof CategoricalLikelihood categorical)) {
      throw Check.failure("likelihood", "a categorical one", posterior.model().likelihood());
    }
    classNames = List.copyOf(classNames);
    Check.require(
        classNames.size() == categorical.numClasses(),
        "classNames",
        categorical.numClasses() + " names, one a class",
        classNames.size());
    Check.require(
        images.shape().equals(posterior.model().network().inputShape()),
        "images",
        "the network's input shape " + posterior.model().network().inputShape(),
        images.shape());
    abstention.requireWithin(classNames.size(), "threshold");
    notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
  }

  /** The number of classes. */
  public int numClasses() {
    return classNames.size();
  }
}
