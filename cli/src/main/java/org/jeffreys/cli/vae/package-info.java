/** The command {@code vae}: a model of images that generates, judges and fills in. */
@NullMarked
package org.jeffreys.cli.vae;

import org.jspecify.annotations.NullMarked;
