/** Laplace approximations: a normal distribution at the maximum of the posterior density. */
@NullMarked
package org.jeffreys.inference.laplace;

import org.jspecify.annotations.NullMarked;
