package org.jeffreys.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jeffreys.predict.RegressionPrediction;
import org.jeffreys.tensor.HostStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file is written byte by byte, as {@code safetensors.torch.save_file} does. */
@Tag("slow")
final class PyTorchWeightsTest {
  private static final int UNITS = 20;
  private static final double[][] PLACES = {{0}, {1}, {-1.3}, {4}};

  @TempDir private Path folder;

  private final float[] first = new float[UNITS];
  private final float[] shift = new float[UNITS];
  private final float[] second = new float[UNITS];
  private final double[][] x = new double[60][1];
  private final double[][] y = new double[60][1];

  /** Random features, and what the network puts out at them with noise of 0.1. */
  @BeforeEach
  void makeNetworkAndData() {
    HostStream random = HostStream.keyed(5, "torch", 0);
    for (int unit = 0; unit < UNITS; unit++) {
      first[unit] = (float) (2 * random.nextNormal());
      shift[unit] = (float) random.nextNormal();
      second[unit] = (float) (0.5 * random.nextNormal());
    }
    for (int i = 0; i < x.length; i++) {
      x[i][0] = 4 * random.nextDouble() - 2;
      y[i][0] = byHand(x[i][0]) + 0.1 * random.nextNormal();
    }
  }

  private double byHand(double place) {
    double sum = 0.25;
    for (int unit = 0; unit < UNITS; unit++) {
      sum += second[unit] * Math.tanh(first[unit] * place + shift[unit]);
    }
    return sum;
  }

  /** {@code nn.Sequential} has [out, in]: the two weights lie as [20, 1] and [1, 20]. */
  private Path file(int last) throws IOException {
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + array("0.bias", "[20]", 0, 80)
            + array("0.weight", "[20,1]", 80, 160)
            + array(last + ".bias", "[1]", 160, 164)
            + array(last + ".weight", "[1,20]", 164, 244);
    String json = header.substring(0, header.length() - 1) + "}";
    ByteBuffer bytes = ByteBuffer.allocate(8 + json.length() + 244).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(json.length()).put(json.getBytes(StandardCharsets.US_ASCII));
    for (float value : shift) {
      bytes.putFloat(value);
    }
    for (float value : first) {
      bytes.putFloat(value);
    }
    bytes.putFloat(0.25f);
    for (float value : second) {
      bytes.putFloat(value);
    }
    return Files.write(folder.resolve("net.safetensors"), bytes.array());
  }

  private static String array(String name, String shape, int from, int to) {
    return String.format(
        "\"%s\":{\"dtype\":\"F32\",\"shape\":%s,\"data_offsets\":[%d,%d]},", name, shape, from, to);
  }

  @Test
  void saysWhatTheNetworkSays() throws IOException {
    float[] outputs = PyTorchWeights.outputs(file(2), new float[] {0, 1, -1.3f, 4});
    for (int i = 0; i < outputs.length; i++) {
      assertThat((double) outputs[i]).isCloseTo(byHand((float) PLACES[i][0]), within(1e-6));
    }
  }

  @Test
  void lastLayerIsUncertainAwayFromTheData() throws IOException {
    RegressionPrediction prediction = PyTorchWeights.laplace(file(2), x, y, PLACES);
    for (int i = 0; i < PLACES.length; i++) {
      assertThat(prediction.mean().value().get(i)).isCloseTo(byHand(PLACES[i][0]), within(1e-5));
    }
    assertThat(prediction.aleatoric().value().get(0)).isBetween(0.07, 0.15);
    assertThat(prediction.epistemic().value().get(0)).isBetween(0.01, 0.1);
    assertThat(prediction.epistemic().value().get(3))
        .isGreaterThan(1.5 * prediction.epistemic().value().get(0));
  }

  @Test
  void swagStaysNearTheNetwork() throws IOException {
    RegressionPrediction prediction = PyTorchWeights.swag(file(2), x, y, PLACES);
    for (int i = 0; i < 3; i++) {
      assertThat(prediction.mean().value().get(i)).isCloseTo(byHand(PLACES[i][0]), within(0.2));
      assertThat(prediction.epistemic().value().get(i)).isBetween(0.001, 0.2);
    }
  }

  @Test
  void dropoutSpreadsAroundTheNetwork() throws IOException {
    RegressionPrediction prediction = PyTorchWeights.dropout(file(3), PLACES);
    for (int i = 0; i < PLACES.length; i++) {
      double spread = prediction.epistemic().value().get(i);
      assertThat(spread).isGreaterThan(0.05);
      assertThat(prediction.mean().value().get(i))
          .isCloseTo(byHand(PLACES[i][0]), within(5 * spread / Math.sqrt(100)));
    }
  }
}
