package org.jeffreys.data;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.tensor.HostStream;

/**
 * Generated handwriting: digits, and letters to be told from them, 28 x 28 grey pixels in the
 * manner of MNIST. Needs no files, fonts or network; it is no substitute for a measured data set.
 *
 * <p>Each image is one of several ways of writing its glyph, a path of a pen. The path is bent as a
 * whole and at each point, stretched, slanted by -0.38 to 0.62, rotated by at most 15 degrees,
 * distorted elastically, fitted to about 20 pixels and drawn with a round pen whose width changes
 * from image to image and along the path. The centre of mass of the ink lies within a pixel or two
 * of the middle. Some writers are careless, so that a few images can be read in two ways: a small
 * convolutional network that learns from 10,000 digits reads about 98 % of others.
 *
 * <p>Classes are balanced: each run of as many images as there are classes holds every class once,
 * in random order. Image i depends on the seed, the kind and i alone: the same bytes on every
 * machine, and fewer images are the first of more.
 *
 * @source distortion after Simard, Steinkraus and Platt (2003), ICDAR
 */
public final class Strokes {
  private static final int SIDE = 28;
  private static final int AREA = SIDE * SIDE;
  private static final int MOST = Integer.MAX_VALUE / AREA;

  private Strokes() {}

  /**
   * Digits; class k is the digit k. The caller closes them.
   *
   * @param count from 1 to 2739137
   */
  public static Images digits(int count, long seed) {
    return draw("digits", DigitSkeletons.NAMES, DigitSkeletons.ALL, count, seed);
  }

  /**
   * Letters: {@code ACDEFHJKLMNPQRTUVWXY} and {@code adehnr}, a class each. Left out are those that
   * are digits by shape: B (8), G and b (6), I, i and l (1), O and o (0), S and s (5), Z and z (2),
   * g and q (9); and the small letters that look like a letter taken. The caller closes them.
   *
   * @param count from 1 to 2739137
   */
  public static Images letters(int count, long seed) {
    return draw("letters", LetterSkeletons.NAMES, LetterSkeletons.ALL, count, seed);
  }

  private static Images draw(
      String kind, String names, List<List<Skeleton>> glyphs, int count, long seed) {
    Check.require(count >= 1 && count <= MOST, "count", "an integer in [1, " + MOST + "]", count);
    int[] labels = labels(kind, glyphs.size(), count, seed);
    byte[] pixels = new byte[count * AREA];
    Handwriting hand = new Handwriting(SIDE);
    for (int i = 0; i < count; i++) {
      HostStream stream = HostStream.keyed(seed, "strokes-" + kind, i);
      List<Skeleton> ways = glyphs.get(labels[i]);
      hand.write(ways.get((int) stream.nextLong(ways.size())), stream, pixels, i * AREA);
    }
    return Images.of(pixels, labels, 1, SIDE, SIDE, classNames(names));
  }

  private static int[] labels(String kind, int numClasses, int count, long seed) {
    int[] labels = new int[count];
    long[] order = new long[numClasses];
    for (int i = 0; i < count; i++) {
      int place = i % numClasses;
      if (place == 0) {
        for (int k = 0; k < numClasses; k++) {
          order[k] = k;
        }
        HostStream.keyed(seed, "strokes-" + kind + "-order", i / numClasses).shuffle(order);
      }
      labels[i] = (int) order[place];
    }
    return labels;
  }

  /** The letters drawn, in the order of their labels. */
  static List<String> letterNames() {
    return classNames(LetterSkeletons.NAMES);
  }

  private static List<String> classNames(String names) {
    return names.chars().mapToObj(Character::toString).toList();
  }
}
