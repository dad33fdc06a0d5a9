/** Benchmarks, by JMH and by hand; never published. */
@NullMarked
package org.jeffreys.bench;

import org.jspecify.annotations.NullMarked;
