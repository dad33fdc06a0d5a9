/**
 * Variational autoencoders of images: a network that generates, and a network that infers.
 *
 * <p>It lives among the applications because it is one loop over two networks and names no method
 * of inference; {@code ppl} may not import {@code inference}, whose checkpoints and progress the
 * training here uses.
 */
@NullMarked
package org.jeffreys.app.vae;

import org.jspecify.annotations.NullMarked;
