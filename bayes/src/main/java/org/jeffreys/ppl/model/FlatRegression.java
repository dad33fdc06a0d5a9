package org.jeffreys.ppl.model;

import java.util.function.Function;
import org.jeffreys.distribution.Flat;
import org.jeffreys.distribution.HalfCauchy;
import org.jeffreys.distribution.Normal;
import org.jeffreys.distribution.Supports;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.ProgramFactory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * Linear regression without a prior of its coefficients.
 *
 * <pre>{@code
 * β flat      σ ~ C⁺(0, s), or flat      y_i ~ N(x_i β, σ)
 * }</pre>
 *
 * @param design x and y of the data
 * @param scale s; infinite for flat
 * @source Gelman and Hill (2007), Data analysis using regression and multilevel/hierarchical
 *     models, Cambridge University Press; priors of posteriordb
 */
public record FlatRegression(Function<ProgramData, Design> design, double scale)
    implements ProgramFactory {
  /**
   * What is regressed.
   *
   * @param x @shape [rows, columns]
   * @param y @shape [rows]
   */
  public record Design(Tensor x, Tensor y) {
    static Design of(Tensor y, Tensor... columns) {
      Tensor[] all = new Tensor[columns.length + 1];
      all[0] = Tensor.ones(DType.FLOAT64, y.size(0));
      System.arraycopy(columns, 0, all, 1, columns.length);
      return new Design(Tensor.stack(1, all), y);
    }
  }

  /** Test scores of children by the IQ of their mothers. */
  public static FlatRegression kidscoreMomIq() {
    return new FlatRegression(
        data -> Design.of(data.tensor("kid_score"), data.tensor("mom_iq")), 2.5);
  }

  /** The same, with whether the mother finished high school and its interaction. */
  public static FlatRegression kidscoreInteraction() {
    return new FlatRegression(
        data -> {
          Tensor school = data.tensor("mom_hs");
          Tensor iq = data.tensor("mom_iq");
          return Design.of(data.tensor("kid_score"), school, iq, school.mul(iq));
        },
        2.5);
  }

  /** The logarithm of earnings by standardised height, sex and their interaction. */
  public static FlatRegression logEarnings() {
    return new FlatRegression(
        data -> {
          Tensor male = data.tensor("male");
          Tensor z = standardised(data.tensor("height"));
          return Design.of(data.tensor("earn").log(), z, male, z.mul(male));
        },
        Double.POSITIVE_INFINITY);
  }

  private static Tensor standardised(Tensor values) {
    Tensor centred = values.sub(values.mean(0));
    double variance = centred.square().sum().item() / (values.size(0) - 1.0);
    return centred.div(Math.sqrt(variance));
  }

  /** The logarithm of the weight of mesquite bushes by their measures, on the scale of volumes. */
  public static FlatRegression logMesquite() {
    return new FlatRegression(
        data -> {
          Tensor one = data.tensor("diam1");
          Tensor two = data.tensor("diam2");
          Tensor height = data.tensor("canopy_height");
          Tensor area = one.mul(two);
          return Design.of(
              data.tensor("weight").log(),
              area.mul(height).log(),
              area.log(),
              one.div(two).log(),
              data.tensor("total_height").log(),
              data.tensor("density").log(),
              data.tensor("group"));
        },
        Double.POSITIVE_INFINITY);
  }

  /** Party identification of voters. */
  public static FlatRegression partyIdentification() {
    return new FlatRegression(
        data -> {
          Tensor age = data.tensor("age_discrete");
          return Design.of(
              data.tensor("partyid7"),
              data.tensor("real_ideo"),
              data.tensor("race_adj"),
              isEqual(age, 2),
              isEqual(age, 3),
              isEqual(age, 4),
              data.tensor("educ1"),
              data.tensor("gender"),
              data.tensor("income"));
        },
        Double.POSITIVE_INFINITY);
  }

  private static Tensor isEqual(Tensor values, double value) {
    Tensor zero = Special.sign(values.sub(value)).square();
    return zero.neg().add(1);
  }

  @Override
  public Program of(ProgramData data) {
    Design all = design.apply(data);
    long columns = all.x().size(1);
    return m -> {
      Tensor beta = m.sample("beta", new Flat(Supports.REAL, Shape.of(columns)));
      Tensor sigma =
          m.sample(
              "sigma",
              Double.isInfinite(scale) ? Flat.on(Supports.POSITIVE) : HalfCauchy.of(scale));
      try (Plate rows = m.plate("rows", all.y().size(0))) {
        m.observe("y", new Normal(LinearPredictor.of(all.x(), beta), sigma), all.y());
      }
    };
  }
}
