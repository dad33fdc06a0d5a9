/**
 * Uncertainty, and how good it is: measures, proper scores of classes and of real numbers,
 * calibration, detection, selective prediction. Numbers in, records out.
 *
 * <p>All entropies are in nats. 0 log 0 is 0, so a prediction without doubt has exactly no entropy.
 * Labels are 0, 1, … below the number of classes; ties go to the lowest class.
 */
@NullMarked
package org.jeffreys.uncertainty;

import org.jspecify.annotations.NullMarked;
