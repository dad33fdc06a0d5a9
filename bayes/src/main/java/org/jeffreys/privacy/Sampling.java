package org.jeffreys.privacy;

/** How minibatches are drawn, which decides what subsampling may be claimed. */
public enum Sampling {
  /** Each example enters each batch by itself with probability q. */
  POISSON,
  /** Each epoch visits every example once, in batches: no amplification by subsampling. */
  SHUFFLED
}
