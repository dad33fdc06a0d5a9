package org.jeffreys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NativeMemory.class)
final class SafetensorsFileTest {
  @TempDir private Path folder;

  private Path foreign(String header, byte[] elements) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    byte[] all =
        ByteBuffer.allocate(8 + json.length + elements.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(elements)
            .array();
    return Files.write(folder.resolve("foreign.safetensors"), all);
  }

  private Path ours(Map<String, Tensor> tensors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(out, tensors, Map.of("note", "θ"));
    return Files.write(folder.resolve("ours.safetensors"), out.toByteArray());
  }

  @Test
  void readsOneArrayAndNoOther() throws IOException {
    Path file =
        ours(Map.of("a", Tensor.of(new double[] {1, 2}, 2), "b", Tensor.of(new long[] {3}, 1, 1)));
    try (SafetensorsFile opened = Safetensors.open(file)) {
      long live = Tensor.live();
      assertThat(opened.arrays().keySet()).containsExactly("a", "b");
      assertThat(opened.arrays().get("b"))
          .isEqualTo(new SafetensorsFile.Array("I64", Optional.of(DType.INT64), Shape.of(1, 1)));
      assertThat(opened.metadata()).containsEntry("note", "θ");
      assertThat(opened.verify()).isTrue();
      assertThat(Tensor.live()).isEqualTo(live);
      assertThat(opened.tensor("b").toLongs()).containsExactly(3);
      assertThat(Tensor.live()).isEqualTo(live + 1);
      assertThatThrownBy(() -> opened.tensor("c"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(file + ": expected one of [a, b], got 'c'");
    }
  }

  /** The header says nothing of the elements: only the digest does. */
  @Test
  void verifyingNoticesOtherElements() throws IOException {
    Path file = ours(Map.of("a", Tensor.of(new double[] {1, 2}, 2)));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    try (SafetensorsFile opened = Safetensors.open(file)) {
      assertThat(opened.tensor("a").toDoubles()[0]).isEqualTo(1);
      assertThatThrownBy(opened::verify)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage(
              file
                  + ": expected content with the SHA-256 of its header, got other content; the file"
                  + " is damaged");
    }
  }

  @Test
  void isOfNoUseOnceClosed() throws IOException {
    Path file = ours(Map.of("a", Tensor.of(new double[] {1, 2}, 2)));
    SafetensorsFile opened = Safetensors.open(file);
    opened.close();
    opened.close();
    assertThatThrownBy(() -> opened.tensor("a"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(file + ": expected an open file, got a closed one");
    assertThatThrownBy(opened::verify).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void arraysOfOtherTypesAreListedAndNotRead() throws IOException {
    Path file =
        foreign(
            "{\"ids\":{\"dtype\":\"I32\",\"shape\":[1],\"data_offsets\":[4,8]},"
                + "\"w\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
            new byte[8]);
    try (SafetensorsFile opened = Safetensors.open(file)) {
      assertThat(opened.arrays().keySet()).containsExactly("w", "ids");
      assertThat(opened.arrays().get("ids"))
          .isEqualTo(new SafetensorsFile.Array("I32", Optional.empty(), Shape.of(1)));
      assertThat(opened.verify()).isFalse();
      assertThat(opened.tensor("w").toFloats()).containsExactly(0);
      assertThatThrownBy(() -> opened.tensor("ids"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              file
                  + ": expected a type of [F64, F32, F16, BF16, I64, I16, U8, BOOL] for 'ids', got"
                  + " I32");
    }
  }

  /** (-1)^s 2^(e - 15) (1 + m / 1024), or 2^-14 m / 1024 where e = 0: IEEE 754 binary16. */
  private static Double half(int bits) {
    double sign = (bits & 0x8000) == 0 ? 1 : -1;
    int exponent = bits >> 10 & 31;
    double mantissa = (bits & 1023) / 1024.0;
    if (exponent == 31) {
      return mantissa == 0 ? sign / 0.0 : Double.NaN;
    }
    return exponent == 0
        ? sign * Math.pow(2, -14) * mantissa
        : sign * Math.pow(2, exponent - 15) * (1 + mantissa);
  }

  @Test
  void everyHalfAndEveryBrainFloatIsWidenedExactly() throws IOException {
    ByteBuffer all = ByteBuffer.allocate(4 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int bits = 0; bits < 2 << 16; bits++) {
      all.putShort((short) bits);
    }
    Path file =
        foreign(
            "{\"h\":{\"dtype\":\"F16\",\"shape\":[256,256],\"data_offsets\":[0,131072]},"
                + "\"b\":{\"dtype\":\"BF16\",\"shape\":[65536],\"data_offsets\":[131072,262144]}}",
            all.array());
    try (SafetensorsFile opened = Safetensors.open(file)) {
      Tensor halves = opened.tensor("h");
      assertThat(halves.dtype()).isEqualTo(DType.FLOAT32);
      assertThat(halves.shape()).containsExactly(256, 256);
      float[] found = halves.toFloats();
      float[] brain = opened.tensor("b").toFloats();
      for (int bits = 0; bits < 1 << 16; bits++) {
        assertThat(Double.valueOf(found[bits])).as("half " + bits).isEqualTo(half(bits));
        assertThat(Float.floatToIntBits(brain[bits]))
            .as("bfloat " + bits)
            .isEqualTo(Float.floatToIntBits(Float.intBitsToFloat(bits << 16)));
      }
    }
  }

  /** Sparse, so that it takes no room; its header claims all of it. */
  @Test
  void hugeFilesTakeNoMemoryUntilRead() throws IOException {
    long size = 1L << 38;
    Path file =
        foreign(
            "{\"a\":{\"dtype\":\"F32\",\"shape\":[68719476736],\"data_offsets\":[0," + size + "]}}",
            new byte[0]);
    long start = Files.size(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1), start + size - 1);
    }
    try (SafetensorsFile opened = Safetensors.open(file)) {
      assertThat(opened.arrays().get("a")).isNotNull();
    }
    Files.delete(file);
  }
}
