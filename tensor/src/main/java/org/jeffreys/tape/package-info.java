/**
 * Functions of arrays as lists of steps in plain Java, with their derivatives: what small densities
 * run on, for which a call of the native library costs more than the arithmetic.
 */
@NullMarked
package org.jeffreys.tape;

import org.jspecify.annotations.NullMarked;
