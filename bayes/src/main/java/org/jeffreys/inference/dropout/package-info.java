/** Inference by the noise of layers: Monte Carlo dropout and its relatives. */
@NullMarked
package org.jeffreys.inference.dropout;

import org.jspecify.annotations.NullMarked;
