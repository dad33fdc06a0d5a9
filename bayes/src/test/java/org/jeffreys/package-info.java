/** What tests of all packages share. */
@NullMarked
package org.jeffreys;

import org.jspecify.annotations.NullMarked;
