package org.jeffreys.distribution;

import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * The registry of Kullback-Leibler divergences that have a closed form.
 *
 * <pre>{@code
 * KL(p || q) = E_p[log p(x) - log q(x)], in nats
 * }</pre>
 */
public final class Divergences {
  private static final List<Pair<?>> ALL =
      List.of(
          new Pair<>(Bernoulli.class, Divergences::bernoulli),
          new Pair<>(Beta.class, Divergences::beta),
          new Pair<>(Categorical.class, Divergences::categorical),
          new Pair<>(Cauchy.class, Divergences::cauchy),
          new Pair<>(Dirichlet.class, Divergences::dirichlet),
          new Pair<>(Exponential.class, Divergences::exponential),
          new Pair<>(Gamma.class, Divergences::gamma),
          new Pair<>(Geometric.class, Divergences::geometric),
          new Pair<>(HalfNormal.class, Divergences::halfNormal),
          new Pair<>(InverseGamma.class, Divergences::inverseGamma),
          new Pair<>(Laplace.class, Divergences::laplace),
          new Pair<>(LogNormal.class, (p, q) -> normal(p.loc(), p.scale(), q.loc(), q.scale())),
          new Pair<>(MultivariateNormal.class, Divergences::multivariateNormal),
          new Pair<>(Normal.class, (p, q) -> normal(p.loc(), p.scale(), q.loc(), q.scale())),
          new Pair<>(Poisson.class, Divergences::poisson),
          new Pair<>(Uniform.class, Divergences::uniform));

  private Divergences() {}

  /** Two distributions of one class. */
  private record Pair<D extends Distribution>(Class<D> type, Formula<D> formula) {
    Optional<Tensor> of(Distribution p, Distribution q) {
      return type.isInstance(p) && type.isInstance(q)
          ? Optional.of(formula.of(type.cast(p), type.cast(q)))
          : Optional.empty();
    }
  }

  private interface Formula<D> {
    Tensor of(D p, D q);
  }

  /** The classes with a divergence between two of them, besides values side by side. */
  public static List<Class<? extends Distribution>> all() {
    return ALL.stream().<Class<? extends Distribution>>map(Pair::type).toList();
  }

  /**
   * KL(p || q); empty where no closed form is known.
   *
   * @return @shape [batch…] of p and q broadcast
   */
  public static Optional<Tensor> kl(Distribution p, Distribution q) {
    if (p instanceof Independent many && q instanceof Independent others) {
      return many.eventShape().equals(others.eventShape()) && many.sizes().equals(others.sizes())
          ? kl(many.each(), others.each()).map(each -> summed(each, many))
          : Optional.empty();
    }
    return ALL.stream().flatMap(pair -> pair.of(p, q).stream()).findFirst();
  }

  private static Tensor summed(Tensor each, Independent over) {
    long[] all = Parameters.broadcast(each.shape(), over.sizes().toArray());
    return Independent.lastSummed(each.expand(all), over.sizes().rank());
  }

  private static Tensor normal(Tensor loc, Tensor scale, Tensor otherLoc, Tensor otherScale) {
    Tensor ratio = scale.div(otherScale).square();
    Tensor distance = loc.sub(otherLoc).div(otherScale).square();
    return ratio.add(distance).sub(1).sub(ratio.log()).mul(0.5);
  }

  private static Tensor halfNormal(HalfNormal p, HalfNormal q) {
    Tensor ratio = p.scale().div(q.scale()).square();
    return ratio.sub(1).sub(ratio.log()).mul(0.5);
  }

  private static Tensor gamma(Gamma p, Gamma q) {
    return gamma(p.concentration(), p.rate(), q.concentration(), q.rate());
  }

  private static Tensor inverseGamma(InverseGamma p, InverseGamma q) {
    return gamma(p.concentration(), p.scale(), q.concentration(), q.scale());
  }

  private static Tensor gamma(Tensor alpha, Tensor rate, Tensor otherAlpha, Tensor otherRate) {
    Tensor ratio = otherRate.div(rate);
    return alpha
        .sub(otherAlpha)
        .mul(Special.digamma(alpha))
        .sub(Special.logGamma(alpha))
        .add(Special.logGamma(otherAlpha))
        .sub(otherAlpha.mul(ratio.log()))
        .add(alpha.mul(ratio.sub(1)));
  }

