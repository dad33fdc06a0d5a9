package org.jeffreys.privacy;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * What was released about one data set, and what it costs together. Immutable.
 *
 * <p>Releases compose adaptively: a later run may depend on what earlier ones gave out.
 *
 * @param releases every run on the data, published or only looked at, in order
 */
public record PrivacyLedger(List<Release> releases) {

  private static final List<String> NOT_COVERED =
      List.of(
          "Not covered: scalers, vocabularies and other preprocessing fitted on the data.",
          "Not covered: early stopping, and settings chosen by looking at the data or at runs that"
              + " are not in this ledger.",
          "Not covered: the printed clip rate, losses and metrics computed on the data; do not"
              + " publish them.",
          "Not covered: who knows the random seed can subtract the noise; keep seeds secret.",
          "Not covered: attacks on floating-point noise; samples are doubles or floats, not"
              + " reals.");

  public PrivacyLedger {
    releases = List.copyOf(releases);
  }

  /** A ledger with no release, which costs nothing. */
  public static PrivacyLedger empty() {
    return new PrivacyLedger(List.of());
  }

  /** This ledger and one release more. */
  public PrivacyLedger with(Release release) {
    return new PrivacyLedger(Stream.concat(releases.stream(), Stream.of(release)).toList());
  }

  /** The neighbours for which the cost holds. */
  public Adjacency adjacency() {
    return Adjacency.ADD_OR_REMOVE_ONE;
  }

  /** What is accounted for, one mechanism a release. */
  public List<SampledGaussian> mechanisms() {
    return releases.stream().map(Release::mechanism).toList();
  }

  /** An epsilon one may claim, by the accountant given. */
  public double epsilon(double delta, Accountant accountant) {
    return accountant.epsilon(delta, mechanisms());
  }

  /**
   * Epsilon by every accountant.
   *
   * @param delta in (0, 1); below one over the number of examples to mean anything
   */
  public PrivacyCost cost(double delta) {
    var bounds = PrvAccountant.standard().bounds(delta, mechanisms());
    return new PrivacyCost(
        delta,
        epsilon(delta, RdpAccountant.current()),
        epsilon(delta, RdpAccountant.classic()),
        bounds.lower(),
        bounds.upper());
  }

  /** What the cost means, in the order of a report: adjacency, releases, sampling, gaps. */
  public List<String> statements() {
    var lines = new ArrayList<String>();
    lines.add(
        "Adjacency: data sets that differ by adding or removing one example. The number of examples"
            + " and the divisor of the gradient sum are fixed and count as public.");
    releases.forEach(release -> lines.add(release.statement()));
    var samplings = new LinkedHashSet<Sampling>();
    releases.forEach(release -> samplings.add(release.sampling()));
    samplings.forEach(sampling -> lines.add(statement(sampling)));
    lines.add(
        "Composition: all steps of all releases, each chosen with knowledge of the ones before;"
            + " every noisy gradient counts as published.");
    lines.addAll(NOT_COVERED);
    return List.copyOf(lines);
  }

  private static String statement(Sampling sampling) {
    return switch (sampling) {
      case POISSON ->
          "Poisson sampling: each example enters each batch independently with probability q; batch"
              + " sizes vary and must not be used as the divisor or be published.";
      case SHUFFLED ->
          "Shuffled batches: epsilon is that of the Gaussian mechanism without subsampling, once an"
              + " epoch; the smaller epsilon of Poisson sampling does not hold. Each example is in"
              + " at most one batch an epoch, so removing it changes one noisy sum an epoch by at"
              + " most the clipping norm, provided that its place stays empty: the other examples"
              + " keep their batches and the divisor stays the nominal batch size. If another"
              + " example moved up into the place, two sums would change, by more, and the"
              + " statement would not hold.";
    };
  }
}
