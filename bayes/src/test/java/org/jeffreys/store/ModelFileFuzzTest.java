package org.jeffreys.store;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.jeffreys.NativeMemory;
import org.jeffreys.data.Invert;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.Trained;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.nn.Activation;
import org.jeffreys.nn.BatchNorm;
import org.jeffreys.nn.Dropout;
import org.jeffreys.nn.Flatten;
import org.jeffreys.nn.Linear;
import org.jeffreys.nn.Sequential;
import org.jeffreys.table.CsvReader;
import org.jeffreys.table.TableFit;
import org.jeffreys.target.CategoricalLikelihood;
import org.jeffreys.target.NetworkModel;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.uncertainty.AbstentionRule;
import org.jeffreys.uncertainty.PredictiveEntropy;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** However a model file is damaged or forged: a model, or one line that names the file. */
@ExtendWith(NativeMemory.class)
final class ModelFileFuzzTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "0",
          "-1",
          "1",
          "3",
          "2147483647",
          "-2147483648",
          "9007199254740993",
          "1e308",
          "-1e-308",
          "0.5",
          "\"\"",
          "\"a\\nb\"",
          "\"\\u2028\"",
          "\"relu\"",
          "\"NaN\"",
          "[]",
          "{}",
          "[0]",
          "[1,2,3]",
          "[null]",
          "[\"a\"]",
          "[-1]",
          "[[]]",
          "{\"type\":\"linear\"}",
          "{\"type\":\"normal\"}",
          "1e400",
          "[1e9,1e9,1e9]",
          "\"" + "x".repeat(5000) + "\"");

  @TempDir private Path folder;

  private byte[] images() throws IOException {
    Sequential network =
        Sequential.of(
            Shape.of(3, 2, 1),
            new Flatten(),
            new Linear(6, 3),
            new BatchNorm(3),
            Activation.RELU,
            new Dropout(0.5),
            new Linear(3, 2));
    NetworkModel model = new NetworkModel(network, new CategoricalLikelihood(2), DType.FLOAT32);
    try (Rng rng = Rng.streams(1, "weights", 1);
        Scope scope = Scope.open()) {
      Tensor position = Scope.release(rng.normal(DType.FLOAT32, 1, model.dimension()));
      Tensor buffers = Scope.release(rng.uniform(DType.FLOAT32, 1, 6).copy());
      try (NoisePosterior posterior =
          new NoisePosterior(
              model,
              new Trained(position, buffers, List.of(), 0),
              NoisePosterior.Config.of(3),
              1)) {
        return bytes(
            new ImageModel(
                posterior,
                "mc-dropout",
                List.of("a", "b"),
                new ImageFormat(3, 2, 1, Invert.AUTO),
                new AbstentionRule(new PredictiveEntropy(), 0.4),
                Map.of("data", "none")));
      }
    }
  }

  private byte[] table(String target, String method) throws IOException {
    StringBuilder rows = new StringBuilder("x,kind,when,y,label\n");
    Random random = new Random(2);
    for (int i = 0; i < 40; i++) {
      rows.append(i % 7 == 0 ? "" : Double.toString(random.nextGaussian()))
          .append(',')
          .append("uvw".charAt(i % 3))
          .append(",2024-05-")
          .append(10 + i % 20)
          .append(',')
          .append(random.nextGaussian())
          .append(i % 2 == 0 ? ",yes\n" : ",no\n");
    }
    Path csv = Files.writeString(folder.resolve("data.csv"), rows);
    try (SavedTable saved =
        new SavedTable(
            TableFit.of(target)
                .withNetwork(Activation.TANH, 2)
                .withMethod(method)
                .withEffort(0.001)
                .withCalibration(TableFit.Calibrating.CROSS)
                .fit(CsvReader.standard().read(csv), Run.of(0)))) {
      return bytes(saved);
    }
  }

  private static byte[] sample() throws IOException {
    try (SavedSample sample = SavedSampleTest.sample()) {
      return bytes(sample);
    }
  }

  private static byte[] bytes(SavedModel saved) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ModelFile.write(out, saved);
    return out.toByteArray();
  }

  @Test
  void aFewHundredDamagedFiles() throws IOException {
    fuzz(0, 200);
  }

  @Test
  @Tag("slow")
  void thousandsOfDamagedFiles() throws IOException {
    fuzz(200, 4_000);
  }

  private void fuzz(int first, int count) throws IOException {
    List<byte[]> wholes =
        List.of(images(), table("y", "map"), table("label", "laplace-full"), sample());
    int models = 0;
    for (int seed = first; seed < first + count; seed++) {
      byte[] whole = wholes.get(seed % wholes.size());
      try {
        models += isModel(mutated(whole, new Random(seed))) ? 1 : 0;
      } catch (RuntimeException | IOException | Error e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    // Both happen, else nothing is tested.
    assertThat(models).isBetween(count / 50, count * 3 / 4);
  }

  private boolean isModel(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("model.jeffreys"), bytes);
    long live = Tensor.live();
    boolean isModel = false;
    try (SavedModel read = ModelFile.read(file)) {
      isModel = !read.method().isEmpty();
    } catch (UncheckedIOException e) {
      assertThat(e.getMessage()).startsWith(file + ": ").doesNotContainPattern("\\R");
      assertThat(e.getMessage().length()).isLessThan(2000);
    }
    assertThat(Tensor.live()).isEqualTo(live);
    return isModel;
  }

  private static byte[] mutated(byte[] whole, Random random) throws IOException {
    return switch (random.nextInt(8)) {
      case 0 -> scattered(whole, random);
      case 1 -> Arrays.copyOf(whole, random.nextInt(whole.length));
      case 2 -> inserted(whole, random);
      case 3 -> signed(scattered(whole, random));
      case 4 -> rewritten(whole, random, false);
      default -> rewritten(whole, random, true);
    };
  }

  private static byte[] scattered(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    int header = 8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    for (int k = random.nextInt(4); k >= 0; k--) {
      int place = random.nextInt(random.nextBoolean() ? header : bytes.length);
      bytes[place] =
          random.nextBoolean()
              ? (byte) (bytes[place] ^ 1 << random.nextInt(8))
              : (byte) "0123456789-.eE[]{}\",:\\n".charAt(random.nextInt(23));
    }
    return bytes;
  }

  private static byte[] inserted(byte[] whole, Random random) {
    int place = random.nextInt(whole.length);
    byte[] more = new byte[1 + random.nextInt(20)];
    random.nextBytes(more);
    byte[] bytes = Arrays.copyOf(whole, whole.length + more.length);
    System.arraycopy(more, 0, bytes, place, more.length);
    System.arraycopy(whole, place, bytes, place + more.length, whole.length - place);
    return bytes;
  }

  /** With the digest of what is there now, so that only the content is wrong. */
  private static byte[] signed(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    String key = "\"sha256\":\"";
    int place = text.indexOf(key) + key.length();
    if (place < key.length() || place + 64 > bytes.length) {
      return bytes;
    }
    byte[] signed = bytes.clone();
    Arrays.fill(signed, place, place + 64, (byte) '0');
    try {
      String hex = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(signed));
      System.arraycopy(hex.getBytes(StandardCharsets.US_ASCII), 0, signed, place, 64);
      return signed;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its description or its tensors changed, and written as a whole file is. */
  private static byte[] rewritten(byte[] whole, Random random, boolean ofDescription)
      throws IOException {
    Path file = Files.createTempFile("whole", ".jeffreys");
    try (Scope scope = Scope.open()) {
      Files.write(file, whole);
      Safetensors.Content content = Safetensors.read(file);
      Map<String, String> metadata = new TreeMap<>(content.metadata());
      Map<String, Tensor> tensors = new TreeMap<>(content.tensors());
      if (ofDescription) {
        metadata.computeIfPresent("model", (key, json) -> forged(json, random));
      } else {
        forge(tensors, random);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      Safetensors.write(out, tensors, metadata);
      return out.toByteArray();
    } finally {
      Files.delete(file);
    }
  }

  private static void forge(Map<String, Tensor> tensors, Random random) {
    List<String> names = new ArrayList<>(tensors.keySet());
    String name = names.get(random.nextInt(names.size()));
    Tensor tensor = Optional.ofNullable(tensors.get(name)).orElseThrow();
    switch (random.nextInt(7)) {
      case 0 -> tensors.remove(name);
      case 1 -> tensors.put(name + "x", tensor);
      case 2 -> tensors.put(name, tensor.unsqueeze(0));
      case 3 -> tensors.put(name, Tensor.zeros(tensor.dtype(), 0));
      case 4 -> tensors.put(name, Tensor.full(tensor.dtype(), Double.NaN, tensor.shape()));
      case 5 -> tensors.put(name, Tensor.zeros(DType.INT64, tensor.shape()));
      default -> tensors.put(name, Optional.ofNullable(tensors.get(names.get(0))).orElseThrow());
    }
  }

  private static String forged(String json, Random random) {
    try {
      JsonNode root = JSON.readTree(json);
      for (int k = random.nextInt(2); k >= 0; k--) {
        List<JsonNode> inner = new ArrayList<>();
        collect(root, inner);
        JsonNode node = inner.get(random.nextInt(inner.size()));
        JsonNode value = JSON.readTree(VALUES.get(random.nextInt(VALUES.size())));
        if (node instanceof ObjectNode object && !object.isEmpty()) {
          List<String> names = new ArrayList<>();
          object.fieldNames().forEachRemaining(names::add);
          String name = names.get(random.nextInt(names.size()));
          switch (random.nextInt(4)) {
            case 0 -> object.remove(name);
            case 1 -> object.set(name + "x", value);
            default -> object.set(name, value);
          }
        } else if (node instanceof ArrayNode array) {
          int place = random.nextInt(array.size() + 1);
          if (place < array.size() && random.nextBoolean()) {
            array.set(place, value);
          } else {
            array.insert(place, array.isEmpty() ? JsonNodeFactory.instance.nullNode() : value);
          }
        }
      }
      return random.nextInt(10) == 0 ? scratched(root.toString(), random) : root.toString();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String scratched(String json, Random random) {
    StringBuilder text = new StringBuilder(json);
    text.setCharAt(random.nextInt(text.length()), (char) random.nextInt(128));
    return text.toString();
  }

  private static void collect(JsonNode node, List<JsonNode> into) {
    if (node.isContainerNode()) {
      into.add(node);
      node.forEach(each -> collect(each, into));
    }
  }
}
