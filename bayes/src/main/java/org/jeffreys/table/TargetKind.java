package org.jeffreys.table;

/** What a target is. */
public enum TargetKind {
  /** Real numbers. */
  REAL,
  /** Classes. */
  CLASSES,
  /** Counts: 0, 1, 2 and so on, without an end. */
  COUNT
}
