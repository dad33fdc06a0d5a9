/** Networks as pure functions of a flat parameter tensor. */
@NullMarked
package org.jeffreys.nn;

import org.jspecify.annotations.NullMarked;
