/** Stochastic weight averaging: posteriors as normal distributions fitted to the path of SGD. */
@NullMarked
package org.jeffreys.inference.swag;

import org.jspecify.annotations.NullMarked;
