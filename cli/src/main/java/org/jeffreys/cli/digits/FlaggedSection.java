package org.jeffreys.cli.digits;

import static org.jeffreys.cli.report.NumberText.count;
import static org.jeffreys.cli.report.NumberText.percent;
import static org.jeffreys.cli.report.NumberText.significant;

import org.jeffreys.cli.report.ReportPage;
import org.jeffreys.cli.report.Table;
import org.jeffreys.uncertainty.EntropyThreshold;

/** What is flagged at the threshold, beside the figures of the article. */
final class FlaggedSection {
  private final DigitsSettings settings;
  private final DigitsResult result;

  FlaggedSection(DigitsSettings settings, DigitsResult result) {
    this.settings = settings;
    this.result = result;
  }

  void addTo(ReportPage page) {
    double share = new EntropyThreshold(settings.threshold()).share(DigitsSettings.NUM_CLASSES);
    page.section("What is flagged")
        .paragraph(
            "An image is flagged if the entropy of its prediction is above "
                + significant(settings.threshold(), 3)
                + " nats, "
                + percent(share, 1)
                + " of the greatest there is. If the network knows what it does not know, flagged"
                + " images hold the errors, and the rest can be trusted. Without draws the network"
                + " predicts once, its noise off; with draws it is the mean of "
                + DigitsText.draws(settings)
                + " that counts.")
        .table(table())
        .paragraph(comparison());
    if (settings.isThresholdChosen()) {
      page.paragraph(
          "The threshold was chosen on held-out images, as the greatest at which "
              + percent(settings.wantedAccuracy(), 1)
              + " of those below it are predicted right. On the test images that share is "
              + percent(
                  Flagged.of(result.clean(), ImageScores.DECIDING, settings.threshold())
                      .low()
                      .value(),
                  2)
              + ": other images, another share.");
    }
    if (isPublished()) {
      page.paragraph(
          "The article that this run follows has a threshold of 0.005 of what it calls the greatest"
              + " entropy, the logarithm of 10,000: it takes the number of images for the number of"
              + " classes. In nats that is 0.0461, and of the true greatest entropy, that of ten"
              + " classes, 0.0200. Its figures are of another training of the same network"
              + (settings.threshold() == DigitsSettings.PUBLISHED_THRESHOLD
                  ? "."
                  : ", and this run was given another threshold."));
    }
  }

  private boolean isPublished() {
    return settings.data().equals("mnist");
  }

  private Table table() {
    Table table =
        Table.of(
            "Images above the threshold, and how many predictions are right",
            "images",
            "by",
            "number",
            "flagged",
            "accuracy of flagged",
            "accuracy of the rest");
    ImageScores clean = result.clean();
    ImageScores noisy = result.noisy();
    labelled(table, "clean", clean, clean.size());
    published(table, "clean", "10,000", "834", "85.61 %", "99.86 %", isPublished());
    labelled(table, "a tenth noisy", noisy, noisy.size());
    published(table, "a tenth noisy", "10,000", "1,741", "50.32 %", "99.84 %", isPublished());
    labelled(table, "the noisy tenth", noisy, result.numNoisy());
    for (String measure : new String[] {ImageScores.DETERMINISTIC, ImageScores.DECIDING}) {
      table.row(
          "foreign",
          by(measure),
          count(result.foreign().size()),
          count(Flagged.count(result.foreign(), measure, settings.threshold())),
          "",
          "");
    }
    boolean same = isPublished() && settings.foreign().equals("fashion-mnist");
    published(table, "foreign", "10,000", "9,261", "", "", same);
    return table;
  }

  private void labelled(Table table, String name, ImageScores scores, int numImages) {
    for (String measure : new String[] {ImageScores.DETERMINISTIC, ImageScores.DECIDING}) {
      Flagged flagged = Flagged.of(scores, measure, settings.threshold(), numImages);
      table.row(
          name,
          by(measure),
          count(numImages),
          count(flagged.high().trials()),
          DigitsText.share(flagged.high()),
          DigitsText.share(flagged.low()));
    }
  }

  private static void published(
      Table table,
      String name,
      String number,
      String flagged,
      String high,
      String low,
      boolean shown) {
    if (shown) {
      table.row(name, "the article", number, flagged, high, low);
    }
  }

  private String by(String measure) {
    return measure.equals(ImageScores.DETERMINISTIC) ? "without draws" : DigitsText.draws(settings);
  }

  private String comparison() {
    int without = flagged(ImageScores.DETERMINISTIC);
    int with = flagged(ImageScores.DECIDING);
    String flagged =
        "Of the clean images "
            + count(with)
            + " are flagged by the draws, "
            + count(without)
            + " without them. ";
    double unsure = ImageSet.CLEAN.mean(result, ImageScores.DECIDING);
    double sure = ImageSet.CLEAN.mean(result, ImageScores.DETERMINISTIC);
    if (with > without && unsure > sure) {
      return flagged
          + "The mean of the draws is less sure, of clear images too: its entropy on clean images"
          + " is "
          + significant(unsure, 3)
          + " nats on average, against "
          + significant(sure, 3)
          + " without draws, so that the same threshold flags more. A threshold is"
          + " chosen for one way of predicting, and does not suit the other. The table of"
          + " how many images to leave to a person says which to take.";
    }
    return flagged
        + "A threshold is chosen for one way of predicting, and need not suit the other. The"
        + " table of how many images to leave to a person says which to take.";
  }

  private int flagged(String measure) {
    return Flagged.count(result.clean(), measure, settings.threshold());
  }
}
