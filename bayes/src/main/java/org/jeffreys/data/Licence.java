package org.jeffreys.data;

import java.net.URI;

/**
 * The terms that data come under.
 *
 * @param name such as {@code MIT}
 * @param text where the terms stand
 */
public record Licence(String name, URI text) {}
