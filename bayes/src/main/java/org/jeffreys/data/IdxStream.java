package org.jeffreys.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** The bytes of an IDX file, decompressed; whatever is wrong with them is said in one line. */
final class IdxStream implements AutoCloseable {
  static final int IMAGES = 2051;
  static final int LABELS = 2049;
  private static final int BUFFER = 1 << 16;

  private final Path file;
  private final InputStream in;
  private long numRead;
  private boolean endsEarly;

  private IdxStream(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  static IdxStream open(Path file) {
    try {
      InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
      try {
        return new IdxStream(file, isGzip(file, raw) ? new GZIPInputStream(raw, BUFFER) : raw);
      } catch (IOException | RuntimeException e) {
        raw.close();
        throw e;
      }
    } catch (EOFException | ZipException e) {
      throw FileFailure.content(file, "gzip data", "a damaged header");
    } catch (IOException e) {
      throw FileFailure.operation(file, e);
    }
  }

  private static boolean isGzip(Path file, InputStream in) throws IOException {
    in.mark(2);
    byte[] start = in.readNBytes(2);
    in.reset();
    boolean gzip = start.length == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
    if (!gzip && file.toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
      StringBuilder got = new StringBuilder(start.length == 0 ? "an empty file" : "bytes");
      for (byte b : start) {
        got.append(String.format(Locale.ROOT, " %02x", b));
      }
      throw FileFailure.content(file, "gzip data, which starts with bytes 1f 8b", got);
    }
    return gzip;
  }

  /** Reads the first number, which says what the file holds. */
  void requireMagic(int magic) {
    int got = (int) length();
    if (got != magic) {
      throw FileFailure.content(file, kind(magic), kind(got));
    }
  }

  private static String kind(int magic) {
    return switch (magic) {
      case IMAGES -> "an image file (magic " + IMAGES + ")";
      case LABELS -> "a label file (magic " + LABELS + ")";
      default -> "magic " + magic;
    };
  }

  /** The next length of the header: 4 bytes, unsigned, most significant first. */
  long length() {
    byte[] bytes = new byte[4];
    require(read(bytes, 4) == 4, "an IDX header");
    long value = 0;
    for (byte b : bytes) {
      value = value << 8 | (b & 0xff);
    }
    return value;
  }

  /** All that follows the header: {@code count} items of {@code size} bytes, and nothing else. */
  byte[] rest(long count, int size) {
    if (count < 1 || count > (Integer.MAX_VALUE - 8) / size) {
      throw FileFailure.content(file, "1 to " + (Integer.MAX_VALUE - 8) / size + " items", count);
    }
    long header = numRead;
    int expected = (int) count * size;
    // Grown as bytes come, for a damaged header may claim any length.
    byte[] bytes = new byte[Math.min(expected, BUFFER)];
    int filled = 0;
    while (filled < expected) {
      if (filled == bytes.length) {
        bytes = Arrays.copyOf(bytes, (int) Math.min(expected, 4L * bytes.length));
      }
      int more = readInto(bytes, filled, bytes.length - filled);
      require(more > 0, (header + expected) + " bytes uncompressed");
      filled += more;
    }
    requireEnd(header + expected);
    return bytes;
  }

  /**
   * The next bytes of content.
   *
   * @param total the bytes of the whole file, header and content, for the message
   */
  byte[] take(int count, long total) {
    byte[] bytes = new byte[count];
    require(read(bytes, count) == count, total + " bytes uncompressed");
    return bytes;
  }

  /** Checks that the content ends here. */
  void requireEnd(long total) {
    if (readInto(new byte[1], 0, 1) > 0) {
      throw FileFailure.content(file, total + " bytes uncompressed", "trailing bytes after them");
    }
    if (endsEarly) {
      throw FileFailure.content(file, "whole gzip data", "an early end");
    }
  }

  private void require(boolean whole, String expected) {
    if (!whole) {
      throw FileFailure.content(file, expected, numRead + "; the file is truncated");
    }
  }

  private int read(byte[] bytes, int count) {
    int filled = 0;
    while (filled < count) {
      int more = readInto(bytes, filled, count - filled);
      if (more <= 0) {
        return filled;
      }
      filled += more;
    }
    return filled;
  }

  /**
   * The number of bytes read; 0 or less at the end of the file, be it in the middle of gzip data.
   */
  private int readInto(byte[] bytes, int offset, int length) {
    try {
      int count = in.read(bytes, offset, length);
      numRead += Math.max(0, count);
      return count;
    } catch (EOFException e) {
      endsEarly = true;
      return 0;
    } catch (ZipException e) {
      throw FileFailure.content(
          file, "whole gzip data", "damage after " + numRead + " bytes uncompressed");
    } catch (IOException e) {
      throw FileFailure.operation(file, e);
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw FileFailure.operation(file, e);
    }
  }
}
