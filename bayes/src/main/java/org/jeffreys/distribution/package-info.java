/**
 * Probability distributions over tensors, one a file, with their supports, the bijectors that reach
 * these from all real numbers, and closed-form divergences.
 */
@NullMarked
package org.jeffreys.distribution;

import org.jspecify.annotations.NullMarked;
