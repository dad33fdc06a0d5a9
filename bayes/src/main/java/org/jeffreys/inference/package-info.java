/** Inference methods, kernels, the sampling loop and posteriors. */
@NullMarked
package org.jeffreys.inference;

import org.jspecify.annotations.NullMarked;
