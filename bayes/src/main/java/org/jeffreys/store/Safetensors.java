package org.jeffreys.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;

/**
 * Files of named tensors in the safetensors form: an 8-byte length, a JSON header with types,
 * shapes and offsets, the elements. The metadata carry the SHA-256 of the elements under {@code
 * sha256}, which reading verifies.
 *
 * @source safetensors format 0.3 and later, huggingface/safetensors
 */
public final class Safetensors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "__metadata__";
  private static final String DIGEST = "sha256";
  private static final int LONGEST_HEADER = 100_000_000;
  private static final Map<String, DType> TYPES =
      Map.of(
          "F32", DType.FLOAT32,
          "F64", DType.FLOAT64,
          "I64", DType.INT64,
          "I16", DType.INT16,
          "U8", DType.UINT8,
          "BOOL", DType.BOOL);

  /**
   * What a file holds.
   *
   * @param tensors by name, in the innermost scope
   * @param metadata strings by name
   */
  public record Content(Map<String, Tensor> tensors, Map<String, String> metadata) {}

  private Safetensors() {}

  /** Writes tensors and metadata. */
  public static void write(
      OutputStream out, Map<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    Map<String, byte[]> elements = new LinkedHashMap<>();
    MessageDigest digest = sha256();
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : new TreeMap<>(tensors).entrySet()) {
      Tensor tensor = entry.getValue();
      byte[] bytes = tensor.toBytes();
      digest.update(bytes);
      elements.put(entry.getKey(), bytes);
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", nameOf(tensor.dtype()));
      node.set("shape", JSON.valueToTree(tensor.shape()));
      node.set("data_offsets", JSON.valueToTree(new long[] {offset, offset + bytes.length}));
      offset += bytes.length;
    }
    Map<String, String> all = new TreeMap<>(metadata);
    all.put(DIGEST, HexFormat.of().formatHex(digest.digest()));
    header.set(METADATA, JSON.valueToTree(all));
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    int padding = (8 - json.length % 8) % 8;
    out.write(
        ByteBuffer.allocate(8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong((long) json.length + padding)
            .array());
    out.write(json);
    out.write(" ".repeat(padding).getBytes(StandardCharsets.UTF_8));
    for (byte[] bytes : elements.values()) {
      out.write(bytes);
    }
  }

  /**
   * Reads a file.
   *
   * @throws UncheckedIOException if it cannot be read, is not of this form, or is damaged
   */
  public static Content read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      JsonNode header = header(file, channel);
      long start = channel.position();
      Map<String, String> metadata = new LinkedHashMap<>();
      header
          .path(METADATA)
          .properties()
          .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      MessageDigest digest = sha256();
      for (Map.Entry<String, JsonNode> entry : header.properties()) {
        if (!entry.getKey().equals(METADATA)) {
          tensors.put(entry.getKey(), tensor(file, channel, start, entry, digest));
        }
      }
      String expected = metadata.get(DIGEST);
      if (expected != null && !expected.equals(HexFormat.of().formatHex(digest.digest()))) {
        throw damaged(file, "elements with the SHA-256 of the header", "others");
      }
      return new Content(tensors, metadata);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static JsonNode header(Path file, FileChannel channel) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    fill(file, channel, length);
    long size = length.flip().getLong();
    if (size <= 0 || size > LONGEST_HEADER || size > channel.size() - 8) {
      throw damaged(file, "a header length within the file", size);
    }
    ByteBuffer json = ByteBuffer.allocate((int) size);
    fill(file, channel, json);
    try {
      JsonNode header = JSON.readTree(json.array());
      if (!header.isObject()) {
        throw damaged(file, "a JSON object as header", header.getNodeType());
      }
      return header;
    } catch (JsonProcessingException e) {
      throw damaged(file, "a JSON header", e.getOriginalMessage());
    }
  }

  private static Tensor tensor(
      Path file,
      FileChannel channel,
      long start,
      Map.Entry<String, JsonNode> entry,
      MessageDigest digest)
      throws IOException {
    JsonNode node = entry.getValue();
    DType dtype = TYPES.get(node.path("dtype").asText());
    if (dtype == null) {
      throw damaged(file, "a type of " + TYPES.keySet(), node.path("dtype"));
    }
    long from = node.path("data_offsets").path(0).asLong(-1);
    long to = node.path("data_offsets").path(1).asLong(-1);
    long[] shape = new long[node.path("shape").size()];
    long elements = 1;
    for (int i = 0; i < shape.length; i++) {
      shape[i] = node.path("shape").path(i).asLong(-1);
      if (shape[i] < 0 || shape[i] > Integer.MAX_VALUE || elements > Integer.MAX_VALUE) {
        throw damaged(file, "a shape that fits the file for " + entry.getKey(), node.path("shape"));
      }
      elements *= shape[i];
    }
    boolean fits =
        from >= 0 && to - from == elements * dtype.bytes() && to <= channel.size() - start;
    if (!fits || to - from > Integer.MAX_VALUE - 8) {
      throw damaged(file, "offsets that fit the shape of " + entry.getKey(), node);
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
    channel.position(start + from);
    fill(file, channel, bytes);
    digest.update(bytes.array());
    return Tensor.ofBytes(dtype, bytes.array(), shape);
  }

  private static void fill(Path file, FileChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw damaged(file, "more bytes", "the end of the file");
      }
    }
  }

  private static String nameOf(DType dtype) {
    return TYPES.entrySet().stream()
        .filter(entry -> entry.getValue() == dtype)
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private static UncheckedIOException damaged(Path file, String expected, Object got) {
    return new UncheckedIOException(
        new IOException(
            String.format("%s: expected %s, got %s; the file is damaged", file, expected, got)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: expected in every Java, got none", e);
    }
  }
}
