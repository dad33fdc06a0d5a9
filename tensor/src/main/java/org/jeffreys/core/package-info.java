/** What every package may use: argument checks, immutable vectors, the numerical exception. */
@NullMarked
package org.jeffreys.core;

import org.jspecify.annotations.NullMarked;
