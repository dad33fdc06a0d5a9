/** The command {@code jeffreys data}: what data sets there are, fetched and verified. */
@NullMarked
package org.jeffreys.cli.data;

import org.jspecify.annotations.NullMarked;
