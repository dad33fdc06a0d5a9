/** Ensembles: posteriors as maxima found from several starts. */
@NullMarked
package org.jeffreys.inference.ensemble;

import org.jspecify.annotations.NullMarked;
