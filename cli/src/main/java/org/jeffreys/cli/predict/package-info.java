/** The command {@code jeffreys predict}: labels for images, or none where a model is unsure. */
@NullMarked
package org.jeffreys.cli.predict;

import org.jspecify.annotations.NullMarked;
