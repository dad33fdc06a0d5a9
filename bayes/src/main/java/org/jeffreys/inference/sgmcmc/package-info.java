/** Stochastic-gradient Markov chain Monte Carlo, one kernel a file. */
@NullMarked
package org.jeffreys.inference.sgmcmc;

import org.jspecify.annotations.NullMarked;
