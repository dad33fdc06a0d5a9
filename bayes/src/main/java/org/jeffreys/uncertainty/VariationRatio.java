package org.jeffreys.uncertainty;

/**
 * The share of the draws that do not vote for the class with the most votes.
 *
 * <pre>{@code
 * 1 - maxₖ vₖ      vₖ = the share of draws whose most probable class is k
 * }</pre>
 *
 * @source Freeman (1965), Elementary applied statistics; Gal (2016), Uncertainty in deep learning,
 *     section 3.3
 */
public record VariationRatio() implements UncertaintyMeasure {

  @Override
  public String name() {
    return "variation-ratio";
  }

  @Override
  public String summary() {
    return "Share of the draws that vote against the majority";
  }

  @Override
  public String unit() {
    return "1";
  }

  @Override
  public Linearised of(ClassDraws draws) {
    double[] shares = draws.voteShares().toArray();
    int winner = ClassDraws.argmax(shares, 0, shares.length);
    return Linearised.mean(draws, draw -> draws.vote(draw) == winner ? 0 : 1);
  }
}
