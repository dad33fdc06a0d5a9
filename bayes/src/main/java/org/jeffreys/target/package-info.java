/** What is inferred: log densities, and networks with a likelihood, a prior and data. */
@NullMarked
package org.jeffreys.target;

import org.jspecify.annotations.NullMarked;
