/** Data sets and minibatches. */
@NullMarked
package org.jeffreys.data;

import org.jspecify.annotations.NullMarked;
