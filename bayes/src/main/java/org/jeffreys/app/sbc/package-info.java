/** Simulation-based calibration of programs and samplers. */
@NullMarked
package org.jeffreys.app.sbc;

import org.jspecify.annotations.NullMarked;
