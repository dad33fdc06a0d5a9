/** The command {@code jeffreys}: its subcommands, options, messages, exit codes and progress. */
@NullMarked
package org.jeffreys.cli;

import org.jspecify.annotations.NullMarked;
