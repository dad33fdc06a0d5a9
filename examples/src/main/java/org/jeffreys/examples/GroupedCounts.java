package org.jeffreys.examples;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jeffreys.core.Doubles;
import org.jeffreys.distribution.HalfNormal;
import org.jeffreys.distribution.Normal;
import org.jeffreys.distribution.Poisson;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.mcmc.HamiltonianSampler;
import org.jeffreys.inference.mcmc.McmcSample;
import org.jeffreys.inference.vi.Svi;
import org.jeffreys.ppl.AutoMultivariateNormal;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.ProgramFactory;
import org.jeffreys.ppl.SiteDraws;
import org.jeffreys.ppl.Trace;
import org.jeffreys.target.VariationalFit;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Counts in groups that resemble one another, as a program that {@code jeffreys sample} takes.
 *
 * <pre>{@code
 * μ ~ N(0, 2)      τ ~ N⁺(0, 1)      α_j ~ N(μ, τ)      β ~ N(0, 1)
 * y_i ~ Poisson(exp(α_{g(i)} + β x_i))
 * }</pre>
 */
public final class GroupedCounts implements ProgramFactory {
  static final int GROUPS = 8;
  static final int ROWS = 160;
  static final double MU = 1;
  static final double TAU = 0.6;
  static final double BETA = 0.5;
  static final double AT = 1.5;

  /** Made by its name. */
  public GroupedCounts() {}

  // [factory
  @Override
  public Program of(ProgramData data) {
    int groups = data.count("J");
    int size = data.count("N");
    Tensor group = data.tensor("group", size).sub(1).to(DType.INT64); // data count from 1
    Tensor x = data.tensor("x", size);
    Tensor y = data.tensor("y", size);
    return m -> {
      Tensor mu = m.sample("mu", Normal.of(0, 2));
      Tensor tau = m.sample("tau", HalfNormal.of(1));
      Tensor beta = m.sample("beta", Normal.of(0, 1));
      Tensor alpha;
      try (Plate plate = m.plate("groups", groups)) {
        alpha = m.sample("alpha", new Normal(mu, tau));
      }
      try (Plate plate = m.plate("rows", size)) {
        Tensor logRate = alpha.indexSelect(1, group).add(beta.mul(x));
        m.observe("y", new Poisson(logRate.exp()), y);
      }
    };
  }

  // factory]

  /**
   * Prints what two methods find, and what they predict.
   *
   * @param args none
   */
  public static void main(String[] args) {
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(42, "counts")) {
      double[] intercepts = intercepts(rng);
      Program program = new GroupedCounts().of(data(intercepts, rng));
      Model nonCentred = Model.of(program.nonCentred());
      try (VariationalFit fit = fit(nonCentred)) {
        tell("Svi, non-centred", nonCentred, fit);
      }
      Model model = Model.of(program);
      try (VariationalFit fit = fit(model)) {
        tell("Svi, centred", model, fit);
        tell(predict(model, fit.draws(4000, 1), AT, rng), intercepts);
      }
      try (McmcSample sample = HamiltonianSampler.nuts().sample(model.density(), Run.of(1))) {
        print("NUTS", model, sample.draws().values());
      }
    }
  }

  /** By all normal distributions. */
  static VariationalFit fit(Model model) {
    return Svi.of(1000, 0.03).fit(new AutoMultivariateNormal().of(model), Run.of(1));
  }

  private static void tell(String method, Model model, VariationalFit fit) {
    // [khat
    fit.warning(1000, 1).ifPresent(System.out::println);
    System.out.printf(Locale.ROOT, "k-hat %.2f%n", fit.psis(1000, 1).khat());
    System.out.printf(Locale.ROOT, "log evidence above %.1f%n", fit.elbo(1000, 1).value());
    // khat]
    print(method, model, fit.draws(4000, 1));
  }

  private static void tell(Trace predicted, double[] intercepts) {
    Tensor means = predicted.value("y").mean(0);
    for (int i = 0; i < GROUPS; i++) {
      double truth = Math.exp(intercepts[i] + BETA * AT);
      System.out.printf(
          Locale.ROOT,
          "group %d: predicted %.2f, true %.2f%n",
          i + 1,
          means.select(0, i).item(),
          truth);
    }
  }

  /** One row a group, all at another x. */
  static Trace predict(Model model, Tensor position, double x, Rng rng) {
    // [predict
    Map<String, Object> rows =
        Map.of(
            "J", 8,
            "N", 8,
            "group", List.of(1, 2, 3, 4, 5, 6, 7, 8),
            "x", Collections.nCopies(8, x),
            "y", Collections.nCopies(8, 0)); // as long as the rows, not looked at
    Program fresh = new GroupedCounts().of(new ProgramData(rows));
    Trace predicted = model.posteriorPredictive(fresh, position, rng);
    Tensor counts = predicted.value("y"); // [draws, rows]
    // predict]
    System.out.printf("%d draws of %d rows%n", counts.size(0), counts.size(1));
    return predicted;
  }

  /** Counts in a group that was not seen, one a draw. @shape [draws, 1] */
  static Tensor predictNewGroup(Trace predicted, double x, Rng rng) {
    // [group
    Tensor noise = rng.normal(DType.FLOAT64, predicted.draws(), 1);
    Tensor alpha = predicted.value("tau").mul(noise).add(predicted.value("mu"));
    Tensor rate = predicted.value("beta").mul(x).add(alpha).exp();
    return new Poisson(rate).sample(rng, Shape.of(predicted.draws(), 1));
    // group]
  }

  /** What the groups are made of. */
  static double[] intercepts(Rng rng) {
    return rng.normal(DType.FLOAT64, GROUPS).mul(TAU).add(MU).toDoubles();
  }

  /** Twenty rows a group. */
  static ProgramData data(double[] intercepts, Rng rng) {
    double[] x = rng.normal(DType.FLOAT64, ROWS).toDoubles();
    double[] group = new double[ROWS];
    double[] rate = new double[ROWS];
    for (int i = 0; i < ROWS; i++) {
      int of = i % GROUPS;
      group[i] = of + 1;
      rate[i] = Math.exp(intercepts[of] + BETA * x[i]);
    }
    double[] y = new Poisson(Tensor.of(rate, ROWS)).sample(rng, Shape.of(ROWS)).toDoubles();
    return new ProgramData(
        Map.of(
            "J", GROUPS,
            "N", ROWS,
            "group", Doubles.of(group).stream().boxed().toList(),
            "x", Doubles.of(x).stream().boxed().toList(),
            "y", Doubles.of(y).stream().boxed().toList()));
  }

  private static void print(String method, Model model, Tensor position) {
    SiteDraws draws = SiteDraws.of(model, position, 1);
    for (String name : List.of("mu", "tau", "beta")) {
      Doubles all = Doubles.of(draws.chains(draws.names().indexOf(name))[0]);
      double mean = all.mean();
      double sd = Math.sqrt(all.map(d -> (d - mean) * (d - mean)).mean());
      System.out.printf(Locale.ROOT, "%s: %s %.3f, sd %.3f%n", method, name, mean, sd);
    }
  }
}
