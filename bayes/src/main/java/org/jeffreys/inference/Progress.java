package org.jeffreys.inference;

/** Is told how far a long run has come. Called by the threads of the run, one at a time. */
@FunctionalInterface
public interface Progress {
  /** Tells nobody. */
  Progress NONE = (done, total, note) -> {};

  /**
   * The run has come so far.
   *
   * @param done the steps made, those of an interrupted run before included
   * @param total the steps of the whole run
   * @param note a few words on how it goes; may be empty
   */
  void at(long done, long total, String note);
}
