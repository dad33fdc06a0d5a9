/**
 * Diagnostics of draws and of the models that gave them, over numbers only.
 *
 * <p>Draws of one quantity are {@code double[][]}, [chain][sample], chains of equal length. What
 * the draws cannot tell is NaN, and each method says when; ragged or empty draws are an {@link
 * java.lang.IllegalArgumentException}.
 */
@NullMarked
package org.jeffreys.diagnostic;

import org.jspecify.annotations.NullMarked;
