/** What a run leaves to read: the page with its charts, tables of numbers, and the metrics. */
@NullMarked
package org.jeffreys.cli.report;

import org.jspecify.annotations.NullMarked;
