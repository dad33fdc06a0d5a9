/** The programs of the README and the tutorials. */
@NullMarked
package org.jeffreys.examples;

import org.jspecify.annotations.NullMarked;
