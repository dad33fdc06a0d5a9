/** Markov chain Monte Carlo with exact gradients, one kernel a file. */
@NullMarked
package org.jeffreys.inference.mcmc;

import org.jspecify.annotations.NullMarked;
