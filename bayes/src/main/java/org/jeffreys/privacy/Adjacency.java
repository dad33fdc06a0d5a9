package org.jeffreys.privacy;

/** Which data sets are neighbours. */
public enum Adjacency {
  /** One example more or less. */
  ADD_OR_REMOVE_ONE
}
