/**
 * Tensors over libtorch: the only package that sees the native library.
 *
 * <p>No type of the presets leaves it. Memory is freed by {@link org.jeffreys.tensor.Scope},
 * randomness is an {@link org.jeffreys.tensor.Rng}, native errors become ours.
 */
@NullMarked
package org.jeffreys.tensor;

import org.jspecify.annotations.NullMarked;
