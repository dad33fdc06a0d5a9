/** Programs that come with the library, one a file; {@link Programs} is their registry. */
@NullMarked
package org.jeffreys.ppl.model;

import org.jspecify.annotations.NullMarked;
