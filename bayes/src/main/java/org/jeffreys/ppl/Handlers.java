package org.jeffreys.ppl;

import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The handlers. */
public final class Handlers {
  private Handlers() {}

  /** Latent sites of these names are observed to have these values. */
  public static Handler condition(Map<String, Tensor> values) {
    return held(values, Site.Kind.OBSERVED);
  }

  /** Latent sites of these names have these values, and count with their densities. */
  public static Handler substitute(Map<String, Tensor> values) {
    return held(values, Site.Kind.LATENT);
  }

  private static Handler held(Map<String, Tensor> values, Site.Kind kind) {
    return (site, next) -> {
      @Nullable Tensor value = site.isLatent() ? values.get(site.name()) : null;
      return next.at(value == null ? site : site.as(kind, value));
    };
  }

  /** Latent sites of these names are these values: Pearl's do-operator. */
  public static Handler intervene(Map<String, Tensor> values) {
    return (site, next) -> {
      @Nullable Tensor value = site.isLatent() ? values.get(site.name()) : null;
      return next.at(value == null ? site : site.as(Site.Kind.DETERMINISTIC, value));
    };
  }

  /** Observed sites are random variables: what the program would have seen. */
  public static Handler unobserve() {
    return (site, next) ->
        next.at(site.kind() == Site.Kind.OBSERVED ? site.as(Site.Kind.LATENT, null) : site);
  }

  /**
   * Latent sites without a value have one drawn here, anew in each run, and count with their
   * densities: under this handler a program can be run by any interpreter.
   *
   * @param rng of one stream, or one a draw
   */
  public static Handler seed(Rng rng) {
    return (site, next) ->
        next.at(site.isOpen() ? site.as(Site.Kind.LATENT, drawn(site, rng)) : site);
  }

  /**
   * Latent sites of these names are drawn here and hidden from what is around: they have no density
   * and lie in no vector.
   *
   * @param rng of one stream, or one a draw
   */
  public static Handler block(Predicate<String> names, Rng rng) {
    return (site, next) ->
        site.isOpen() && names.test(site.name()) ? drawn(site, rng) : next.at(site);
  }

  private static Tensor drawn(Site site, Rng rng) {
    return site.law().sample(rng, site.place());
  }

  /** All log probabilities are multiplied. */
  public static Handler scale(double factor) {
    Check.positive(factor, "factor");
    return (site, next) -> next.at(site.times(factor));
  }

  /** Only elements where truths hold count. @shape what broadcasts with [draws, plates…] */
  public static Handler mask(Tensor truths) {
    return (site, next) -> next.at(site.where(truths));
  }

  /**
   * Sites of location and scale are drawn as {@code loc + scale z}, with z as {@code name_base}:
   * the non-centred form, whose posterior has no funnel where data are few.
   *
   * @source Papaspiliopoulos, Roberts and Sköld (2007), A general framework for the parametrization
   *     of hierarchical models, Statistical Science 22(1)
   */
  public static Handler nonCentred(Set<String> names) {
    return (site, next) -> {
      if (!names.contains(site.name()) || !site.isOpen()) {
        return next.at(site);
      }
      NonCentring.Form form = NonCentring.Form.of(site.law());
      if (form == null) {
        throw Check.failure(
            "site " + site.name(),
            "a distribution of location and scale",
            site.law().getClass().getSimpleName());
      }
      Tensor base = next.at(site.latent(site.name() + "_base", form.standard()));
      Tensor value = base.mul(form.scale()).add(form.loc());
      return next.at(site.as(Site.Kind.DETERMINISTIC, value));
    };
  }
}
