package org.jeffreys.target;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jeffreys.core.Fields;
import org.jeffreys.core.Registry;

/**
 * The registry of priors, and priors as plain data: a name and the components of the record.
 *
 * <pre>{@code
 * Priors.describe(NormalPrior.isotropic(2))
 *     {type=normal, weightScale=2.0, biasScale=2.0, byFanIn=false, exceptions={}}
 * }</pre>
 */
public final class Priors {
  private static final Registry<Prior> REGISTRY =
      Registry.of(
          "prior",
          List.of(
              new Registry.Entry<>(
                  "centred",
                  CentredPrior.class,
                  "Normal distributions around given weights",
                  prior ->
                      Fields.ordered(
                          "centre",
                          prior.centre().stream().boxed().toList(),
                          "factor",
                          prior.factor(),
                          "least",
                          prior.least()),
                  fields ->
                      new CentredPrior(
                          fields.numbers("centre"),
                          fields.number("factor"),
                          fields.number("least"))),
              new Registry.Entry<>(
                  "flat",
                  FlatPrior.class,
                  "The improper prior of density 1",
                  prior -> Fields.ordered(),
                  fields -> new FlatPrior()),
              new Registry.Entry<>(
                  "horseshoe-like",
                  HorseshoeLikePrior.class,
                  "A peak at 0 and tails of a Cauchy distribution",
                  prior -> with(prior.scales(), "core", prior.core()),
                  fields -> new HorseshoeLikePrior(fields.number("core"), scales(fields))),
              new Registry.Entry<>(
                  "laplace",
                  LaplacePrior.class,
                  "Laplace distributions, the prior of an L1 penalty",
                  prior -> with(prior.scales()),
                  fields -> new LaplacePrior(scales(fields))),
              new Registry.Entry<>(
                  "normal",
                  NormalPrior.class,
                  "Normal distributions, the prior of weight decay",
                  prior -> with(prior.scales()),
                  fields -> {
                    ArrayScales scales = scales(fields);
                    return new NormalPrior(
                        scales.weightScale(),
                        scales.biasScale(),
                        scales.byFanIn(),
                        scales.exceptions());
                  }),
              new Registry.Entry<>(
                  "scale-mixture",
                  ScaleMixturePrior.class,
                  "Mixtures of a wide and a narrow normal distribution",
                  prior -> with(prior.scales(), "share", prior.share(), "ratio", prior.ratio()),
                  fields ->
                      new ScaleMixturePrior(
                          fields.number("share"), fields.number("ratio"), scales(fields))),
              new Registry.Entry<>(
                  "student-t",
                  StudentTPrior.class,
                  "Student t distributions, whose tails are heavy",
                  prior -> with(prior.scales(), "degreesOfFreedom", prior.degreesOfFreedom()),
                  fields -> new StudentTPrior(fields.number("degreesOfFreedom"), scales(fields)))));

  private Priors() {}

  /** All priors. */
  public static List<Registry.Entry<? extends Prior>> all() {
    return REGISTRY.all();
  }

  /**
   * A prior as plain data: its name as {@code type}, and its components.
   *
   * @throws IllegalArgumentException if it is not in the registry
   */
  public static Map<String, Object> describe(Prior prior) {
    return REGISTRY.describe(prior);
  }

  /**
   * The prior that a description is of. Numbers may be of any type, as a reader of JSON gives them.
   *
   * @throws IllegalArgumentException if a name, a field or a value is not what it should be
   */
  public static Prior of(Map<String, ?> described) {
    return REGISTRY.of(described);
  }

  private static Map<String, Object> with(ArrayScales scales, Object... pairs) {
    Map<String, Object> fields = new LinkedHashMap<>(Fields.ordered(pairs));
    fields.put("weightScale", scales.weightScale());
    fields.put("biasScale", scales.biasScale());
    fields.put("byFanIn", scales.byFanIn());
    fields.put("exceptions", scales.exceptions());
    return fields;
  }

  private static ArrayScales scales(Fields fields) {
    return new ArrayScales(
        fields.number("weightScale"),
        fields.number("biasScale"),
        fields.truth("byFanIn"),
        fields.numbersByName("exceptions"));
  }
}
