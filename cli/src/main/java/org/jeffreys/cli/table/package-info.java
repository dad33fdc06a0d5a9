/** The commands of tables: {@code fit}, {@code evaluate}, {@code compare}, {@code methods}. */
@NullMarked
package org.jeffreys.cli.table;

import org.jspecify.annotations.NullMarked;
