/**
 * Probabilistic programs: models written as plain Java, handlers that change what they mean, and
 * the log densities they define over a flat vector.
 */
@NullMarked
package org.jeffreys.ppl;

import org.jspecify.annotations.NullMarked;
