package org.jeffreys.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jeffreys.data.Dataset;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.Conv2d;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.Layer;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.nn.VariationalDropout;
import org.jeffreys.target.ArrayScales;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.FlatPrior;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.HeteroscedasticGaussianLikelihood;
import org.jeffreys.target.LaplacePrior;
import org.jeffreys.target.Likelihood;
import org.jeffreys.target.NormalPrior;
import org.jeffreys.target.PoissonLikelihood;
import org.jeffreys.target.Prior;
import org.jeffreys.target.StudentTLikelihood;
import org.jeffreys.target.SupervisedTarget;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The table in docs/methods.md says what every method does with every kind of model. */
final class MethodTableTest {
  private static final Path TABLE = Path.of("").toAbsolutePath().resolve("../docs/methods.md");
  private static final int EXAMPLES = 24;
  private static final Prior NORMAL = NormalPrior.fanIn(1, 1);
  private static final Likelihood GAUSSIAN = GaussianLikelihood.learned(0.5);

  /** A kind of model. */
  private record Kind(
      String name,
      Shape input,
      Likelihood likelihood,
      Prior prior,
      boolean weighted,
      List<Layer> layers) {
    Kind(String name, Likelihood likelihood, Prior prior, Layer... layers) {
      this(name, Shape.of(2), likelihood, prior, false, List.of(layers));
    }
  }

  private static Layer[] dense(int outputs) {
    return new Layer[] {new Linear(2, 4), Activation.TANH, new Linear(4, outputs)};
  }

  private static List<Kind> kinds() {
    return List.of(
        new Kind("numbers, normal noise", GAUSSIAN, NORMAL, dense(1)),
        new Kind("normal noise of fixed scale", GaussianLikelihood.fixed(0.5), NORMAL, dense(1)),
        new Kind("Student t noise", new StudentTLikelihood(4, 0.5, true), NORMAL, dense(1)),
        new Kind(
            "noise by the input", new HeteroscedasticGaussianLikelihood(0.5), NORMAL, dense(2)),
        new Kind("classes", new CategoricalLikelihood(3), NORMAL, dense(3)),
        new Kind("counts", new PoissonLikelihood(1), NORMAL, dense(1)),
        new Kind("flat prior", GAUSSIAN, new FlatPrior(), dense(1)),
        new Kind("Laplace prior", GAUSSIAN, new LaplacePrior(ArrayScales.fanIn(1, 1)), dense(1)),
        new Kind("weights of rows", Shape.of(2), GAUSSIAN, NORMAL, true, List.of(dense(1))),
        new Kind(
            "dropout",
            GAUSSIAN,
            NORMAL,
            new Linear(2, 4),
            Activation.TANH,
            new Dropout(0.2),
            new Linear(4, 1)),
        new Kind(
            "variational dropout",
            GAUSSIAN,
            NORMAL,
            new VariationalDropout(2, 4, VariationalDropout.Sharing.WEIGHT, 0.1),
            Activation.TANH,
            new Linear(4, 1)),
        new Kind(
            "batch normalisation",
            GAUSSIAN,
            NORMAL,
            new Linear(2, 4),
            new BatchNorm(4),
            Activation.TANH,
            new Linear(4, 1)),
        new Kind(
            "convolution",
            Shape.of(4, 4, 1),
            new CategoricalLikelihood(3),
            NORMAL,
            false,
            List.of(new Conv2d(1, 2, 3), Activation.RELU, new Flatten(), new Linear(8, 3))));
  }

  private static Dataset data(Kind kind) {
    Random random = new Random(4);
    int width = (int) kind.input().numElements();
    float[] x = new float[EXAMPLES * width];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    boolean isClass = kind.likelihood() instanceof CategoricalLikelihood;
    boolean isNumber = !isClass && !(kind.likelihood() instanceof PoissonLikelihood);
    float[] y = new float[EXAMPLES];
    long[] labels = new long[EXAMPLES];
    for (int i = 0; i < EXAMPLES; i++) {
      labels[i] = i % 3;
      y[i] = isNumber ? (float) Math.sin(x[i * width]) : labels[i];
    }
    Tensor inputs = Tensor.of(x, kind.input().prepend(EXAMPLES).toArray());
    Tensor targets = isClass ? Tensor.of(labels, EXAMPLES, 1) : Tensor.of(y, EXAMPLES, 1);
    Tensor weights = kind.weighted() ? Tensor.full(DType.FLOAT32, 0.5, EXAMPLES) : null;
    return new Dataset(inputs, targets, weights);
  }

  /** Whether a method serves a model; a refusal has to name the method or what is missing. */
  private static boolean serves(InferenceMethods.Entry entry, Kind kind) {
    try (Dataset data = data(kind);
        SupervisedTarget target =
            new SupervisedTarget(
                Sequential.of(kind.input(), kind.layers()),
                kind.likelihood(),
                kind.prior(),
                data)) {
      return serves(entry, target);
    }
  }

  private static boolean serves(InferenceMethods.Entry entry, SupervisedTarget target) {
    try (Posterior posterior = entry.standard().of(target, 0.01).fit(target, Run.of(1))) {
      return posterior.numDraws() >= 1;
    } catch (IllegalArgumentException e) {
      assertThat(e.getMessage()).as(entry.name()).contains(": expected ").contains(", got ");
      return false;
    }
  }

  private static String table() {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (InferenceMethods.Entry entry : InferenceMethods.all()) {
      List<String> marks = new ArrayList<>();
      for (Kind kind : kinds()) {
        marks.add(serves(entry, kind) ? "✓" : "–");
      }
      rows.put(entry.name(), marks);
    }
    StringBuilder text = new StringBuilder("| method");
    kinds().forEach(kind -> text.append(" | ").append(kind.name()));
    text.append(" |\n|---").append("|:-:".repeat(kinds().size())).append("|\n");
    rows.forEach(
        (name, marks) -> {
          text.append("| `").append(name).append("` | ").append(String.join(" | ", marks));
          text.append(" |\n");
        });
    return text.toString();
  }

  @Tag("slow")
  @Test
  void theTableSaysWhatEveryMethodServes() throws IOException {
    assertThat(Files.readString(TABLE)).contains(table());
  }
}
