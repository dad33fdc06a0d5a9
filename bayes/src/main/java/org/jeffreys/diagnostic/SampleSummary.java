package org.jeffreys.diagnostic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jeffreys.core.Check;

/**
 * What a run's draws say of each parameter, with warnings in words.
 *
 * @param parameters in the order given
 * @param warnings one sentence each, with what to do; empty for a run to be trusted
 */
public record SampleSummary(List<ParameterSummary> parameters, List<String> warnings) {
  private static final double GREATEST_RHAT = 1.01;
  private static final int LEAST_ESS_A_CHAIN = 100;
  private static final int MOST_NAMES = 5;

  /** Copies the lists. */
  public SampleSummary {
    parameters = List.copyOf(parameters);
    warnings = List.copyOf(warnings);
  }

  /**
   * Of a run. Parameters that are constant and finite raise no warning: a model may have fixed
   * ones.
   *
   * @param parameters at least one
   * @param numChains that gave the draws
   * @param sampler what it saw of itself
   */
  public static SampleSummary of(
      List<ParameterSummary> parameters, int numChains, SamplerDiagnostics sampler) {
    Check.atLeast(parameters.size(), 1, "number of parameters");
    Check.atLeast(numChains, 1, "numChains");
    List<String> warnings = new ArrayList<>();
    addDivergences(warnings, sampler);
    addSaturation(warnings, sampler);
    addEnergy(warnings, sampler);
    List<ParameterSummary> broken =
        parameters.stream().filter(one -> Double.isNaN(one.mean())).toList();
    if (!broken.isEmpty()) {
      warnings.add("draws that are not finite: " + names(broken) + "; look at the model there");
    }
    List<ParameterSummary> varying =
        parameters.stream().filter(one -> !Double.isNaN(one.mean()) && one.sd() != 0).toList();
    addConvergence(warnings, varying, numChains);
    return new SampleSummary(parameters, warnings);
  }

  private static void addDivergences(List<String> warnings, SamplerDiagnostics sampler) {
    if (sampler.numDivergent() > 0) {
      warnings.add(
          share(sampler.numDivergent(), sampler)
              + " ended with a divergence: the draws miss a part of the posterior; raise the"
              + " target acceptance, or reparameterise: non-centre what is centred");
    }
  }

  private static void addSaturation(List<String> warnings, SamplerDiagnostics sampler) {
    if (sampler.numSaturated() > 0) {
      warnings.add(
          share(sampler.numSaturated(), sampler)
              + String.format(
                  " hit the maximum tree depth of %d, which is slow; raise it, or scale the"
                      + " parameters alike",
                  sampler.maxTreeDepth()));
    }
  }

  private static String share(long count, SamplerDiagnostics sampler) {
    return String.format(
        Locale.ROOT,
        "%d of %d transitions (%.2g %%)",
        count,
        sampler.numTransitions(),
        100.0 * count / sampler.numTransitions());
  }

  private static void addEnergy(List<String> warnings, SamplerDiagnostics sampler) {
    EnergyDiagnostic energy = sampler.energy();
    if (energy != null && !energy.lowChains().isEmpty()) {
      int count = energy.lowChains().size();
      warnings.add(
          String.format(
              Locale.ROOT,
              "E-BFMI is below 0.3 in %d of %d chains (least %.2f): tails are explored slowly;"
                  + " reparameterise",
              count,
              energy.bfmi().size(),
              energy.bfmi().stream().filter(one -> !Double.isNaN(one)).min().orElseThrow()));
    }
  }

  /** A number that cannot be told counts as bad: chains are too short to be trusted. */
  private static void addConvergence(
      List<String> warnings, List<ParameterSummary> varying, int numChains) {
    List<ParameterSummary> apart =
        varying.stream().filter(one -> !(one.rhat() <= GREATEST_RHAT)).toList();
    if (!apart.isEmpty()) {
      boolean isKnown = apart.stream().anyMatch(one -> one.rhat() > GREATEST_RHAT);
      warnings.add(
          isKnown
              ? "R-hat is above 1.01: " + names(apart) + "; the chains disagree: run longer"
              : "R-hat cannot be told of so few draws: " + names(apart) + "; run longer");
    }
    double least = LEAST_ESS_A_CHAIN * (double) numChains;
    addFew(warnings, "bulk", varying, ParameterSummary::essBulk, least);
    addFew(warnings, "tail", varying, ParameterSummary::essTail, least);
  }

  private static void addFew(
      List<String> warnings,
      String kind,
      List<ParameterSummary> varying,
      ToDoubleFunction<ParameterSummary> size,
      double least) {
    List<ParameterSummary> few =
        varying.stream().filter(one -> !(size.applyAsDouble(one) >= least)).toList();
    if (!few.isEmpty()) {
      warnings.add(
          String.format(
              Locale.ROOT,
              "%s ESS is below 100 a chain (%.0f): %s; run longer",
              kind,
              least,
              names(few)));
    }
  }

  private static String names(List<ParameterSummary> parameters) {
    String first =
        parameters.stream()
            .limit(MOST_NAMES)
            .map(ParameterSummary::name)
            .collect(Collectors.joining(", "));
    int more = parameters.size() - MOST_NAMES;
    return more > 0 ? first + " and " + more + " more" : first;
  }

  /** The greatest R-hat; NaN where one cannot be told, constant parameters left out. */
  public double rhatMax() {
    return varying(ParameterSummary::rhat).reduce(Double.NEGATIVE_INFINITY, Math::max);
  }

  /** The least bulk effective sample size; NaN where one cannot be told, as above. */
  public double essBulkMin() {
    return varying(ParameterSummary::essBulk).reduce(Double.POSITIVE_INFINITY, Math::min);
  }

  /** The least tail effective sample size; NaN where one cannot be told, as above. */
  public double essTailMin() {
    return varying(ParameterSummary::essTail).reduce(Double.POSITIVE_INFINITY, Math::min);
  }

  private DoubleStream varying(ToDoubleFunction<ParameterSummary> number) {
    return parameters.stream().filter(one -> one.sd() != 0).mapToDouble(number);
  }
}
