/**
 * Predictions: numbers on the heap, with their Monte Carlo errors.
 *
 * <p>A standard error is never NaN. It is zero where all draws agree, and positive infinity where
 * the draws do not tell: one draw, or one chain too short to show how its draws depend on each
 * other.
 */
@NullMarked
package org.jeffreys.predict;

import org.jspecify.annotations.NullMarked;
