/** The command {@code jeffreys sine}: a Bayesian network on the sine, and its privacy. */
@NullMarked
package org.jeffreys.cli.sine;

import org.jspecify.annotations.NullMarked;
