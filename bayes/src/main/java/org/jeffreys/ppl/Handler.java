package org.jeffreys.ppl;

import org.jeffreys.tensor.Tensor;

/** Changes what the sites of a program mean. */
@FunctionalInterface
public interface Handler {
  /** What a site comes to further out. */
  @FunctionalInterface
  interface Next {
    /** The site's value. */
    Tensor at(Site site);
  }

  /**
   * The value of a site.
   *
   * @param next what is around this handler, to be asked once, several times or not at all
   */
  Tensor at(Site site, Next next);
}
