/** The command {@code digits}: images to trust, and images to leave to a person. */
@NullMarked
package org.jeffreys.cli.digits;

import org.jspecify.annotations.NullMarked;
