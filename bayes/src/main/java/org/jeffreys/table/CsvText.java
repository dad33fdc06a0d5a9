package org.jeffreys.table;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jeffreys.data.FileFailure;

/**
 * The characters of a text file, plain or compressed by gzip, in UTF-8 with or without a byte order
 * mark. What is no text is refused with its line.
 */
final class CsvText extends Reader {
  private static final int BUFFER = 1 << 16;
  private static final int LONGEST_LINE = 1_000_000;

  private final Path file;
  private final InputStream in;
  private final CharsetDecoder decoder =
      StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer bytes = ByteBuffer.allocate(BUFFER).flip();
  private final CharBuffer chars = CharBuffer.allocate(BUFFER).flip();
  private boolean atStart = true;
  private boolean atEnd;
  private long line = 1;
  private int column;
  private char last;

  private CsvText(Path file, InputStream in) {
    this.file = file;
    this.in = in;
  }

  /** Opens a file; one that starts with the two bytes of gzip is decompressed. */
  static CsvText open(Path file) {
    try {
      InputStream raw = new BufferedInputStream(Files.newInputStream(file), BUFFER);
      try {
        raw.mark(2);
        byte[] start = raw.readNBytes(2);
        raw.reset();
        boolean gzip = start.length == 2 && start[0] == 0x1f && start[1] == (byte) 0x8b;
        if (!gzip && file.toString().toLowerCase(Locale.ROOT).endsWith(".gz")) {
          throw Messages.content(file.toString(), "gzip data", "something else");
        }
        return new CsvText(file, gzip ? new GZIPInputStream(raw, BUFFER) : raw);
      } catch (IOException | RuntimeException e) {
        raw.close();
        throw e;
      }
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private static UncheckedIOException failure(Path file, IOException e) {
    return e instanceof EOFException || e instanceof ZipException
        ? Messages.content(file.toString(), "whole gzip data", "damaged data")
        : FileFailure.operation(file, e);
  }

  /** The first characters, which stay unread. */
  String start() {
    if (!chars.hasRemaining()) {
      fill();
    }
    return chars.toString();
  }

  @Override
  public int read(char[] into, int offset, int length) {
    if (!chars.hasRemaining() && !atEnd) {
      fill();
    }
    if (!chars.hasRemaining()) {
      return -1;
    }
    int count = Math.min(length, chars.remaining());
    chars.get(into, offset, count);
    return count;
  }

  /** Fills the empty buffer of characters, to the end of the file if that comes first. */
  private void fill() {
    chars.clear();
    CoderResult result = CoderResult.UNDERFLOW;
    while (result.isUnderflow() && !atEnd) {
      bytes.compact();
      atEnd = !readBytes();
      bytes.flip();
      refuseUtf16();
      result = decoder.decode(bytes, chars, atEnd);
    }
    // What is left undecoded fits the buffer of the next call.
    atEnd &= result.isUnderflow();
    chars.flip();
    check();
    if (result.isError()) {
      String got = String.format(Locale.ROOT, "byte %02x", bytes.get(bytes.position()));
      throw Messages.content(
          file + ":" + line, "text in UTF-8", got, "save the file as UTF-8 text");
    }
  }

  /** Reads once; false at the end of the file. */
  private boolean readBytes() {
    try {
      int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
      bytes.position(bytes.position() + Math.max(0, count));
      return count >= 0;
    } catch (IOException e) {
      throw failure(file, e);
    }
  }

  private void refuseUtf16() {
    if (atStart && bytes.remaining() >= 2) {
      int mark = (bytes.get(0) & 0xff) << 8 | (bytes.get(1) & 0xff);
      if (mark == 0xfeff || mark == 0xfffe) {
        throw Messages.content(
            file.toString(), "text in UTF-8", "UTF-16", "save the file as UTF-8 text");
      }
    }
  }

  /** Drops the byte order mark, counts lines, and refuses what is no text. */
  private void check() {
    if (atStart && chars.hasRemaining()) {
      atStart = false;
      if (chars.get(0) == '\ufeff') {
        chars.get();
      }
    }
    for (int i = chars.position(); i < chars.limit(); i++) {
      char c = chars.get(i);
      if (c == '\n' || c == '\r') {
        line += c == '\n' && last == '\r' ? 0 : 1;
        column = 0;
      } else if (c == 0) {
        throw Messages.content(file + ":" + line, "text", "a NUL byte", "is it a binary file?");
      } else if (++column > LONGEST_LINE) {
        throw Messages.content(
            file + ":" + line,
            "lines of at most " + Messages.count(LONGEST_LINE, "character"),
            "a longer one",
            "is it a table?");
      }
      last = c;
    }
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw failure(file, e);
    }
  }
}
