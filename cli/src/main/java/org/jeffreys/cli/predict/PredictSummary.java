package org.jeffreys.cli.predict;

import java.util.Locale;
import org.jeffreys.cli.report.NumberText;
import org.jeffreys.store.ImageFormat;
import org.jeffreys.store.ImageModel;

/**
 * How the images fared.
 *
 * @param numImages all
 * @param numAccepted those whose label is accepted
 * @param numScaled those that were of another size than the model's
 */
record PredictSummary(long numImages, long numAccepted, long numScaled) {
  static final PredictSummary NOTHING = new PredictSummary(0, 0, 0);

  PredictSummary plus(PredictSummary other) {
    return new PredictSummary(
        numImages + other.numImages, numAccepted + other.numAccepted, numScaled + other.numScaled);
  }

  /** The notice that images were scaled. */
  String scaled(ImageFormat images) {
    return String.format(
        Locale.ROOT,
        "%d of %d images were of another size, and scaled to %d x %d",
        numScaled,
        numImages,
        images.height(),
        images.width());
  }

  /** All in a paragraph. */
  String text(PredictSettings settings, ImageModel saved, double seconds) {
    return String.format(
        Locale.ROOT,
        "%d %s by %s with %d %s%s in %s s: %d accepted, %d abstained (%s); accepted: %s",
        numImages,
        numImages == 1 ? "image" : "images",
        saved.method(),
        settings.numDraws(),
        settings.numDraws() == 1 ? "draw" : "draws",
        settings.independent() ? ", independent for each image," : "",
        NumberText.significant(seconds, 2),
        numAccepted,
        numImages - numAccepted,
        NumberText.percent((double) (numImages - numAccepted) / numImages, 1),
        settings.rule());
  }
}
