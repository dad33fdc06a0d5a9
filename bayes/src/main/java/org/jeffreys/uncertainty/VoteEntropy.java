package org.jeffreys.uncertainty;

/**
 * The entropy of the votes: each draw counts for its most probable class.
 *
 * <pre>{@code
 * -Σₖ vₖ log vₖ      vₖ = the share of draws whose most probable class is k      ψ(d) = -log v(vote of d)
 * }</pre>
 *
 * @source Dagan and Engelson (1995), Committee-based sampling, ICML
 */
public record VoteEntropy() implements UncertaintyMeasure {

  @Override
  public String name() {
    return "vote-entropy";
  }

  @Override
  public String summary() {
    return "Entropy of the votes of the draws";
  }

  @Override
  public String unit() {
    return "nats";
  }

  @Override
  public Linearised of(ClassDraws draws) {
    double[] shares = draws.voteShares().toArray();
    return Linearised.mean(
        draws,
        draw -> {
          double share = shares[draws.vote(draw)];
          // Not -log: an undisputed vote has the entropy 0, not -0.
          return share > 0 ? 0 - Math.log(share) : 0;
        });
  }
}
