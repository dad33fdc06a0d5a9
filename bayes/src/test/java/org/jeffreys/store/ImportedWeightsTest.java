package org.jeffreys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jeffreys.NativeMemory;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.ConcreteDropout;
import org.jeffreys.nn.Conv2d;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.GroupNorm;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.Sequential;
import org.jeffreys.target.GaussianLikelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NativeMemory.class)
final class ImportedWeightsTest {
  private static final Sequential DENSE = Sequential.dense(Activation.RELU, 2, 3, 1);

  @TempDir private Path folder;

  private Path written(Map<String, Tensor> arrays) {
    Path file = folder.resolve("weights.safetensors");
    WholeFile.write(file, out -> Safetensors.write(out, arrays, Map.of("format", "pt")));
    return file;
  }

  /** As {@code nn.Sequential(Linear(2, 3), ReLU(), Linear(3, 1))} has them. */
  private static Map<String, Tensor> dense() {
    Map<String, Tensor> arrays = new HashMap<>();
    arrays.put("0.weight", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
    arrays.put("0.bias", Tensor.of(new float[] {-1, 0, 7}, 3));
    arrays.put("2.weight", Tensor.of(new float[] {0.5f, -1, 2}, 1, 3));
    arrays.put("2.bias", Tensor.of(new float[] {10}, 1));
    return arrays;
  }

  @Test
  void denseLayersAreTransposed() {
    try (ImportedWeights weights = ImportedWeights.read(written(dense()), DENSE, DType.FLOAT32)) {
      assertThat(weights.parameters().shape()).containsExactly(1, 13);
      assertThat(weights.parameters().toFloats())
          .containsExactly(1, 3, 5, 2, 4, 6, -1, 0, 7, 0.5f, -1, 2, 10);
      assertThat(weights.buffers()).isNull();
      assertThat(weights.notes())
          .containsExactly(
              "0.weight [2, 3] is 0.weight [3, 2] with axes [1, 0]",
              "0.bias [1, 3] is 0.bias [3]",
              "2.weight [3, 1] is 2.weight [1, 3] with axes [1, 0]",
              "2.bias [1, 1] is 2.bias [1]");
    }
  }

  /** 2 before 10, whatever their order in the file. */
  @Test
  void layersOfOneShapeFollowTheirNumbers() {
    Map<String, Tensor> arrays = new HashMap<>();
    for (int k : new int[] {2, 10, 9}) {
      arrays.put("net." + k + ".fc.weight", Tensor.full(DType.FLOAT64, k, 1, 1));
      arrays.put("net." + k + ".fc.bias", Tensor.full(DType.FLOAT64, -k, 1));
    }
    Sequential network = Sequential.dense(Activation.TANH, 1, 1, 1, 1);
    try (ImportedWeights weights = ImportedWeights.read(written(arrays), network, DType.FLOAT32)) {
      assertThat(weights.parameters().toFloats()).containsExactly(2, -2, 9, -9, 10, -10);
      assertThat(weights.notes().get(2))
          .isEqualTo(
              "2.weight [1, 1] is net.9.fc.weight [1, 1] with axes [1, 0], rounded to float32");
    }
  }

  @Test
  void refusesToGuessAnOrder() {
    Map<String, Tensor> arrays = new HashMap<>();
    for (String name : List.of("head", "body")) {
      arrays.put(name + ".weight", Tensor.full(DType.FLOAT32, 1, 1, 1));
      arrays.put(name + ".bias", Tensor.full(DType.FLOAT32, 1, 1));
    }
    Path file = written(arrays);
    Sequential network = Sequential.dense(Activation.TANH, 1, 1, 1);
    assertThatThrownBy(() -> ImportedWeights.read(file, network, DType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            file
                + ": expected layers of the same shapes in an order that their names tell, got"
                + " [body, head]; give the map of names");
    Map<String, String> names =
        Map.of(
            "body.weight",
            "0.weight",
            "body.bias",
            "0.bias",
            "head.weight",
            "2.weight",
            "head.bias",
            "2.bias");
    try (ImportedWeights weights = ImportedWeights.read(file, network, DType.FLOAT32, names)) {
      assertThat(weights.notes().get(0))
          .isEqualTo("0.weight [1, 1] is body.weight [1, 1] with axes [1, 0]");
    }
  }

  private void assertUnlike(Map<String, Tensor> arrays, String got) {
    Path file = written(arrays);
    long live = Tensor.live();
    assertThatThrownBy(() -> ImportedWeights.read(file, DENSE, DType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            file
                + ": expected arrays [0.weight [3, 2], 0.bias [3], 2.weight [1, 3], 2.bias [1]],"
                + " got ["
                + got
                + "]");
    assertThat(Tensor.live()).isEqualTo(live);
  }

  @Test
  void listsBothSidesWhereTheyAreUnlike() {
    Map<String, Tensor> missing = dense();
    missing.remove("0.bias");
    assertUnlike(missing, "0.weight [3, 2], 2.bias [1], 2.weight [1, 3]");
    Map<String, Tensor> surplus = dense();
    surplus.put("3.weight", Tensor.zeros(DType.FLOAT32, 1));
    assertUnlike(surplus, "0.bias [3], 0.weight [3, 2], 2.bias [1], 2.weight [1, 3], 3.weight [1]");
    Map<String, Tensor> misshapen = dense();
    misshapen.put("0.weight", Tensor.zeros(DType.FLOAT32, 2, 3));
    assertUnlike(misshapen, "0.bias [3], 0.weight [2, 3], 2.bias [1], 2.weight [1, 3]");
    assertUnlike(Map.of(), "");
  }

  @Test
  void namesAreOfAllOfBothSides() {
    Path file = written(dense());
    Map<String, String> whole = new HashMap<>();
    dense().keySet().forEach(name -> whole.put(name, name));
    Map<String, String> part = new HashMap<>(whole);
    part.remove("2.bias");
    Map<String, String> twice = new HashMap<>(whole);
    twice.put("2.bias", "0.bias");
    Map<String, String> unknown = new HashMap<>(whole);
    unknown.put("4.bias", "4.bias");
    for (Map<String, String> names : List.of(part, twice, unknown)) {
      assertThatThrownBy(() -> ImportedWeights.read(file, DENSE, DType.FLOAT32, names))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(file + ": expected arrays [0.weight [3, 2], ");
    }
  }

  @Test
  void refusesWhatIsNoRealNumber() {
    Map<String, Tensor> arrays = dense();
    arrays.put("2.bias", Tensor.of(new long[] {1}, 1));
    Path file = written(arrays);
    assertThatThrownBy(() -> ImportedWeights.read(file, DENSE, DType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + ": 2.bias: expected real numbers, got int64");
    assertThatThrownBy(() -> ImportedWeights.read(folder.resolve("none"), DENSE, DType.FLOAT32))
        .isInstanceOf(UncheckedIOException.class);
  }

  private static final Sequential IMAGES =
      Sequential.of(
          Shape.of(4, 5, 2),
          new Conv2d(2, 3, 2),
          new BatchNorm(3),
          Activation.RELU,
          new Flatten(),
          new Dropout(0.5),
          new BatchNorm(36),
          new Linear(36, 2),
          new GroupNorm(2, 1));

  /** PyTorch's side of {@link #IMAGES}, with random numbers. */
  private static Map<String, Tensor> images(Rng rng) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("0.weight", new long[] {3, 2, 2, 2});
    shapes.put("0.bias", new long[] {3});
    for (String name : List.of("weight", "bias", "running_mean", "running_var")) {
      shapes.put("1." + name, new long[] {3});
      shapes.put("5." + name, new long[] {36});
    }
    shapes.put("6.weight", new long[] {2, 36});
    shapes.put("6.bias", new long[] {2});
    shapes.put("7.weight", new long[] {2});
    shapes.put("7.bias", new long[] {2});
    Map<String, Tensor> arrays = new HashMap<>();
    shapes.forEach(
        (name, shape) ->
            arrays.put(
                name,
                rng.uniform(DType.FLOAT64, Shape.of(shape).prepend(1).toArray())
                    .select(0, 0)
                    .add(0.1)));
    arrays.put("1.num_batches_tracked", Tensor.of(new long[] {7}));
    return arrays;
  }

  /** PyTorch's rules in plain loops, over an image with its channels first. */
  private static double[] byHand(Map<String, Tensor> arrays, double[][][] image) {
    double[] weight = arrays.get("0.weight").toDoubles();
    double[] flat = new double[36];
    for (int o = 0; o < 3; o++) {
      for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 4; j++) {
          double sum = arrays.get("0.bias").toDoubles()[o];
          for (int c = 0; c < 2; c++) {
            for (int k = 0; k < 2; k++) {
              for (int l = 0; l < 2; l++) {
                sum += weight[((o * 2 + c) * 2 + k) * 2 + l] * image[c][i + k][j + l];
              }
            }
          }
          flat[(o * 3 + i) * 4 + j] = Math.max(0, normal(arrays, "1.", o, sum));
        }
      }
    }
    double[] out = arrays.get("6.bias").toDoubles().clone();
    for (int u = 0; u < 36; u++) {
      double value = normal(arrays, "5.", u, flat[u]);
      for (int o = 0; o < 2; o++) {
        out[o] += arrays.get("6.weight").toDoubles()[o * 36 + u] * value;
      }
    }
    double mean = (out[0] + out[1]) / 2;
    double sd = Math.sqrt((out[0] - mean) * (out[0] - mean) + 1e-5);
    for (int o = 0; o < 2; o++) {
      out[o] =
          (out[o] - mean) / sd * arrays.get("7.weight").toDoubles()[o]
              + arrays.get("7.bias").toDoubles()[o];
    }
    return out;
  }

  private static double normal(Map<String, Tensor> arrays, String module, int unit, double x) {
    double mean = arrays.get(module + "running_mean").toDoubles()[unit];
    double variance = arrays.get(module + "running_var").toDoubles()[unit];
    return (x - mean) / Math.sqrt(variance + 1e-5) * arrays.get(module + "weight").toDoubles()[unit]
        + arrays.get(module + "bias").toDoubles()[unit];
  }

  /** Channels, the order of flattened images, and running statistics. */
  @Test
  void imagesGoThroughAsInPyTorch() {
    try (Rng rng = Rng.streams(3, "torch", 1)) {
      Map<String, Tensor> arrays = images(rng);
      double[] pixels = rng.uniform(DType.FLOAT64, 1, 40).toDoubles();
      double[][][] image = new double[2][4][5];
      for (int i = 0; i < 40; i++) {
        image[i % 2][i / 10][i / 2 % 5] = pixels[i];
      }
      try (ImportedWeights weights = ImportedWeights.read(written(arrays), IMAGES, DType.FLOAT64)) {
        NetworkModel model = new NetworkModel(IMAGES, GaussianLikelihood.fixed(1), DType.FLOAT64);
        Pass pass = Pass.mean().withStatistics(model.statistics(weights.buffers()));
        Tensor output =
            IMAGES.forward(
                model.networkViews(weights.parameters()), Tensor.of(pixels, 1, 1, 4, 5, 2), pass);
        double[] expected = byHand(arrays, image);
        assertThat(output.toDoubles()[0]).isCloseTo(expected[0], within(1e-9));
        assertThat(output.toDoubles()[1]).isCloseTo(expected[1], within(1e-9));
        assertThat(weights.notes())
            .contains(
                "0.weight [3, 2, 2, 2] is 0.weight [3, 2, 2, 2] with axes [0, 2, 3, 1]",
                "6.weight [36, 2] is 6.weight [2, 36] seen as [2, 3, 3, 4] with axes [2, 3, 1, 0]",
                "5.mean [36] is 5.running_mean [36] seen as [3, 3, 4] with axes [1, 2, 0]");
      }
    }
  }

  @Test
  void whatIsWrittenIsWhatWasRead() {
    try (Rng rng = Rng.streams(4, "torch", 1)) {
      Map<String, Tensor> arrays = images(rng);
      Path file = folder.resolve("back.safetensors");
      try (ImportedWeights weights = ImportedWeights.read(written(arrays), IMAGES, DType.FLOAT64)) {
        ImportedWeights.write(file, IMAGES, weights.parameters(), weights.buffers());
        assertThatThrownBy(() -> ImportedWeights.write(file, IMAGES, weights.parameters(), null))
            .hasMessage("buffers: expected running statistics, got none");
      }
      Safetensors.Content content = Safetensors.read(file);
      assertThat(content.metadata()).containsEntry("format", "pt");
      Map<String, Tensor> back = new HashMap<>(content.tensors());
      assertThat(back.remove("1.num_batches_tracked").shape()).isEmpty();
      assertThat(back.remove("5.num_batches_tracked").toLongs()).containsExactly(0);
      arrays.remove("1.num_batches_tracked");
      assertThat(back.keySet()).isEqualTo(arrays.keySet());
      arrays.forEach(
          (name, array) -> {
            Tensor found = Objects.requireNonNull(back.get(name));
            assertThat(found.shape()).as(name).isEqualTo(array.shape());
            assertThat(found.toDoubles()).as(name).isEqualTo(array.toDoubles());
          });
    }
  }

  @Test
  void whatPyTorchLacksStartsWhereItDoes() {
    Sequential network =
        Sequential.of(
            Shape.of(2),
            new ConcreteDropout(new Linear(2, 3), 1, 0.5, 0.1),
            Activation.RELU,
            new Linear(3, 1));
    try (ImportedWeights weights = ImportedWeights.read(written(dense()), network, DType.FLOAT32)) {
      assertThat(weights.parameters().toFloats())
          .containsExactly(1, 3, 5, 2, 4, 6, -1, 0, 7, 0, 0.5f, -1, 2, 10);
      assertThat(weights.notes()).contains("0.rateLogit [1] is not in PyTorch; it is at 0.0");
    }
  }

  @Test
  void refusesGroupsThatFlatteningTearsApart() {
    Sequential network =
        Sequential.of(Shape.of(2, 2, 2), new Flatten(), new GroupNorm(8, 2), new Linear(8, 1));
    Path file = written(dense());
    assertThatThrownBy(() -> ImportedWeights.read(file, network, DType.FLOAT32))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "network: expected no groups of flattened images, got GroupNorm[channels=8, groups=2,"
                + " epsilon=1.0E-5]");
    assertThat(Files.exists(file)).isTrue();
  }
}
