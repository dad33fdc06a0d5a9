package org.jeffreys.data;

import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Pictures, each a file, which is read only with its block. */
final class PictureBlocks implements ImageBlocks {
  private final @Nullable Path folder;
  private final List<Path> files;
  private final ImageFolder as;
  private int start;

  PictureBlocks(@Nullable Path folder, List<Path> files, ImageFolder as) {
    this.folder = folder;
    this.files = files;
    this.as = as;
  }

  /** Pictures of a folder. */
  private record Pictures(List<Path> files, List<String> names, ImageFolder as) implements Block {
    @Override
    public Read read() {
      byte[] pixels = new byte[Math.multiplyExact(files.size(), as.height() * as.width())];
      int numScaled = 0;
      for (int i = 0; i < files.size(); i++) {
        numScaled += as.place(ImageFolder.picture(files.get(i)), pixels, i) ? 1 : 0;
      }
      return new Read(Images.of(pixels, null, 1, as.height(), as.width(), List.of()), numScaled);
    }
  }

  @Override
  public long size() {
    return files.size();
  }

  @Override
  public String nameOfNames() {
    return "file";
  }

  @Override
  public Block next(int count) {
    int end = Math.min(files.size(), start + count);
    if (start == end) {
      throw new NoSuchElementException("images: expected another, got the end");
    }
    List<Path> some = files.subList(start, end);
    start = end;
    return new Pictures(some, some.stream().map(this::name).toList(), as);
  }

  /** With slashes on every system. */
  private String name(Path file) {
    Path below =
        folder != null && file.startsWith(folder) ? folder.relativize(file) : file.getFileName();
    return String.valueOf(below).replace('\\', '/');
  }

  @Override
  public void close() {
    // files are open only while their block is read
  }
}
