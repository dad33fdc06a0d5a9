package org.jeffreys.store;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jeffreys.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The header of a safetensors file, checked against the file: arrays follow each other without gaps
 * or overlaps, and end with the file. It is read token by token, so that memory goes by what is
 * valid in it.
 *
 * @param arrays by name, in the order of their elements
 * @param metadata strings by name
 * @param json the header as it stands in the file
 * @param start the place of the first element
 */
record SafetensorsHeader(
    Map<String, Array> arrays, Map<String, String> metadata, String json, long start) {
  static final String METADATA = "__metadata__";

  /** The bytes that a header may have: about a hundred thousand arrays. */
  static final int LONGEST = 16 << 20;

  private static final int MOST_AXES = 64;
  private static final long MOST_ELEMENTS = 1L << 40;
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  /**
   * An array of the file.
   *
   * @param from the first byte, counted from the start of all elements
   * @param to the byte after the last
   */
  record Array(ElementType type, Shape shape, long from, long to) {}

  static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    fill(file, channel, length, 0);
    long size = length.flip().getLong();
    if (size <= 0 || size > LONGEST || size > channel.size() - Long.BYTES) {
      throw Safetensors.damaged(
          file, "a header length within the file and at most " + LONGEST, size);
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size);
    fill(file, channel, bytes, Long.BYTES);
    String json = text(file, bytes.flip());
    return new Reader(file, json, channel.size() - Long.BYTES - size).read(Long.BYTES + size);
  }

  private static String text(Path file, ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw Safetensors.damaged(file, "a header in UTF-8", "other bytes");
    }
  }

  /** Fills a buffer from a place in a file. */
  static void fill(Path file, FileChannel channel, ByteBuffer buffer, long place)
      throws IOException {
    long next = place;
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, next);
      if (count < 0) {
        throw Safetensors.damaged(file, "more bytes", "the end of the file");
      }
      next += count;
    }
  }

  /**
   * One reading of a header.
   *
   * @param available the bytes of the file that follow it
   */
  private record Reader(Path file, String json, long available) {
    SafetensorsHeader read(long start) throws IOException {
      Map<String, Array> arrays = new LinkedHashMap<>();
      Map<String, String> metadata = new LinkedHashMap<>();
      try (JsonParser parser = JSON.createParser(json)) {
        require(parser.nextToken() == JsonToken.START_OBJECT, "a JSON object as header", parser);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          boolean isObject = parser.nextToken() == JsonToken.START_OBJECT;
          require(isObject, "an object as '" + name + "'", parser);
          if (name.equals(METADATA)) {
            metadata(parser, metadata);
          } else {
            arrays.put(name, array(parser, name));
          }
        }
        require(parser.nextToken() == null, "nothing after the header's object", parser);
      } catch (JsonProcessingException e) {
        throw Safetensors.damaged(file, "a JSON header", e.getOriginalMessage());
      }
      return new SafetensorsHeader(
          ordered(arrays), Collections.unmodifiableMap(metadata), json, start);
    }

    private void require(boolean holds, String expected, JsonParser parser) throws IOException {
      if (!holds) {
        throw Safetensors.damaged(file, expected, Objects.requireNonNullElse(text(parser), "none"));
      }
    }

    private static @Nullable String text(JsonParser parser) throws IOException {
      return parser.currentToken() == null ? null : parser.getText();
    }

    private void metadata(JsonParser parser, Map<String, String> into) throws IOException {
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        require(parser.nextToken() == JsonToken.VALUE_STRING, "a string as '" + name + "'", parser);
        into.put(name, parser.getText());
      }
    }

    private Array array(JsonParser parser, String name) throws IOException {
      @Nullable ElementType type = null;
      @Nullable List<Long> shape = null;
      @Nullable List<Long> offsets = null;
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String field = parser.currentName();
        parser.nextToken();
        switch (field) {
          case "dtype" -> type = type(parser);
          case "shape" -> shape = sizes(parser, name, MOST_AXES);
          case "data_offsets" -> offsets = sizes(parser, name, 2);
          default -> throw wrong(name, field);
        }
      }
      if (type == null || shape == null || offsets == null || offsets.size() != 2) {
        throw wrong(name, "others");
      }
      long bytes = numElements(name, shape) * type.bytes();
      long from = offsets.get(0);
      long to = offsets.get(1);
      if (to - from != bytes || to > available) {
        throw Safetensors.damaged(
            file, "offsets of " + bytes + " bytes of the file for " + name, offsets);
      }
      long[] lengths = shape.stream().mapToLong(Long::longValue).toArray();
      return new Array(type, Shape.of(lengths), from, to);
    }

    private RuntimeException wrong(String name, String got) {
      return Safetensors.damaged(
          file, "fields dtype, shape and two data_offsets of '" + name + "'", got);
    }

    private ElementType type(JsonParser parser) throws IOException {
      String name = parser.getText();
      return ElementType.named(name)
          .orElseThrow(
              () ->
                  Safetensors.damaged(
                      file, "a type of " + List.of(ElementType.values()), "'" + name + "'"));
    }

    private List<Long> sizes(JsonParser parser, String name, int most) throws IOException {
      require(parser.currentToken() == JsonToken.START_ARRAY, "a list of sizes of " + name, parser);
      List<Long> sizes = new ArrayList<>();
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        boolean isSize =
            parser.currentToken() == JsonToken.VALUE_NUMBER_INT
                && sizes.size() < most
                && parser.getLongValue() >= 0;
        require(isSize, "at most " + most + " sizes of at least 0 of " + name, parser);
        sizes.add(parser.getLongValue());
      }
      return sizes;
    }

    private long numElements(String name, List<Long> shape) {
      long most = 1;
      long elements = 1;
      for (long size : shape) {
        if (Math.max(1, size) > MOST_ELEMENTS / most) {
          throw Safetensors.damaged(file, "a shape that fits the file for " + name, shape);
        }
        most *= Math.max(1, size);
        elements *= size;
      }
      return elements;
    }

    private Map<String, Array> ordered(Map<String, Array> arrays) {
      List<Map.Entry<String, Array>> entries = new ArrayList<>(arrays.entrySet());
      entries.sort(
          Comparator.<Map.Entry<String, Array>>comparingLong(entry -> entry.getValue().from())
              .thenComparingLong(entry -> entry.getValue().to()));
      Map<String, Array> ordered = new LinkedHashMap<>();
      long end = 0;
      for (Map.Entry<String, Array> entry : entries) {
        Array array = entry.getValue();
        if (array.from() != end) {
          throw Safetensors.damaged(
              file,
              "arrays that follow each other: " + entry.getKey() + " at " + end,
              array.from());
        }
        ordered.put(entry.getKey(), array);
        end = array.to();
      }
      if (end != available) {
        throw Safetensors.damaged(file, end + " bytes of elements", available);
      }
      return Collections.unmodifiableMap(ordered);
    }
  }
}
