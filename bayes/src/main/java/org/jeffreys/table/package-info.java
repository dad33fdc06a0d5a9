/** Tables with named columns: reading, schemas, targets and splits. */
@NullMarked
package org.jeffreys.table;

import org.jspecify.annotations.NullMarked;
