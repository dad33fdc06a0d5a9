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
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * Files of named tensors in the safetensors form: an 8-byte length, a JSON header with types,
 * shapes and offsets, the elements. The metadata carry the SHA-256 of the whole file under {@code
 * sha256}, taken with zeros in its place, which reading verifies.
 *
 * @source safetensors format 0.3 and later, huggingface/safetensors
 */
public final class Safetensors {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String METADATA = "__metadata__";

  /** The key of the digest. */
  static final String DIGEST = "sha256";

  private static final String NO_DIGEST = "0".repeat(64);
  private static final int LONGEST_HEADER = 100_000_000;
  private static final int MOST_AXES = 64;
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
    ObjectNode header = JSON.createObjectNode();
    long offset = 0;
    for (Map.Entry<String, Tensor> entry : new TreeMap<>(tensors).entrySet()) {
      Tensor tensor = entry.getValue();
      byte[] bytes = tensor.toBytes();
      elements.put(entry.getKey(), bytes);
      ObjectNode node = header.putObject(entry.getKey());
      node.put("dtype", nameOf(tensor.dtype()));
      node.set("shape", JSON.valueToTree(tensor.shape()));
      node.set("data_offsets", JSON.valueToTree(new long[] {offset, offset + bytes.length}));
      offset += bytes.length;
    }
    Map<String, String> all = new TreeMap<>(metadata);
    all.put(DIGEST, NO_DIGEST);
    header.set(METADATA, JSON.valueToTree(all));
    String json = header.toString();
    json += " ".repeat((8 - json.getBytes(StandardCharsets.UTF_8).length % 8) % 8);
    MessageDigest digest = sha256(json);
    elements.values().forEach(digest::update);
    String hex = HexFormat.of().formatHex(digest.digest());
    byte[] head = withDigest(json, NO_DIGEST, hex).getBytes(StandardCharsets.UTF_8);
    out.write(lengthOf(head));
    out.write(head);
    for (byte[] bytes : elements.values()) {
      out.write(bytes);
    }
  }

  private static byte[] lengthOf(byte[] head) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(head.length).array();
  }

  /** The header with another digest: the same length, and quotes that no other text can hold. */
  private static String withDigest(String json, String from, String to) {
    String key = '"' + DIGEST + "\":\"";
    return json.replace(key + from + '"', key + to + '"');
  }

  /**
   * Reads a file.
   *
   * @throws UncheckedIOException if it cannot be read, is not of this form, or is damaged
   */
  public static Content read(Path file) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        Scope scope = Scope.open()) {
      String json = header(file, channel);
      JsonNode header = parse(file, json);
      Map<String, String> metadata = new LinkedHashMap<>();
      header
          .path(METADATA)
          .properties()
          .forEach(e -> metadata.put(e.getKey(), e.getValue().asText()));
      String expected = metadata.getOrDefault(DIGEST, "");
      MessageDigest digest = sha256(withDigest(json, expected, NO_DIGEST));
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      long start = channel.position();
      long end = start;
      for (Map.Entry<String, JsonNode> entry : header.properties()) {
        if (!entry.getKey().equals(METADATA)) {
          Tensor tensor = tensor(file, channel, start, entry, digest);
          tensors.put(entry.getKey(), tensor);
          end += tensor.numElements() * tensor.dtype().bytes();
        }
      }
      if (end != channel.size()) {
        throw damaged(file, end + " bytes", channel.size());
      }
      if (!expected.isEmpty() && !expected.equals(HexFormat.of().formatHex(digest.digest()))) {
        throw damaged(file, "content with the SHA-256 of its header", "other content");
      }
      tensors.values().forEach(scope::keep);
      return new Content(tensors, metadata);
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + ": expected a readable file, got " + OutputFolder.reason(e), e);
    }
  }

  private static String header(Path file, FileChannel channel) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    fill(file, channel, length);
    long size = length.flip().getLong();
    if (size <= 0 || size > LONGEST_HEADER || size > channel.size() - 8) {
      throw damaged(file, "a header length within the file", size);
    }
    ByteBuffer json = ByteBuffer.allocate((int) size);
    fill(file, channel, json);
    return new String(json.array(), StandardCharsets.UTF_8);
  }

  private static JsonNode parse(Path file, String json) {
    try {
      JsonNode header = JSON.readTree(json);
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
    long[] shape = shape(file, entry.getKey(), node.path("shape"));
    long bytes = Shape.of(shape).numElements() * dtype.bytes();
    long from = size(node.path("data_offsets").path(0));
    long to = size(node.path("data_offsets").path(1));
    boolean fits = from >= 0 && to - from == bytes && to <= channel.size() - start;
    if (!fits || bytes > Integer.MAX_VALUE - 8) {
      throw damaged(file, "offsets that fit the shape of " + entry.getKey(), node);
    }
    ByteBuffer elements = ByteBuffer.allocate((int) bytes);
    channel.position(start + from);
    fill(file, channel, elements);
    digest.update(elements.array());
    return Tensor.ofBytes(dtype, elements.array(), shape);
  }

  private static long[] shape(Path file, String name, JsonNode node) {
    boolean fits = node.isArray() && node.size() <= MOST_AXES;
    long[] shape = new long[fits ? node.size() : 0];
    long elements = 1;
    for (int i = 0; fits && i < shape.length; i++) {
      shape[i] = size(node.path(i));
      elements *= Math.max(shape[i], 1);
      fits = shape[i] >= 0 && shape[i] <= Integer.MAX_VALUE && elements <= Integer.MAX_VALUE;
    }
    if (!fits) {
      throw damaged(file, "a shape that fits the file for " + name, node);
    }
    return shape;
  }

  /** A whole number; -1 where there is none. */
  private static long size(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong() ? node.asLong() : -1;
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

  static UncheckedIOException damaged(Path file, String expected, Object got) {
    String message =
        String.format("%s: expected %s, got %s; the file is damaged", file, expected, got);
    return new UncheckedIOException(message, new IOException(message));
  }

  /** The digest of a file, fed with its length and its header. */
  private static MessageDigest sha256(String json) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] head = json.getBytes(StandardCharsets.UTF_8);
      digest.update(lengthOf(head));
      digest.update(head);
      return digest;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("SHA-256: expected in every Java, got none", e);
    }
  }
}
