package org.jeffreys.cli.digits;

import org.jeffreys.cli.report.ReportPage;
import org.jeffreys.uncertainty.Proportion;

/** Images to look at: what is flagged, what is kept, the clearest, the least clear, the errors. */
final class PicturesSection {
  private final DigitsSettings settings;
  private final DigitsResult result;
  private final DigitsPictures pictures;

  PicturesSection(DigitsSettings settings, DigitsResult result, DigitsPictures pictures) {
    this.settings = settings;
    this.result = result;
    this.pictures = pictures;
  }

  void addTo(ReportPage page) {
    page.section("Images that are flagged, and images that are kept")
        .paragraph(
            "Each sheet runs from the most certain image of its group to the least certain, at even"
                + " steps. Below an image stand the predicted digit and its probability, the mean"
                + " of "
                + DigitsText.draws(settings)
                + "; in brackets is the right digit where it is another. Green frames: right."
                + " Vermilion: wrong. Orange: no digit, and flagged as it should be.");
    for (ImageSet set : ImageSet.values()) {
      add(page, DigitsPictures.name(set, true), "No " + set.label() + " image is flagged.");
      add(
          page,
          DigitsPictures.name(set, false),
          "No " + set.label() + " image is kept: all are flagged.");
    }
    page.section("The clearest and the least clear")
        .paragraph(
            "For each digit the test images of least and of greatest entropy over the draws, a row"
                + " a digit. Framed are those predicted wrong. The first sheet should hold the"
                + " digits as everybody writes them, the second those that people would hesitate"
                + " over.");
    add(page, DigitsPictures.CLEAREST, "");
    add(page, DigitsPictures.LEAST_CLEAR, "");
    errors(page);
  }

  private void errors(ReportPage page) {
    Proportion correct =
        Flagged.of(result.clean(), ImageScores.DECIDING, Double.POSITIVE_INFINITY).low();
    int errors = correct.trials() - correct.successes();
    page.section("Errors");
    if (errors == 0) {
      page.paragraph("All clean images are predicted right by the mean of the draws.");
      return;
    }
    Proportion kept = Flagged.of(result.clean(), ImageScores.DECIDING, settings.threshold()).low();
    page.paragraph(
        "The mean of the draws is wrong on "
            + DigitsText.images(errors)
            + " of the clean set, of which "
            + (errors - kept.trials() + kept.successes())
            + " are flagged. The most certain errors are the last that a threshold finds; some may"
            + " be labelled wrong, or be beyond anybody's reading."
            + (errors < 2 * DigitsPictures.MOST
                ? " There are so few errors that the two sheets share some."
                : ""));
    add(page, DigitsPictures.CERTAIN_ERRORS, "");
    add(page, DigitsPictures.UNCERTAIN_ERRORS, "");
  }

  private void add(ReportPage page, String name, String without) {
    pictures
        .named(name)
        .ifPresentOrElse(
            shown -> page.picture(shown.title(), shown.description(), shown.png()),
            () -> page.paragraph(without));
  }
}
