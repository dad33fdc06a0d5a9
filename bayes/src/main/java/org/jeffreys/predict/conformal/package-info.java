/**
 * Conformal prediction: intervals and sets of classes around any predictor that hold what comes
 * true as often as was asked for, in finite samples and whatever the model's faults. Numbers in,
 * records out.
 *
 * <p>Each states what it guarantees and what it does not. Levels are read as the decimal numbers
 * they print as, so that 0.9 of 10 is 9. Where examples are too few for a level an exception says
 * so; no interval is silently infinite, and an online one that is says so by {@link
 * org.jeffreys.uncertainty.PredictionInterval#isUnbounded}.
 */
@NullMarked
package org.jeffreys.predict.conformal;

import org.jspecify.annotations.NullMarked;
