package org.jeffreys.ppl;

/** Makes a program of data: what a class named on the command line implements. */
@FunctionalInterface
public interface ProgramFactory {
  /**
   * The program of some data. Tensors made here live as long as the innermost open scope.
   *
   * @throws IllegalArgumentException if something is missing or does not fit
   */
  Program of(ProgramData data);
}
