package org.jeffreys.app.vae;

/** How grey training images are made black and white. */
public enum Binarisation {
  /** White from one half on, once and for all. */
  THRESHOLD,
  /**
   * Each pixel is white with its grey level as probability, drawn anew whenever it is seen.
   *
   * @source Salakhutdinov and Murray (2008), ICML, section 6
   */
  STOCHASTIC
}
