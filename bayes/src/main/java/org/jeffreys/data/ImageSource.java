package org.jeffreys.data;

import java.util.List;
import org.jeffreys.core.Check;

/**
 * A data set of images: what it is, whose, and how it is read.
 *
 * @param name as users write it: {@code mnist}
 * @param summary what the images show, in a few words
 * @param licence the terms it comes under
 * @param classNames in the order of the labels
 * @param parts its splits
 * @param loader how a part is read or made
 */
public record ImageSource(
    String name,
    String summary,
    Licence licence,
    List<String> classNames,
    List<Part> parts,
    Loader loader) {
  /**
   * One split of a data set.
   *
   * @param split which
   * @param size the number of images
   * @param isOptional whether the data set is of use without this part
   * @param files what it is read from; none where it is generated
   */
  public record Part(Split split, int size, boolean isOptional, List<DataFile> files) {
    /** Checks the size. */
    public Part {
      Check.atLeast(size, 1, "size");
      files = List.copyOf(files);
    }
  }

  /** Reads a part from its files, or generates it. */
  @FunctionalInterface
  public interface Loader {
    /** The images of a part; the caller closes them. */
    Images load(ImageSource source, Part part, DataFolders folders);
  }

  /** Copies the lists. */
  public ImageSource {
    classNames = List.copyOf(classNames);
    parts = List.copyOf(parts);
    Check.require(!parts.isEmpty(), "parts", "at least one", "none");
  }

  /** The number of classes. */
  public int numClasses() {
    return classNames.size();
  }

  /** The files of all parts; none where the images are generated. */
  public List<DataFile> files() {
    return parts.stream().flatMap(part -> part.files().stream()).toList();
  }

  /**
   * The images of a split, which are closed by the caller.
   *
   * @throws IllegalArgumentException if there is no such split
   * @throws java.io.UncheckedIOException with one line, if a file is missing or wrong; training
   *     data must have examples of every class
   */
  public Images load(Split split, DataFolders folders) {
    Part part =
        parts.stream()
            .filter(each -> each.split() == split)
            .findFirst()
            .orElseThrow(
                () ->
                    Check.failure(
                        name, "one of " + parts.stream().map(Part::split).toList(), split));
    Images images = loader.load(this, part, folders);
    if (split == Split.TRAIN) {
      requireEveryClass(images);
    }
    return images;
  }

  private void requireEveryClass(Images images) {
    boolean[] seen = new boolean[images.numClasses()];
    for (int label : images.labelArray()) {
      seen[label] = true;
    }
    for (int k = 0; k < seen.length; k++) {
      if (!seen[k]) {
        images.close();
        throw FileFailure.content(
            name, "examples of every class", "none of class " + classNames.get(k));
      }
    }
  }
}
