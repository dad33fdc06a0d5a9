package org.jeffreys.data;

import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.LongStream;

/** Images of an IDX file, whose bytes come in their order. */
final class IdxBlocks implements ImageBlocks {
  private static final long MOST_PIXELS = 16_000_000;
  private static final int HEADER = 16;

  private final IdxStream in;
  private final long size;
  private final int height;
  private final int width;
  private final ImageFolder as;
  private long start;

  private IdxBlocks(IdxStream in, long size, int height, int width, ImageFolder as) {
    this.in = in;
    this.size = size;
    this.height = height;
    this.width = width;
    this.as = as;
  }

  static IdxBlocks open(Path file, ImageFolder as) {
    IdxStream in = IdxStream.open(file);
    try {
      in.requireMagic(IdxStream.IMAGES);
      long size = in.length();
      long height = in.length();
      long width = in.length();
      if (size == 0) {
        throw FileFailure.content(file, "at least one image", "none");
      }
      if (height * width < 1 || height * width > MOST_PIXELS) {
        throw FileFailure.content(
            file, "images of 1 to " + MOST_PIXELS + " pixels", height + " x " + width);
      }
      return new IdxBlocks(in, size, (int) height, (int) width, as);
    } catch (RuntimeException e) {
      in.close();
      throw e;
    }
  }

  /** Images as the file has them. */
  private final class Raw implements Block {
    private final long first;
    private final byte[] bytes;
    private final int count;

    Raw(long first, byte[] bytes, int count) {
      this.first = first;
      this.bytes = bytes;
      this.count = count;
    }

    @Override
    public List<String> names() {
      return LongStream.range(first, first + count).mapToObj(Long::toString).toList();
    }

    @Override
    public Read read() {
      byte[] pixels = new byte[Math.multiplyExact(count, as.height() * as.width())];
      int numScaled = 0;
      for (int i = 0; i < count; i++) {
        numScaled += as.place(picture(i), pixels, i) ? 1 : 0;
      }
      return new Read(Images.of(pixels, null, 1, as.height(), as.width(), List.of()), numScaled);
    }

    private GreyImage picture(int index) {
      float[] values = new float[height * width];
      for (int i = 0; i < values.length; i++) {
        values[i] = bytes[index * values.length + i] & 0xff;
      }
      return new GreyImage(height, width, values);
    }
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public String nameOfNames() {
    return "index";
  }

  @Override
  public Block next(int count) {
    if (start == size) {
      throw new NoSuchElementException("images: expected another, got the end");
    }
    int some = (int) Math.min(count, size - start);
    long total = HEADER + size * height * width;
    Block block = new Raw(start, in.take(Math.multiplyExact(some, height * width), total), some);
    start += some;
    if (start == size) {
      in.requireEnd(total);
    }
    return block;
  }

  @Override
  public void close() {
    in.close();
  }
}
