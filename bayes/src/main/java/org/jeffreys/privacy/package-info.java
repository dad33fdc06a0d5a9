/**
 * Differential privacy of noisy, clipped gradients: accountants and the ledger of what was
 * released.
 *
 * <p>Numbers only. An {@link org.jeffreys.privacy.Accountant} gives an upper bound on epsilon;
 * {@link org.jeffreys.privacy.PrvAccountant} brackets it from both sides; {@link
 * org.jeffreys.privacy.GdpAccountant} is an approximation, and no accountant by type.
 */
@NullMarked
package org.jeffreys.privacy;

import org.jspecify.annotations.NullMarked;
