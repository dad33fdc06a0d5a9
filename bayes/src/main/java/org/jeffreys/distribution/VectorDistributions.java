package org.jeffreys.distribution;

import java.util.List;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;

/** The part of the registry {@link Distributions} with vectors, matrices and combinations. */
final class VectorDistributions {
  private static final List<Distributions.Entry> ALL =
      List.of(
          new Distributions.Entry(
              "dirichlet",
              Dirichlet.class,
              "Shares of a whole",
              List.of("concentration"),
              p -> new Dirichlet(p.get(0)),
              () -> List.of(vector(1.7, 0.8, 2.3))),
          new Distributions.Entry(
              "dirichlet-multinomial",
              DirichletMultinomial.class,
              "Counts of choices with uncertain probabilities",
              List.of("concentration"),
              p -> new DirichletMultinomial(p.get(0), 4),
              () -> List.of(vector(1.7, 0.8, 2.3))),
          new Distributions.Entry(
              "gaussian-random-walk",
              GaussianRandomWalk.class,
              "Sums of normal steps",
              List.of("start", "drift", "scale"),
              p -> new GaussianRandomWalk(p.get(0), p.get(1), p.get(2), 2),
              () -> List.of(number(0.4), number(0.3), number(1.3))),
          new Distributions.Entry(
              "hidden-markov-chain",
              HiddenMarkovChain.class,
              "Observations along a chain of hidden states",
              List.of("initialLogits", "transitionLogits", "logits"),
              p -> hiddenChain(p.get(0), p.get(1), p.get(2)),
              () ->
                  List.of(
                      vector(0.3, -0.4),
                      matrix(2, 1.2, -0.3, -0.8, 0.9),
                      matrix(3, 0.5, -1, 0.2, -0.7, 1.1, 0))),
          new Distributions.Entry(
              "lkj-cholesky",
              LkjCholesky.class,
              "Cholesky factors of correlation matrices",
              List.of("concentration"),
              p -> new LkjCholesky(p.get(0), 3),
              () -> List.of(number(1.7))),
          new Distributions.Entry(
              "low-rank-multivariate-normal",
              LowRankMultivariateNormal.class,
              "Normal vectors with few common causes",
              List.of("loc", "factor", "diagonal"),
              p -> new LowRankMultivariateNormal(p.get(0), p.get(1), p.get(2)),
              () -> List.of(vector(0.3, -0.4), matrix(1, 0.9, -1.2), vector(0.5, 1.4))),
          new Distributions.Entry(
              "masked",
              Masked.class,
              "Any distribution, some of whose values do not count",
              List.of("loc", "scale"),
              p -> new Masked(new Normal(p.get(0), p.get(1)), everywhere()),
              () -> List.of(number(0.3), number(1.7))),
          new Distributions.Entry(
              "mixture",
              Mixture.class,
              "One of several distributions of a family",
              List.of("logits", "loc", "scale"),
              p -> new Mixture(p.get(0), new Normal(p.get(1), p.get(2))),
              () -> List.of(vector(0.3, -0.4), vector(-1.5, 2), vector(0.7, 1.3))),
          new Distributions.Entry(
              "mixture-of",
              MixtureOf.class,
              "One of several distributions of any kinds",
              List.of("logits", "loc", "scale"),
              p ->
                  new MixtureOf(
                      p.get(0),
                      List.of(new Normal(p.get(1), p.get(2)), new Cauchy(p.get(1), p.get(2)))),
              () -> List.of(vector(0.3, -0.4), number(0.3), number(1.7))),
          new Distributions.Entry(
              "multinomial",
              Multinomial.class,
              "Counts of choices",
              List.of("logits"),
              p -> new Multinomial(p.get(0), 4),
              () -> List.of(vector(0.3, -1.2, 0.9))),
          new Distributions.Entry(
              "multivariate-normal",
              MultivariateNormal.class,
              "Normal vectors",
              List.of("loc", "factor"),
              p -> new MultivariateNormal(p.get(0), p.get(1)),
              () -> List.of(vector(0.3, -0.4), matrix(2, 1.3, 0, -0.8, 0.7))),
          new Distributions.Entry(
              "multivariate-student-t",
              MultivariateStudentT.class,
              "Normal vectors with heavy tails",
              List.of("degreesOfFreedom", "loc", "factor"),
              p -> new MultivariateStudentT(p.get(0), p.get(1), p.get(2)),
              () -> List.of(number(5.4), vector(0.3, -0.4), matrix(2, 1.3, 0, -0.8, 0.7))),
          new Distributions.Entry(
              "one-hot-categorical",
              OneHotCategorical.class,
              "A class as a 1 among zeros",
              List.of("logits"),
              p -> new OneHotCategorical(p.get(0)),
              () -> List.of(vector(0.3, -1.2, 0.9))),
          new Distributions.Entry(
              "ordered-probit",
              OrderedProbit.class,
              "A class among ordered ones, by normal noise",
              List.of("predictor", "cutpoints"),
              p -> new OrderedProbit(p.get(0), p.get(1)),
              () -> List.of(number(0.4), vector(-1.1, 0.2, 1.7))),
          new Distributions.Entry(
              "transformed",
              Transformed.class,
              "A bijector of another distribution",
              List.of("loc", "scale"),
              p -> new Transformed(new Normal(p.get(0), p.get(1)), new ExpBijector()),
              () -> List.of(number(0.3), number(0.7))),
          new Distributions.Entry(
              "wishart-cholesky",
              WishartCholesky.class,
              "Cholesky factors of covariance matrices",
              List.of("degreesOfFreedom", "factor"),
              p -> new WishartCholesky(p.get(0), p.get(1)),
              () -> List.of(number(3.4), matrix(2, 0.8, 0, -0.3, 0.6))),
          new Distributions.Entry(
              "zero-inflated",
              ZeroInflated.class,
              "Any counts with more zeros",
              List.of("gate", "rate"),
              p -> new ZeroInflated(p.get(0), new Poisson(p.get(1))),
              () -> List.of(number(0.3), number(2.3))));

  private VectorDistributions() {}

  static List<Distributions.Entry> all() {
    return ALL;
  }

  private static HiddenMarkovChain hiddenChain(Tensor initial, Tensor transition, Tensor logits) {
    return new HiddenMarkovChain(initial, transition, new Categorical(logits.unsqueeze(-3)), 3);
  }

  private static Tensor everywhere() {
    return Domain.not(Tensor.zeros(DType.BOOL));
  }

  private static Tensor number(double value) {
    return Parameters.number(value);
  }

  private static Tensor vector(double... values) {
    return Tensor.of(values, values.length);
  }

  private static Tensor matrix(int columns, double... values) {
    return Tensor.of(values, values.length / columns, columns);
  }
}
