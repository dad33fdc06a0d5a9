/** Files of a run: the output folder and its lock. */
@NullMarked
package org.jeffreys.store;

import org.jspecify.annotations.NullMarked;
