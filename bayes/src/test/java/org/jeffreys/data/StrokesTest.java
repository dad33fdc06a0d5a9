package org.jeffreys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jeffreys.NativeMemory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class StrokesTest {
  private static final int AREA = 28 * 28;

  /** Images on the heap. */
  private static final class Drawn {
    private final byte[] pixels;
    private final int[] labels;

    private Drawn(Images images) {
      try (images) {
        assertThat(images.pixels().shape()).containsExactly(images.size(), 28, 28, 1);
        pixels = images.pixels().toBytes();
        labels = images.labelArray();
      }
    }

    private byte[] image(int index) {
      return Arrays.copyOfRange(pixels, index * AREA, (index + 1) * AREA);
    }

    /** The image of this set nearest to one of another, and the squared distance to it. */
    private Nearest nearest(byte[] image, int first, int last) {
      Nearest best = new Nearest(-1, Long.MAX_VALUE);
      for (int i = first; i < last; i++) {
        long square = 0;
        for (int k = 0; k < AREA; k++) {
          int difference = (pixels[i * AREA + k] & 255) - (image[k] & 255);
          square += (long) difference * difference;
        }
        if (square < best.square()) {
          best = new Nearest(i, square);
        }
      }
      return best;
    }
  }

  private record Nearest(int index, long square) {}

  @Test
  void imageDependsOnSeedKindAndIndexAlone() {
    Drawn many = new Drawn(Strokes.digits(137, 5));
    Drawn few = new Drawn(Strokes.digits(33, 5));
    assertThat(few.pixels).isEqualTo(Arrays.copyOf(many.pixels, few.pixels.length));
    assertThat(few.labels).isEqualTo(Arrays.copyOf(many.labels, few.labels.length));
    Drawn manyLetters = new Drawn(Strokes.letters(61, 5));
    Drawn fewLetters = new Drawn(Strokes.letters(30, 5));
    assertThat(fewLetters.pixels).isEqualTo(Arrays.copyOf(manyLetters.pixels, 30 * AREA));
    assertThat(fewLetters.labels).isEqualTo(Arrays.copyOf(manyLetters.labels, 30));
    Drawn other = new Drawn(Strokes.digits(33, 6));
    for (int i = 0; i < 33; i++) {
      assertThat(other.image(i)).isNotEqualTo(few.image(i));
      assertThat(other.image(i)).isNotEqualTo(other.image((i + 1) % 33));
    }
    assertThat(other.labels).isNotEqualTo(few.labels);
  }

  /** Recorded from this code: a change of a byte changes every result that was made with them. */
  @Test
  void bytesAreTheRecordedOnes() throws NoSuchAlgorithmException {
    assertThat(sha256(Strokes.digits(500, 1)))
        .isEqualTo("55affb21fcee2a2ec9d0f4feb8b8bb3991749d8670d81b75d21ad67c754f450c");
    assertThat(sha256(Strokes.letters(500, 1)))
        .isEqualTo("f2456c994644989ddd72cb7abec557a35317be59893c2755d0b2c228673b4b88");
  }

  private static String sha256(Images images) throws NoSuchAlgorithmException {
    Drawn drawn = new Drawn(images);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (int label : drawn.labels) {
      digest.update((byte) label);
    }
    return HexFormat.of().formatHex(digest.digest(drawn.pixels));
  }

  @Test
  void classesAreBalancedInRandomOrder() {
    Drawn digits = new Drawn(Strokes.digits(1003, 2));
    assertBalanced(digits.labels, 10);
    assertBalanced(new Drawn(Strokes.letters(261, 2)).labels, 26);
    int inPlace = 0;
    for (int i = 0; i < 1000; i++) {
      inPlace += digits.labels[i] == i % 10 ? 1 : 0;
    }
    // A tenth, with a standard deviation of 10.
    assertThat(inPlace).isBetween(50, 150);
  }

  private static void assertBalanced(int[] labels, int numClasses) {
    int[] counts = new int[numClasses];
    for (int label : labels) {
      counts[label]++;
    }
    int least = labels.length / numClasses;
    assertThat(Arrays.stream(counts).boxed())
        .allSatisfy(count -> assertThat(count).isBetween(least, least + 1));
  }

  @Test
  void classesHaveNames() {
    try (Images digits = Strokes.digits(1, 0);
        Images letters = Strokes.letters(1, 0)) {
      assertThat(String.join("", digits.classNames())).isEqualTo("0123456789");
      assertThat(String.join("", letters.classNames())).isEqualTo("ACDEFHJKLMNPQRTUVWXYadehnr");
    }
    assertThat(DigitSkeletons.ALL).hasSize(10);
    assertThat(LetterSkeletons.ALL).hasSize(26);
  }

  @Test
  void inkIsInTheMiddleNeitherNothingNorAll() {
    assertInked(new Drawn(Strokes.digits(2000, 3)));
    assertInked(new Drawn(Strokes.letters(2000, 3)));
  }

  private static void assertInked(Drawn drawn) {
    double total = 0;
    double aside = 0;
    for (int i = 0; i < drawn.labels.length; i++) {
      double ink = 0;
      double right = 0;
      double down = 0;
      int lightest = 0;
      int empty = 0;
      byte[] image = drawn.image(i);
      for (int k = 0; k < AREA; k++) {
        int value = image[k] & 255;
        int row = k / 28;
        ink += value;
        right += value * (k % 28 + 0.5);
        down += value * (row + 0.5);
        lightest = Math.max(lightest, value);
        empty += value == 0 ? 1 : 0;
      }
      assertThat(ink / AREA).as("mean of image %d", i).isBetween(4.0, 100.0);
      assertThat(lightest).isGreaterThan(150);
      assertThat(empty).isGreaterThan(AREA / 4);
      assertThat(right / ink).isCloseTo(14, within(2.5));
      assertThat(down / ink).isCloseTo(14, within(2.5));
      total += ink / AREA;
      aside += Math.abs(right / ink - 14) + Math.abs(down / ink - 14);
    }
    // The mean of MNIST is 33.
    assertThat(total / drawn.labels.length).isBetween(25.0, 41.0);
    // The shift along an axis has the mean absolute value 0.27; strokes that cross add to it.
    assertThat(aside / (2 * drawn.labels.length)).isBetween(0.2, 0.4);
  }

  @Test
  void nearestNeighbourReadsMostDigitsButNotAll() {
    Drawn digits = new Drawn(Strokes.digits(2500, 4));
    int right = 0;
    for (int i = 2000; i < 2500; i++) {
      int nearest = digits.nearest(digits.image(i), 0, 2000).index();
      right += digits.labels[nearest] == digits.labels[i] ? 1 : 0;
    }
    assertThat(right / 500.0).isBetween(0.9, 0.99);
  }

  @Test
  void nearestNeighbourReadsMostLetters() {
    Drawn letters = new Drawn(Strokes.letters(2860, 4));
    int right = 0;
    for (int i = 2600; i < 2860; i++) {
      int nearest = letters.nearest(letters.image(i), 0, 2600).index();
      right += letters.labels[nearest] == letters.labels[i] ? 1 : 0;
    }
    assertThat(right / 260.0).isBetween(0.8, 0.99);
  }

  @Test
  void lettersLieFartherFromDigitsThanDigitsDo() {
    Drawn digits = new Drawn(Strokes.digits(1260, 8));
    Drawn letters = new Drawn(Strokes.letters(260, 8));
    int farther = 0;
    for (int i = 0; i < 260; i++) {
      long letter = digits.nearest(letters.image(i), 0, 1000).square();
      long digit = digits.nearest(digits.image(1000 + i), 0, 1000).square();
      farther += letter > digit ? 1 : 0;
    }
    assertThat(farther / 260.0).isGreaterThan(0.7);
  }

  @Test
  void refusesCountsOutOfRange() {
    assertThatThrownBy(() -> Strokes.digits(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count: expected an integer in [1, 2739137], got 0");
    assertThatThrownBy(() -> Strokes.letters(2739138, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("count: expected an integer in [1, 2739137], got 2739138");
  }
}
