package org.jeffreys.ppl;

import org.jeffreys.tensor.Tensor;

/**
 * A site that a run came past.
 *
 * @param value @shape [draws, plates…, event…]
 */
public record TracedSite(Site site, Tensor value) {}
