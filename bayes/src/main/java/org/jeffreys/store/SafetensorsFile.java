package org.jeffreys.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;

/**
 * A safetensors file of which the header has been read; arrays are read when asked for. Threads may
 * share one.
 */
public final class SafetensorsFile implements AutoCloseable {
  /** The bytes read at a time, a multiple of every element. */
  private static final int PIECE = 1 << 20;

  private final Path file;
  private final FileChannel channel;
  private final SafetensorsHeader header;
  private final Map<String, Array> arrays;

  /**
   * An array of the file.
   *
   * @param type as the file has it, such as {@code F16}
   * @param dtype what it is read as, such as {@link DType#FLOAT32}; empty where it cannot be
   * @param shape @shape as the file has it
   */
  public record Array(String type, Optional<DType> dtype, Shape shape) {}

  private SafetensorsFile(Path file, FileChannel channel, SafetensorsHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
    Map<String, Array> all = new LinkedHashMap<>();
    header
        .arrays()
        .forEach(
            (name, array) ->
                all.put(name, new Array(array.type().name(), array.type().dtype(), array.shape())));
    this.arrays = Collections.unmodifiableMap(all);
  }

  static SafetensorsFile open(Path file) {
    try {
      FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      try {
        return new SafetensorsFile(file, channel, SafetensorsHeader.read(file, channel));
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static UncheckedIOException unreadable(Path file, IOException e) {
    return new UncheckedIOException(
        file + ": expected a readable file, got " + OutputFolder.reason(e), e);
  }

  /** The arrays by name, in the order of their elements. */
  public Map<String, Array> arrays() {
    return arrays;
  }

  /** Strings by name. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /**
   * Reads an array; 16-bit floats are widened to float32, exactly.
   *
   * @return in the innermost scope
   * @throws IllegalArgumentException if there is none of this name, or its type cannot be read
   * @throws IllegalStateException if the file is closed
   * @throws UncheckedIOException if it cannot be read
   */
  public Tensor tensor(String name) {
    SafetensorsHeader.Array array = header.arrays().get(name);
    if (array == null) {
      throw Check.failure(file.toString(), "one of " + arrays.keySet(), "'" + name + "'");
    }
    DType dtype =
        array
            .type()
            .dtype()
            .orElseThrow(
                () ->
                    Check.failure(
                        file.toString(),
                        "a type of " + ElementType.readable() + " for '" + name + "'",
                        array.type()));
    requireOpen();
    try (Scope scope = Scope.open()) {
      Tensor all = Tensor.empty(dtype, array.shape().numElements());
      for (long at = array.from(); at < array.to(); at += PIECE) {
        try (Scope inner = Scope.open()) {
          byte[] bytes = bytes(header.start() + at, array.to() - at);
          long first = (at - array.from()) / array.type().bytes();
          long count = bytes.length / array.type().bytes();
          all.narrow(0, first, count)
              .copyFrom(Tensor.ofBytes(dtype, array.type().widened(bytes), count));
        }
      }
      return scope.keep(all.reshape(array.shape().toArray()));
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** A piece of the file, of at most so many bytes. */
  private byte[] bytes(long place, long most) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate((int) Math.min(PIECE, most));
    SafetensorsHeader.fill(file, channel, piece, place);
    return piece.array();
  }

  /**
   * Checks the whole file against the digest in its metadata.
   *
   * @return whether there is a digest: files of others have none
   * @throws UncheckedIOException if the file is not what the digest was taken of
   */
  public boolean verify() {
    String expected = header.metadata().get(Safetensors.DIGEST);
    if (expected == null) {
      return false;
    }
    requireOpen();
    try {
      MessageDigest digest = Safetensors.digest(header.json(), expected);
      for (long at = header.start(); at < channel.size(); at += PIECE) {
        digest.update(bytes(at, channel.size() - at));
      }
      if (!expected.equals(HexFormat.of().formatHex(digest.digest()))) {
        throw Safetensors.damaged(file, "content with the SHA-256 of its header", "other content");
      }
      return true;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private void requireOpen() {
    if (!channel.isOpen()) {
      throw new IllegalStateException(file + ": expected an open file, got a closed one");
    }
  }

  /** Gives the file back; closing twice does nothing. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }
}
