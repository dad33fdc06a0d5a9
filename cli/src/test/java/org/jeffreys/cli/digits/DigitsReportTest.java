package org.jeffreys.cli.digits;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.jeffreys.cli.report.Picture;
import org.jeffreys.store.OutputFolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DigitsReportTest {
  private static final double NOTHING = Math.log(10);
  private static final double PUBLISHED = DigitsSettings.PUBLISHED_THRESHOLD;

  @TempDir private Path folder;

  private static DigitsReport report(
      DigitsSettings settings, ExampleDigits example, DigitsResult result) {
    return new DigitsReport(
        settings,
        example.data(),
        result,
        new DigitsCharts(settings, result),
        new DetectionCharts(settings, result),
        new DigitsPictures(settings, example.data(), result));
  }

  private static String page(DigitsSettings settings, ExampleDigits example) {
    return body(report(settings, example, example.result(2)));
  }

  /** The page without the library that draws its charts, and without what pictures hold. */
  private static String body(DigitsReport report) {
    String html = report.html();
    return html.substring(0, html.indexOf("</main>")).replaceAll("base64,[^\"]+", "base64,");
  }

  private static int count(String text, String part) {
    return (int) Pattern.compile(part, Pattern.LITERAL).matcher(text).results().count();
  }

  @Test
  void figuresOfThePageAreThoseOfTheResult() {
    // Sure images are 12 nats ahead, foreign ones 6: an entropy of about 0.0007 and 0.15.
    try (ExampleDigits example = new ExampleDigits(40, 5, 3, 12)) {
      String html = page(ExampleDigits.settings("strokes", "letters", PUBLISHED), example);
      assertThat(html)
          .contains("<dt>Accuracy</dt><dd>92.50 %<small>without draws; 92.50 % with 4 draws")
          .contains("<dt>Clean images flagged</dt><dd>0.00 %<small>0 of 40</small>")
          .contains("<dd>92.50 %<small>3 errors in 40 images</small>")
          .contains("<dt>Foreign images flagged</dt><dd>100.00 %<small>5 of 5</small>")
          .contains("wrong on 3 images of the clean set, of which 0 are flagged.")
          .contains("saw each training image 2 times")
          .contains("which took 5.0 seconds. On 3 images held out")
          .contains("right, at a loss of 0.250 nats.")
          .contains("Without draws it is 0.750, for the mean of the draws 0.750.")
          .contains("No clean image is flagged.")
          .contains("No foreign image is kept: all are flagged.")
          .contains("There are so few errors that the two sheets share some.");
    }
  }

  @Test
  void showsEveryMeasureInTheTableAndInAHistogram() {
    try (ExampleDigits example = new ExampleDigits(40, 5, 3, 4)) {
      DigitsResult result = example.result(2);
      String html =
          body(report(ExampleDigits.settings("strokes", "letters", PUBLISHED), example, result));
      assertThat(result.clean().measures()).hasSize(12);
      for (String measure : result.clean().measures()) {
        assertThat(html)
            .contains("<th scope=\"row\">" + DigitsText.spoken(measure) + "</th>")
            .contains("<figcaption>" + DigitsText.heading(measure) + "</figcaption>");
      }
      assertThat(html).contains("<strong>").doesNotContain("NaN");
    }
  }

  @Test
  void publishedFiguresStandBesideThoseOfTheSameImagesOnly() {
    try (ExampleDigits example = new ExampleDigits(40, 5, 3, 4)) {
      String own = page(ExampleDigits.settings("strokes", "letters", PUBLISHED), example);
      assertThat(own).doesNotContain("the article</td>");
      String same = page(ExampleDigits.settings("mnist", "fashion-mnist", PUBLISHED), example);
      assertThat(same).contains("85.61 %", "1,741", "9,261", "In nats that is");
      assertThat(same).doesNotContain("was given another threshold");
      String others = page(ExampleDigits.settings("mnist", "omniglot", 0.5), example);
      assertThat(others).contains("834", "was given another threshold").doesNotContain("9,261");
    }
  }

  @Test
  void aFlaggedSetAndAPerfectOneAreTextNotGaps() {
    try (ExampleDigits example = new ExampleDigits(12, 2, 0, 4)) {
      String all = page(ExampleDigits.settings("strokes", "letters", 0), example);
      assertThat(all)
          .contains("No clean image is kept: all are flagged.")
          .contains("<dd>\u2013<small>0 errors in 0 images</small>")
          .contains("All clean images are predicted right by the mean of the draws.")
          .contains("Of errors nothing can be said")
          .doesNotContain("Finding errors")
          .doesNotContain("NaN");
      String none = page(ExampleDigits.settings("strokes", "letters", NOTHING), example);
      assertThat(none)
          .contains("No clean image is flagged.", "No noisy image is flagged.")
          .contains("No foreign image is flagged.")
          .doesNotContain("NaN");
    }
  }

  @Test
  void everythingWrongIsSaidToo() {
    try (ExampleDigits example = new ExampleDigits(12, 2, 12, 4)) {
      String html = page(ExampleDigits.settings("strokes", "letters", 1), example);
      assertThat(html)
          .contains("wrong on 12 images of the clean set")
          .contains("<td>not reached</td>")
          .doesNotContain("NaN");
    }
  }

  @Test
  void oneEpochHasNoCurve() {
    try (ExampleDigits example = new ExampleDigits(12, 2, 1, 4)) {
      DigitsSettings settings = ExampleDigits.settings("strokes", "letters", PUBLISHED);
      assertThat(body(report(settings, example, example.result(1))))
          .contains("saw each training image once")
          .doesNotContain("Loss by epoch");
    }
  }

  @Test
  void namesOfFoldersAreTextAndWordsOfAShell() {
    try (ExampleDigits example = new ExampleDigits(12, 2, 1, 4)) {
      DigitsSettings settings = ExampleDigits.settings("strokes", "<b>it's</b>", PUBLISHED);
      String html = page(settings, example);
      assertThat(html).doesNotContain("<b>").contains("(&lt;b&gt;it&#39;s&lt;/b&gt;)");
      assertThat(DigitsCommandLine.of(settings))
          .isEqualTo(
              """
              ./jeffreys digits --data strokes --ood '<b>it'\\''s</b>' --method mc-dropout \\
                --epochs 2 --draws 4 --threshold 0.04605170185988092 \\
                --memory 512 --threads 1 --seed 7""");
    }
  }

  @Test
  void carriesItsPicturesAndLoadsNothing() {
    try (ExampleDigits example = new ExampleDigits(40, 5, 3, 4)) {
      String html = page(ExampleDigits.settings("strokes", "letters", 0.5), example);
      int pictures = count(html, "<img ");
      assertThat(pictures).isGreaterThanOrEqualTo(7);
      assertThat(count(html, "src=\"data:image/png;base64,")).isEqualTo(pictures);
      Matcher alt = Pattern.compile("<img alt=\"[^\"]{10,}\"").matcher(html);
      assertThat((int) alt.results().count()).isEqualTo(pictures);
      assertThat(html).doesNotContainPattern("(src|href)=\"(https?:)?//");
    }
  }

  @Test
  void sheetsOfDigitsHaveARowADigitAndAtMostThirtyImages() throws IOException {
    try (ExampleDigits few = new ExampleDigits(25, 5, 3, 4);
        ExampleDigits many = new ExampleDigits(320, 5, 3, 4)) {
      // An image of 28 x 28 takes 62 with its frame, a gap 2, the label of a row 20.
      BufferedImage three = clearest(few);
      assertThat(three.getWidth()).isEqualTo(2 + 20 + 2 + 3 * 64);
      assertThat(three.getHeight()).isEqualTo(2 + 10 * 64);
      assertThat(clearest(many).getWidth()).isEqualTo(2 + 20 + 2 + 30 * 64);
    }
  }

  private static BufferedImage clearest(ExampleDigits example) throws IOException {
    DigitsSettings settings = ExampleDigits.settings("strokes", "letters", PUBLISHED);
    Picture picture =
        new DigitsPictures(settings, example.data(), example.result(1))
            .named(DigitsPictures.CLEAREST)
            .orElseThrow();
    return ImageIO.read(new ByteArrayInputStream(picture.png()));
  }

  @Test
  void takesSheetsOfAnEarlierRunAway() {
    try (ExampleDigits example = new ExampleDigits(40, 5, 3, 4);
        OutputFolder out = OutputFolder.open(folder, "--out")) {
      Path kept = folder.resolve("pictures/clean-kept.png");
      Path flagged = folder.resolve("pictures/clean-flagged.png");
      write(example, NOTHING, out);
      assertThat(kept).exists();
      assertThat(flagged).doesNotExist();
      write(example, 0, out);
      assertThat(kept).doesNotExist();
      assertThat(flagged).exists();
      assertThat(Files.exists(folder.resolve("pictures/least-clear.png"))).isTrue();
    }
  }

  private static void write(ExampleDigits example, double threshold, OutputFolder out) {
    DigitsSettings settings = ExampleDigits.settings("strokes", "letters", threshold);
    new DigitsPictures(settings, example.data(), example.result(1)).write(out);
  }
}
