package org.jeffreys.target;

import java.util.List;
import java.util.Map;
import org.jeffreys.core.Fields;
import org.jeffreys.core.Registry;

/**
 * The registry of likelihoods, and likelihoods as plain data: a name and the components of the
 * record.
 *
 * <pre>{@code
 * Likelihoods.describe(new CategoricalLikelihood(10))      {type=categorical, numClasses=10}
 * }</pre>
 */
public final class Likelihoods {
  private static final Registry<Likelihood> REGISTRY =
      Registry.of(
          "likelihood",
          List.of(
              new Registry.Entry<>(
                  "bernoulli",
                  BernoulliLikelihood.class,
                  "Two classes by one logit",
                  likelihood -> Fields.ordered(),
                  fields -> new BernoulliLikelihood()),
              new Registry.Entry<>(
                  "categorical",
                  CategoricalLikelihood.class,
                  "Classes by the softmax of the outputs",
                  likelihood -> Fields.ordered("numClasses", likelihood.numClasses()),
                  fields -> new CategoricalLikelihood(fields.integer("numClasses"))),
              new Registry.Entry<>(
                  "diagonal-gaussian",
                  DiagonalGaussianLikelihood.class,
                  "Normal noise of a learned scale for each output",
                  likelihood ->
                      Fields.ordered("scale", likelihood.scale().stream().boxed().toList()),
                  fields -> new DiagonalGaussianLikelihood(fields.numbers("scale"))),
              new Registry.Entry<>(
                  "gaussian",
                  GaussianLikelihood.class,
                  "Normal noise around the outputs",
                  likelihood ->
                      Fields.ordered("scale", likelihood.scale(), "learned", likelihood.learned()),
                  fields ->
                      new GaussianLikelihood(fields.number("scale"), fields.truth("learned"))),
              new Registry.Entry<>(
                  "heteroscedastic-categorical",
                  HeteroscedasticCategoricalLikelihood.class,
                  "Classes by the softmax of logits with noise of an input-dependent scale",
                  likelihood ->
                      Fields.ordered(
                          "numClasses",
                          likelihood.numClasses(),
                          "numNodes",
                          likelihood.nodes().count(),
                          "sharedScale",
                          likelihood.sharedScale()),
                  fields ->
                      new HeteroscedasticCategoricalLikelihood(
                          NormalNodes.of(fields.integer("numNodes"), fields.integer("numClasses")),
                          fields.truth("sharedScale"))),
              new Registry.Entry<>(
                  "heteroscedastic-gaussian",
                  HeteroscedasticGaussianLikelihood.class,
                  "Normal noise of an input-dependent scale",
                  likelihood -> Fields.ordered("scale", likelihood.scale()),
                  fields -> new HeteroscedasticGaussianLikelihood(fields.number("scale"))),
              new Registry.Entry<>(
                  "heteroscedastic-student-t",
                  HeteroscedasticStudentTLikelihood.class,
                  "Noise with heavy tails, of an input-dependent scale",
                  likelihood ->
                      Fields.ordered(
                          "degreesOfFreedom",
                          likelihood.degreesOfFreedom(),
                          "scale",
                          likelihood.scale()),
                  fields ->
                      new HeteroscedasticStudentTLikelihood(
                          fields.number("degreesOfFreedom"), fields.number("scale"))),
              new Registry.Entry<>(
                  "negative-binomial",
                  NegativeBinomialLikelihood.class,
                  "Counts more widely spread than Poisson's, by a learned amount",
                  likelihood ->
                      Fields.ordered(
                          "rate", likelihood.rate(), "concentration", likelihood.concentration()),
                  fields ->
                      new NegativeBinomialLikelihood(
                          fields.number("rate"), fields.number("concentration"))),
              new Registry.Entry<>(
                  "poisson",
                  PoissonLikelihood.class,
                  "Counts whose logarithm of the expectation is the output",
                  likelihood -> Fields.ordered("rate", likelihood.rate()),
                  fields -> new PoissonLikelihood(fields.number("rate"))),
              new Registry.Entry<>(
                  "student-t",
                  StudentTLikelihood.class,
                  "Noise with heavy tails around the outputs",
                  likelihood ->
                      Fields.ordered(
                          "degreesOfFreedom",
                          likelihood.degreesOfFreedom(),
                          "scale",
                          likelihood.scale(),
                          "learned",
                          likelihood.learned()),
                  fields ->
                      new StudentTLikelihood(
                          fields.number("degreesOfFreedom"),
                          fields.number("scale"),
                          fields.truth("learned")))));

  private Likelihoods() {}

  /** All likelihoods. */
  public static List<Registry.Entry<? extends Likelihood>> all() {
    return REGISTRY.all();
  }

  /**
   * A likelihood as plain data: its name as {@code type}, and its components.
   *
   * @throws IllegalArgumentException if it is not in the registry
   */
  public static Map<String, Object> describe(Likelihood likelihood) {
    return REGISTRY.describe(likelihood);
  }

  /**
   * The likelihood that a description is of. Numbers may be of any type, as a reader of JSON gives
   * them.
   *
   * @throws IllegalArgumentException if a name, a field or a value is not what it should be
   */
  public static Likelihood of(Map<String, ?> described) {
    return REGISTRY.of(described);
  }
}
