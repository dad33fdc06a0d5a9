/** {@code jeffreys sample}: draws from the posterior of a program. */
@NullMarked
package org.jeffreys.cli.sample;

import org.jspecify.annotations.NullMarked;
