package org.jeffreys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NativeMemory.class)
final class SafetensorsTest {
  @TempDir private Path folder;

  private static byte[] written(Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, tensors, metadata);
    return out.toByteArray();
  }

  private static byte[] sample() throws IOException {
    return written(
        Map.of(
            "wide", Tensor.of(new double[] {1, -2, 0.5, Double.MAX_VALUE, 0, -0.0}, 2, 3),
            "long", Tensor.of(new long[] {-1, Long.MIN_VALUE, 7}, 3)),
        Map.of("step", "120", "note", "a \"quoted\" θ"));
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("test.safetensors"), bytes);
  }

  @Test
  void everyTypeMakesTheRoundTrip() throws IOException {
    Map<String, Tensor> tensors =
        Map.of(
            "f32", Tensor.of(new float[] {1.5f, Float.NaN, -0f, Float.MIN_VALUE}, 2, 2),
            "f64", Tensor.of(new double[] {Math.PI, Double.NEGATIVE_INFINITY}, 1, 2),
            "i64", Tensor.of(new long[] {Long.MAX_VALUE, -3}, 2),
            "i16", Tensor.ofBytes(DType.INT16, new byte[] {1, 2, -1, -1}, 2),
            "u8", Tensor.ofBytes(DType.UINT8, new byte[] {0, -1, 127}, 3),
            "bool", Tensor.ofBytes(DType.BOOL, new byte[] {1, 0, 1}, 3, 1),
            "scalar", Tensor.full(DType.FLOAT64, 7),
            "empty", Tensor.zeros(DType.FLOAT32, 0, 5),
            "view", Tensor.of(new double[] {1, 2, 3, 4}, 2, 2).transpose(0, 1));
    Safetensors.Content content = Safetensors.read(file(written(tensors, Map.of("é", "値"))));
    assertThat(content.tensors().keySet()).isEqualTo(tensors.keySet());
    tensors.forEach(
        (name, tensor) -> {
          Tensor found = content.tensors().get(name);
          assertThat(found.dtype()).isEqualTo(tensor.dtype());
          assertThat(found.shape()).isEqualTo(tensor.shape());
          assertThat(found.toBytes()).isEqualTo(tensor.toBytes());
        });
    assertThat(content.metadata()).containsEntry("é", "値").containsKey("sha256").hasSize(2);
    assertThat(written(tensors, Map.of())).isEqualTo(written(tensors, Map.of()));
  }

  /** The format as its specification has it, read without our reader. */
  @Test
  void theLayoutIsThatOfTheSpecification() throws IOException {
    byte[] bytes = sample();
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int length = (int) buffer.getLong();
    assertThat(length % 8).isZero();
    String json = new String(bytes, 8, length, StandardCharsets.UTF_8);
    assertThat(json).startsWith("{");
    JsonNode header = new ObjectMapper().readTree(json);
    assertThat(header.path("__metadata__").path("step").asText()).isEqualTo("120");
    JsonNode wide = header.path("wide");
    assertThat(wide.path("dtype").asText()).isEqualTo("F64");
    assertThat(wide.path("shape")).hasToString("[2,3]");
    assertThat(wide.path("data_offsets")).hasToString("[24,72]");
    assertThat(header.path("long").path("data_offsets")).hasToString("[0,24]");
    assertThat(bytes).hasSize(8 + length + 72);
    assertThat(buffer.getLong(8 + length + 8)).isEqualTo(Long.MIN_VALUE);
    assertThat(buffer.getDouble(8 + length + 24 + 8)).isEqualTo(-2);
  }

  @Test
  void readsFilesOfOthersWithoutADigest() throws IOException {
    String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}";
    Safetensors.Content content = Safetensors.read(file(foreign(header, 4)));
    assertThat(content.tensors().get("a").toDoubles()).containsExactly(0);
    assertThat(content.metadata()).isEmpty();
  }

  private static byte[] foreign(String header, int elements) {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(8 + json.length + elements)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  @Test
  void everyTruncationAndEveryFlippedByteIsNoticed() throws IOException {
    byte[] whole = sample();
    for (int length = 0; length < whole.length; length++) {
      assertDamaged(Arrays.copyOf(whole, length), "cut to " + length);
    }
    assertDamaged(Arrays.copyOf(whole, whole.length + 1), "a byte more");
    for (int i = 0; i < whole.length; i++) {
      assertFlipNoticed(whole, i, i % 8);
    }
  }

  @Test
  @Tag("slow")
  void everyFlippedBitIsNoticed() throws IOException {
    byte[] whole = sample();
    for (int i = 0; i < 8 * whole.length; i++) {
      assertFlipNoticed(whole, i / 8, i % 8);
    }
  }

  private void assertFlipNoticed(byte[] whole, int place, int bit) throws IOException {
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    int key = text.indexOf("\"sha256\"");
    byte[] flipped = whole.clone();
    flipped[place] ^= (byte) (1 << bit);
    // A file whose digest goes by another name is one of somebody else's.
    if (place <= key || place >= key + 7) {
      assertDamaged(flipped, "bit " + bit + " of byte " + place);
    }
  }

  private void assertDamaged(byte[] bytes, String how) throws IOException {
    Path file = file(bytes);
    long live = Tensor.live();
    assertThatThrownBy(() -> Safetensors.read(file))
        .as(how)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining(": expected ");
    assertThat(Tensor.live()).isEqualTo(live);
  }

  @Test
  void mutationsAreNeverMoreThanAnUncheckedIoException() throws IOException {
    mutate(0, 500);
  }

  @Test
  @Tag("slow")
  void thousandsOfMutations() throws IOException {
    mutate(500, 6000);
  }

  private void mutate(int first, int count) throws IOException {
    byte[] whole = sample();
    byte[] foreign =
        foreign(
            "{\"a\":{\"dtype\":\"I64\",\"shape\":[2,1],\"data_offsets\":[0,16]},"
                + "\"b\":{\"dtype\":\"U8\",\"shape\":[],\"data_offsets\":[16,17]}}",
            17);
    for (int seed = first; seed < first + count; seed++) {
      byte[] mutated = mutate(seed % 2 == 0 ? whole : foreign, new Random(seed));
      Path file = file(mutated);
      try (Scope scope = Scope.open()) {
        Safetensors.read(file);
      } catch (UncheckedIOException expected) {
        assertThat(expected).hasMessageContaining(file.toString());
      } catch (RuntimeException | Error e) {
        fail("seed " + seed, e);
      }
    }
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    byte[] mutated = bytes.clone();
    String alphabet = "0123456789-+.eE[]{}\",:\\ntruFI";
    for (int k = random.nextInt(4); k >= 0; k--) {
      int i = random.nextInt(mutated.length);
      switch (random.nextInt(4)) {
        case 0 -> mutated[i] = (byte) random.nextInt(256);
        case 1 -> mutated[i] = (byte) alphabet.charAt(random.nextInt(alphabet.length()));
        case 2 -> mutated = Arrays.copyOf(mutated, Math.max(1, i));
        default -> {
          int length = Math.min(random.nextInt(9), mutated.length - i);
          System.arraycopy(mutated, random.nextInt(i + 1), mutated, i, length);
        }
      }
    }
    return mutated;
  }

  @Test
  void refusesHeadersThatLie() throws IOException {
    for (String array :
        new String[] {
          "{\"dtype\":\"I64\",\"shape\":[2147483647,1073741824],\"data_offsets\":[0,0]}",
          "{\"dtype\":\"I64\",\"shape\":[-1],\"data_offsets\":[8,0]}",
          "{\"dtype\":\"I64\",\"shape\":[1.5],\"data_offsets\":[0,8]}",
          "{\"dtype\":\"I64\",\"shape\":[18446744073709551617],\"data_offsets\":[0,8]}",
          "{\"dtype\":\"I64\",\"data_offsets\":[0,8]}",
          "{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[-8,0]}",
          "{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[8,16]}",
          "{\"dtype\":\"I64\",\"shape\":[0],\"data_offsets\":[0,0]}",
          "{\"dtype\":\"F8_E8M0\",\"shape\":[8],\"data_offsets\":[0,8]}",
          "{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8],\"shape\":[1]}",
          "{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8],\"more\":1}",
          "{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8,8]}",
          "{\"dtype\":\"U8\",\"shape\":[0,9223372036854775807,4],\"data_offsets\":[0,0]}",
          "{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
              + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[2,6]}",
          "{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
              + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[6,8]}",
          "{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
              + "\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]}",
          "{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[0,8]},\"__metadata__\":{\"a\":1}",
          "[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]",
          "7"
        }) {
      assertDamaged(foreign("{\"a\":" + array + "}", 8), array);
    }
    byte[] tooLong = new byte[1 << 10];
    tooLong[3] = 2;
    assertDamaged(tooLong, "a header of 32 MB");
    assertDamaged(foreign("[]", 0), "no object");
    assertDamaged(foreign("{} {}", 0), "two objects");
    assertDamaged(foreign("{\"a\":{\"dtype\":\"\u00ff", 0), "cut");
    assertDamaged(foreign("", 0), "no header");
  }

  @Test
  void namesWhatIsDamaged() throws IOException {
    Path file = file(foreign("{\"a\":{\"dtype\":\"F4\\n\",\"shape\":[]}}", 2));
    assertThatThrownBy(() -> Safetensors.read(file))
        .hasMessage(
            file
                + ": expected a type of [F64, F32, F16, BF16, F8_E4M3, F8_E5M2, I64, I32, I16, I8,"
                + " U64, U32, U16, U8, BOOL], got 'F4?'; the file is damaged");
    Path absent = folder.resolve("absent.safetensors");
    assertThatThrownBy(() -> Safetensors.read(absent))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(absent + ": expected a readable file, got NoSuchFileException: " + absent);
  }
}
