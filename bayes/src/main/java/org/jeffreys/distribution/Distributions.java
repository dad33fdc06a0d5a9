package org.jeffreys.distribution;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jeffreys.tensor.Tensor;

/** The registry of distributions. */
public final class Distributions {
  private static final List<Entry> ALL =
      List.of(
          entry(
              "asymmetric-laplace",
              AsymmetricLaplace.class,
              "Two sides that fall off at different rates",
              AsymmetricLaplace::new,
              0.3,
              1.2,
              1.4),
          new Entry(
              "bernoulli",
              Bernoulli.class,
              "1 or 0",
              List.of("logits"),
              p -> new Bernoulli(p.get(0)),
              numbers(0.4)),
          entry("beta", Beta.class, "Probabilities", Beta::new, 1.7, 0.8),
          new Entry(
              "beta-binomial",
              BetaBinomial.class,
              "Successes of trials with an uncertain probability",
              List.of("concentration1", "concentration0"),
              p -> new BetaBinomial(trials(), p.get(0), p.get(1)),
              numbers(1.7, 2.3)),
          new Entry(
              "binomial",
              Binomial.class,
              "Successes of trials",
              List.of("logits"),
              p -> new Binomial(trials(), p.get(0)),
              numbers(0.4)),
          new Entry(
              "categorical",
              Categorical.class,
              "The index of a class",
              List.of("logits"),
              p -> new Categorical(p.get(0)),
              () -> List.of(Tensor.of(new double[] {0.3, -1.2, 0.9, 0}, 4))),
          entry(
              "cauchy",
              Cauchy.class,
              "Tails so heavy that there is no mean",
              Cauchy::new,
              0.3,
              1.7),
          entry(
              "chi-squared",
              ChiSquared.class,
              "The sum of squares of normal numbers",
              ChiSquared::new,
              3.4),
          entry("delta", Delta.class, "A point", Delta::new, 1.7),
          new Entry(
              "discrete-uniform",
              DiscreteUniform.class,
              "Whole numbers, all equally likely",
              List.of(),
              p -> DiscreteUniform.of(-2, 4),
              List::of),
          entry("exponential", Exponential.class, "Waiting times", Exponential::new, 1.7),
          entry("gamma", Gamma.class, "Sums of waiting times", Gamma::new, 2.3, 1.7),
          entry(
              "geometric",
              Geometric.class,
              "Failures before the first success",
              Geometric::new,
              0.3),
          entry("gumbel", Gumbel.class, "The greatest of many", Gumbel::new, 0.3, 1.7),
          entry(
              "half-cauchy",
              HalfCauchy.class,
              "The size of a Cauchy number: a prior of scales",
              HalfCauchy::new,
              1.3),
          entry(
              "half-normal",
              HalfNormal.class,
              "The size of a normal number: a prior of scales",
              HalfNormal::new,
              1.3),
          entry(
              "inverse-gamma",
              InverseGamma.class,
              "The inverse of a gamma distributed number",
              InverseGamma::new,
              2.3,
              1.7),
          entry(
              "kumaraswamy",
              Kumaraswamy.class,
              "Probabilities, near a beta distribution",
              Kumaraswamy::new,
              1.7,
              2.3),
          entry(
              "laplace",
              Laplace.class,
              "A peak, and tails heavier than normal ones",
              Laplace::new,
              0.3,
              1.7),
          entry(
              "log-normal",
              LogNormal.class,
              "The exponential of a normal number",
              LogNormal::new,
              0.3,
              0.7),
          entry(
              "logistic",
              Logistic.class,
              "The noise behind a logistic regression",
              Logistic::new,
              0.3,
              1.7),
          entry(
              "negative-binomial",
              NegativeBinomial.class,
              "Counts that vary more than those of a Poisson distribution",
              NegativeBinomial::new,
              2.3,
              1.7),
          entry("normal", Normal.class, "The bell curve", Normal::new, 0.3, 1.7),
          new Entry(
              "ordered-logistic",
              OrderedLogistic.class,
              "A class among ordered ones",
              List.of("predictor", "cutpoints"),
              p -> new OrderedLogistic(p.get(0), p.get(1)),
              () -> List.of(Parameters.number(0.4), Tensor.of(new double[] {-1.1, 0.2, 1.7}, 3))),
          entry("pareto", Pareto.class, "Power laws above a least value", Pareto::new, 1.3, 2.7),
          entry("poisson", Poisson.class, "Counts of rare events", Poisson::new, 2.3),
          entry(
              "skew-normal",
              SkewNormal.class,
              "A bell curve that leans",
              SkewNormal::new,
              0.3,
              1.7,
              2.1),
          entry(
              "student-t",
              StudentT.class,
              "A bell curve with heavy tails",
              StudentT::new,
              3.4,
              0.3,
              1.7),
          new Entry(
              "truncated-normal",
              TruncatedNormal.class,
              "A bell curve on an interval",
              List.of("loc", "scale"),
              p -> new TruncatedNormal(p.get(0), p.get(1), -0.5, 2),
              numbers(0.3, 1.7)),
          entry(
              "uniform",
              Uniform.class,
              "Numbers of an interval, all equally likely",
              Uniform::new,
              -1.2,
              1.7),
          entry("von-mises", VonMises.class, "Angles", VonMises::new, 0.3, 1.7),
          entry("weibull", Weibull.class, "Times to failure", Weibull::new, 1.3, 1.7),
          entry(
              "zero-inflated-negative-binomial",
              ZeroInflatedNegativeBinomial.class,
              "Such counts with more zeros",
              ZeroInflatedNegativeBinomial::new,
              0.3,
              2.3,
              1.7),
          entry(
              "zero-inflated-poisson",
              ZeroInflatedPoisson.class,
              "Counts with more zeros",
              ZeroInflatedPoisson::new,
              0.3,
              2.3));

