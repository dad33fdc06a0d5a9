package org.jeffreys.ppl.model;

import java.util.List;
import java.util.Optional;
import org.jeffreys.core.Check;
import org.jeffreys.core.Nearest;
import org.jeffreys.ppl.ProgramFactory;
import org.jspecify.annotations.Nullable;

/** The registry of programs that come with the library. */
public final class Programs {
  private static final List<Entry> ALL =
      List.of(
          new Entry(
              "eight-schools",
              "Effects of coaching in eight schools, non-centred",
              null,
              new EightSchools(false)),
          new Entry(
              "eight-schools-centred", "The same with its funnel", null, new EightSchools(true)),
          new Entry(
              "kidscore-momiq",
              "Test scores of children by their mothers' IQ",
              "kidiq",
              FlatRegression.kidscoreMomIq()),
          new Entry(
              "kidscore-interaction",
              "The same with high school and an interaction",
              "kidiq",
              FlatRegression.kidscoreInteraction()),
          new Entry(
              "logearn-interaction",
              "Earnings by height and sex, with an interaction",
              "earnings",
              FlatRegression.logEarnings()),
          new Entry(
              "logmesquite",
              "The weight of mesquite bushes by seven measures",
              "mesquite",
              FlatRegression.logMesquite()),
          new Entry(
              "nes",
              "Party identification by nine properties of voters",
              "nes2000",
              FlatRegression.partyIdentification()),
          new Entry("ark", "A time series by its own past", "arK", new AutoRegression()),
          new Entry(
              "gp-regression",
              "A Gaussian process and its hyperparameters",
              "gp_pois_regr",
              new GaussianProcess()),
          new Entry("blr", "Linear regression with priors", "sblrc", new LinearRegression()),
          new Entry(
              "gauss-mix",
              "A mixture of two normal distributions, components summed out",
              "low_dim_gauss_mix",
              new GaussianMixture()),
          new Entry(
              "straight-line",
              "A line with noise, over points of its own",
              null,
              new StraightLine(42)),
          new Entry("funnel", "Neal's funnel", null, new Funnel()));

  /**
   * A program.
   *
   * @param name by which it is called
   * @param summary one line
   * @param data the file of posteriordb that it is made for, without its ending; null for none
   * @param factory makes it
   */
  public record Entry(String name, String summary, @Nullable String data, ProgramFactory factory) {}

  private Programs() {}

  /** All programs, in the order of the tables. */
  public static List<Entry> all() {
    return ALL;
  }

  /**
   * The program of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Entry named(String name) {
    Optional<Entry> found = ALL.stream().filter(entry -> entry.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      List<String> names = ALL.stream().map(Entry::name).toList();
      @Nullable String nearest = Nearest.to(name, names);
      throw Check.failure(
          "program",
          "one of " + names,
          "'" + name + "'" + (nearest == null ? "" : "; did you mean " + nearest + "?"));
    }
    return found.get();
  }
}
