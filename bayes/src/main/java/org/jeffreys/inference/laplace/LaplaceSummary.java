package org.jeffreys.inference.laplace;

/**
 * What is known of a Laplace approximation beside the distribution.
 *
 * @param predictive how predictions are made
 * @param hyperparameters that the evidence chose
 * @param logEvidence in nats
 * @param numEffective the number of parameters that the data determine
 */
record LaplaceSummary(
    Predictive predictive,
    Hyperparameters hyperparameters,
    double logEvidence,
    double numEffective) {}