  private Distributions() {}

  /**
   * A distribution.
   *
   * @param name in tables
   * @param type its class
   * @param summary one line
   * @param parameters the names of the tensors that it is made of
   * @param maker the distribution of such tensors; fixes what is not one
   * @param example makes tensors without batch axes, in float64
   */
  public record Entry(
      String name,
      Class<? extends Distribution> type,
      String summary,
      List<String> parameters,
      Maker maker,
      Example example) {
    /** The distribution of the example. */
    public Distribution made() {
      return maker.of(example.parameters());
    }
  }

  /** Makes a distribution of tensors, in the order of their names. */
  public interface Maker {
    /** The distribution. */
    Distribution of(List<Tensor> parameters);
  }

  /** Makes the tensors of a distribution. */
  public interface Example {
    /** The tensors, in the order of their names. */
    List<Tensor> parameters();
  }

  /** All distributions, in the order of the tables. */
  public static List<Entry> all() {
    return Stream.concat(ALL.stream(), VectorDistributions.all().stream()).toList();
  }

  private interface One {
    Distribution of(Tensor first);
  }

  private interface Two {
    Distribution of(Tensor first, Tensor second);
  }

  private interface Three {
    Distribution of(Tensor first, Tensor second, Tensor third);
  }

  private static Entry entry(
      String name, Class<? extends Distribution> type, String summary, One of, double first) {
    return new Entry(name, type, summary, components(type), p -> of.of(p.get(0)), numbers(first));
  }

  private static Entry entry(
      String name,
      Class<? extends Distribution> type,
      String summary,
      Two of,
      double first,
      double second) {
    return new Entry(
        name,
        type,
        summary,
        components(type),
        p -> of.of(p.get(0), p.get(1)),
        numbers(first, second));
  }

  private static Entry entry(
      String name,
      Class<? extends Distribution> type,
      String summary,
      Three of,
      double first,
      double second,
      double third) {
    return new Entry(
        name,
        type,
        summary,
        components(type),
        p -> of.of(p.get(0), p.get(1), p.get(2)),
        numbers(first, second, third));
  }

  private static List<String> components(Class<? extends Distribution> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }

  private static Tensor trials() {
    return Parameters.number(7);
  }

  private static Example numbers(double... values) {
    return () -> Arrays.stream(values).mapToObj(Parameters::number).toList();
  }
}
