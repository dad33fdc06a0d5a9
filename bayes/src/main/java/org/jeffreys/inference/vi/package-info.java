/** Variational inference: climbs, and estimators of the gradient of the evidence lower bound. */
@NullMarked
package org.jeffreys.inference.vi;

import org.jspecify.annotations.NullMarked;
