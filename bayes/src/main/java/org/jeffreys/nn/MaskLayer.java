package org.jeffreys.nn;

/**
 * A random layer without parameters that multiplies its input by its noise, element by element.
 * Noise that all examples share may therefore be multiplied into the weights behind it instead.
 */
public interface MaskLayer extends RandomLayer {}