  private static Tensor beta(Beta p, Beta q) {
    Tensor ones = p.concentration1().sub(q.concentration1());
    Tensor zeros = p.concentration0().sub(q.concentration0());
    Tensor total = p.concentration1().add(p.concentration0());
    return LogFunctions.beta(q.concentration1(), q.concentration0())
        .sub(LogFunctions.beta(p.concentration1(), p.concentration0()))
        .add(ones.mul(Special.digamma(p.concentration1())))
        .add(zeros.mul(Special.digamma(p.concentration0())))
        .sub(ones.add(zeros).mul(Special.digamma(total)));
  }

  private static Tensor dirichlet(Dirichlet p, Dirichlet q) {
    Tensor own = p.concentration();
    Tensor meanLog = Special.digamma(own).sub(Special.digamma(own.sum(-1)).unsqueeze(-1));
    Tensor along = own.sub(q.concentration()).mul(meanLog).sum(-1);
    return along.add(Dirichlet.logBeta(q.concentration())).sub(Dirichlet.logBeta(own));
  }

  private static Tensor multivariateNormal(MultivariateNormal p, MultivariateNormal q) {
    TriangularFactor own = new TriangularFactor(p.factor());
    TriangularFactor other = new TriangularFactor(q.factor());
    // The trace of (L_q L_qᵀ)⁻¹ L_p L_pᵀ is the sum of the squares of L_q⁻¹ L_p.
    Tensor ratio = Linalg.solveTriangular(q.factor(), p.factor(), false);
    Tensor trace = ratio.square().sum(-1, -2);
    Tensor distance = other.squaredDistance(p.loc().sub(q.loc()));
    Tensor logRatio = other.logDeterminant().sub(own.logDeterminant());
    return trace.add(distance).sub((double) p.loc().size(-1)).mul(0.5).add(logRatio);
  }

  private static Tensor bernoulli(Bernoulli p, Bernoulli q) {
    BinaryOperator<Tensor> part =
        (one, other) ->
            one.sigmoid().mul(finite(Special.logSigmoid(one)).sub(Special.logSigmoid(other)));
    return part.apply(p.logits(), q.logits()).add(part.apply(p.logits().neg(), q.logits().neg()));
  }

  private static Tensor categorical(Categorical p, Categorical q) {
    Tensor log = p.logits().logSoftmax(-1);
    Tensor other = q.logits().logSoftmax(-1);
    Tensor never = log.lt(-Domain.greatest(log.dtype()));
    Tensor zero = Tensor.zeros(log.dtype());
    Tensor safe = never.where(zero, log);
    return never.where(zero, safe.exp().mul(safe.sub(never.where(zero, other)))).sum(-1);
  }

  /** What a probability of 0 may multiply. */
  private static Tensor finite(Tensor log) {
    return log.clampMin(-Domain.greatest(log.dtype()));
  }

  private static Tensor cauchy(Cauchy p, Cauchy q) {
    Tensor sum = p.scale().add(q.scale()).square();
    Tensor distance = p.loc().sub(q.loc()).square();
    return sum.add(distance).div(p.scale().mul(q.scale()).mul(4)).log();
  }

  private static Tensor exponential(Exponential p, Exponential q) {
    Tensor ratio = q.rate().div(p.rate());
    return ratio.sub(1).sub(ratio.log());
  }

  private static Tensor geometric(Geometric p, Geometric q) {
    Tensor failures = p.probs().neg().add(1).div(p.probs());
    Tensor failure = Special.log1p(p.probs().neg()).sub(Special.log1p(q.probs().neg()));
    return failures.mul(failure).add(p.probs().div(q.probs()).log());
  }

  private static Tensor laplace(Laplace p, Laplace q) {
    Tensor distance = p.loc().sub(q.loc()).abs();
    Tensor fall = p.scale().mul(distance.div(p.scale()).neg().exp());
    Tensor ratio = p.scale().div(q.scale()).log();
    return fall.add(distance).div(q.scale()).sub(1).sub(ratio);
  }

  private static Tensor poisson(Poisson p, Poisson q) {
    return p.rate().mul(p.rate().div(q.rate()).log()).sub(p.rate()).add(q.rate());
  }

  private static Tensor uniform(Uniform p, Uniform q) {
    Tensor ratio = q.high().sub(q.low()).div(p.high().sub(p.low())).log();
    Tensor inside =
        Domain.between(p.low(), q.low(), q.high()).and(Domain.between(p.high(), q.low(), q.high()));
    return inside.where(ratio, Tensor.full(ratio.dtype(), Double.POSITIVE_INFINITY));
  }
}
