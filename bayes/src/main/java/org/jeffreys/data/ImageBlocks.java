package org.jeffreys.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Unlabelled images read a block at a time, in their order, so that memory holds few of any number.
 * One thread asks for blocks; each may be read on any other.
 */
public sealed interface ImageBlocks extends AutoCloseable permits PictureBlocks, IdxBlocks {
  /** Some neighbouring images, whose reading is put off. */
  interface Block {
    /** What each image is called: its file below the folder, or its index. */
    List<String> names();

    /**
     * Reads the images; the caller closes them.
     *
     * @throws java.io.UncheckedIOException with one line that names the file and what is wrong in
     *     it
     */
    Read read();
  }

  /**
   * Images as they are wanted.
   *
   * @param images closed with this
   * @param numScaled how many were of another size
   */
  record Read(Images images, int numScaled) implements AutoCloseable {
    @Override
    public void close() {
      images.close();
    }
  }

  /**
   * The images of a folder of pictures, as {@link ImageFolder} lists them, of one picture, or of an
   * IDX file.
   *
   * @param as the size that all are brought to, and which are inverted
   * @throws java.io.UncheckedIOException with one line if there are none
   */
  static ImageBlocks open(Path input, ImageFolder as) {
    if (Files.isDirectory(input)) {
      return new PictureBlocks(input, ImageFolder.files(input), as);
    }
    return ImageFolder.isPicture(input)
        ? new PictureBlocks(input.toAbsolutePath().getParent(), List.of(input), as)
        : IdxBlocks.open(input, as);
  }

  /** The number of all images. */
  long size();

  /** What the names are: {@code file} or {@code index}. */
  String nameOfNames();

  /**
   * The next images.
   *
   * @param count how many, at least 1; fewer at the end
   * @throws java.util.NoSuchElementException after the last
   */
  Block next(int count);

  @Override
  void close();
}
