/** Schedules, and optimisers over a flat tensor. */
@NullMarked
package org.jeffreys.optim;

import org.jspecify.annotations.NullMarked;
