package org.jeffreys.table;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.target.BernoulliLikelihood;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.DiagonalGaussianLikelihood;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.HeteroscedasticCategoricalLikelihood;
import org.jeffreys.target.HeteroscedasticGaussianLikelihood;
import org.jeffreys.target.HeteroscedasticStudentTLikelihood;
import org.jeffreys.target.Likelihood;
import org.jeffreys.target.NegativeBinomialLikelihood;
import org.jeffreys.target.PoissonLikelihood;
import org.jeffreys.target.StudentTLikelihood;

/** The registry of likelihoods for the targets of tables, with settings for standardised values. */
public final class TableLikelihoods {
  /** The noise that is expected of a standardised target before the data are seen. */
  private static final double NOISE = 0.3;

  /** Degrees of freedom: tails heavy enough for outliers, with a variance. */
  private static final double TAILS = 4;

  private static final List<Entry> ALL =
      List.of(
          new Entry(
              "student-t",
              "Noise with the heavy tails of 4 degrees of freedom, of a learned scale",
              Set.of(TargetKind.REAL),
              target -> target.names().size(),
              (target, rows) -> new StudentTLikelihood(TAILS, NOISE, true)),
          new Entry(
              "gaussian",
              "Normal noise of a learned scale; of one scale a target where there are several",
              Set.of(TargetKind.REAL),
              target -> target.names().size(),
              (target, rows) ->
                  target.names().size() == 1
                      ? GaussianLikelihood.learned(NOISE)
                      : new DiagonalGaussianLikelihood(noise(target))),
          new Entry(
              "heteroscedastic-gaussian",
              "Normal noise of an input-dependent scale",
              Set.of(TargetKind.REAL),
              target -> 2 * target.names().size(),
              (target, rows) -> new HeteroscedasticGaussianLikelihood(NOISE)),
          new Entry(
              "heteroscedastic-student-t",
              "Noise with the heavy tails of 4 degrees of freedom, of an input-dependent scale",
              Set.of(TargetKind.REAL),
              target -> 2 * target.names().size(),
              (target, rows) -> new HeteroscedasticStudentTLikelihood(TAILS, NOISE)),
          new Entry(
              "negative-binomial",
              "Counts more widely spread than Poisson's, by a learned amount",
              Set.of(TargetKind.COUNT),
              target -> 1,
              (target, rows) -> new NegativeBinomialLikelihood(mean(rows), 1)),
          new Entry(
              "poisson",
              "Counts whose logarithm of the expectation is the output",
              Set.of(TargetKind.COUNT),
              target -> 1,
              (target, rows) -> new PoissonLikelihood(mean(rows))),
          new Entry(
              "categorical",
              "Classes by the softmax of the outputs",
              Set.of(TargetKind.CLASSES),
              TableLikelihoods::numClasses,
              (target, rows) -> new CategoricalLikelihood(numClasses(target))),
          new Entry(
              "heteroscedastic-categorical",
              "Classes by the softmax of logits with noise of an input-dependent scale",
              Set.of(TargetKind.CLASSES),
              target -> 2 * numClasses(target),
              (target, rows) -> HeteroscedasticCategoricalLikelihood.of(numClasses(target))),
          new Entry(
              "bernoulli",
              "Two classes by one logit",
              Set.of(TargetKind.CLASSES),
              target -> 1,
              TableLikelihoods::bernoulli));

  /** Makes a likelihood. */
  public interface Make {
    /**
     * The likelihood of a target.
     *
     * @param rows the targets of training rows as a network sees them, @shape [n][outputs]
     */
    Likelihood of(TargetSchema target, double[][] rows);
  }

  /**
   * A likelihood of the registry.
   *
   * @param name as on the command line
   * @param summary one line
   * @param kinds the targets it serves; the first entry that serves a target is its standard
   * @param numOutputs of a network, for a target
   * @param likelihood makes it for a target
   */
  public record Entry(
      String name,
      String summary,
      Set<TargetKind> kinds,
      Function<TargetSchema, Integer> numOutputs,
      Make likelihood) {}

  private TableLikelihoods() {}

  private static Doubles noise(TargetSchema target) {
    double[] noise = new double[target.names().size()];
    Arrays.fill(noise, NOISE);
    return Doubles.of(noise);
  }

  /** Of counts, at least a little more than 0, where a logarithm begins. */
  private static double mean(double[][] rows) {
    double mean = Arrays.stream(rows).mapToDouble(row -> row[0]).average().orElseThrow();
    return Math.max(mean, 0.5 / rows.length);
  }

  private static int numClasses(TargetSchema target) {
    return ((ClassTarget) target).levels().size();
  }

  private static Likelihood bernoulli(TargetSchema target, double[][] rows) {
    Check.require(
        numClasses(target) == 2,
        "likelihood",
        "two classes for bernoulli",
        numClasses(target),
        "use categorical");
    return new BernoulliLikelihood();
  }

  /** All likelihoods. */
  public static List<Entry> all() {
    return ALL;
  }

  /**
   * The likelihood of a name.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public static Entry named(String name) {
    return ALL.stream()
        .filter(entry -> entry.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Check.failure(
                    "likelihood",
                    "one of " + ALL.stream().map(Entry::name).toList(),
                    "'" + name + "'"));
  }

  /**
   * The likelihood of a name, or the standard one where that is {@link TableFit#AUTO}.
   *
   * @throws IllegalArgumentException if there is none, or it does not serve the target; the message
   *     lists those that do
   */
  public static Entry of(String name, TargetSchema target) {
    if (name.equals(TableFit.AUTO)) {
      return ALL.stream()
          .filter(entry -> entry.kinds().contains(target.kind()))
          .findFirst()
          .orElseThrow();
    }
    Entry entry = named(name);
    List<String> fitting =
        ALL.stream().filter(each -> each.kinds().contains(target.kind())).map(Entry::name).toList();
    Check.require(
        entry.kinds().contains(target.kind()),
        "likelihood",
        "one of "
            + fitting
            + " for "
            + target.kind().name().toLowerCase(Locale.ROOT)
            + " "
            + target.names(),
        "'" + name + "'");
    return entry;
  }
}
