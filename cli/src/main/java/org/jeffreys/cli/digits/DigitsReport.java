package org.jeffreys.cli.digits;

import static org.jeffreys.cli.report.NumberText.count;
import static org.jeffreys.cli.report.NumberText.percent;
import static org.jeffreys.cli.report.NumberText.significant;

import java.util.List;
import org.jeffreys.cli.report.Prose;
import org.jeffreys.cli.report.ReportPage;
import org.jeffreys.inference.Epoch;
import org.jeffreys.uncertainty.Accuracy;
import org.jeffreys.uncertainty.Proportion;

/** {@code report.html} of the digits. */
final class DigitsReport {
  private final DigitsSettings settings;
  private final DigitsData data;
  private final DigitsResult result;
  private final DigitsCharts charts;
  private final DetectionCharts detection;
  private final DigitsPictures pictures;

  DigitsReport(
      DigitsSettings settings,
      DigitsData data,
      DigitsResult result,
      DigitsCharts charts,
      DetectionCharts detection,
      DigitsPictures pictures) {
    this.settings = settings;
    this.data = data;
    this.result = result;
    this.charts = charts;
    this.detection = detection;
    this.pictures = pictures;
  }

  String html() {
    ReportPage page = ReportPage.titled("Digits, and when not to trust them", lead());
    keyFigures(page);
    training(page);
    new FlaggedSection(settings, result).addTo(page);
    entropies(page);
    new PicturesSection(settings, result, pictures).addTo(page);
    new MeasuresSection(settings, result, charts, detection).addTo(page);
    new CalibrationSection(settings, result, detection).addTo(page);
    repetition(page);
    return page.html();
  }

  private String lead() {
    String answers =
        settings.draws() == 1
            ? "one draw answers for each image."
            : count(settings.draws())
                + " draws answer for each image, and their mean is the prediction.";
    return "A network learnt to read digits ("
        + settings.data()
        + ") from "
        + DigitsText.images(data.training().size())
        + ". Part of it is random ("
        + DigitsNetworks.named(settings.method()).summary()
        + "), and stays so when it predicts: "
        + answers
        + " Images whose prediction is uncertain are flagged, to be left to a person: unclear"
        + " digits, noisy ones, and images of other things ("
        + settings.foreign()
        + "), for which any digit would be wrong.";
  }

  private void keyFigures(ReportPage page) {
    Flagged clean = Flagged.of(result.clean(), ImageScores.DECIDING, settings.threshold());
    int images = result.clean().size();
    int foreign = result.foreign().size();
    int found = Flagged.count(result.foreign(), ImageScores.DECIDING, settings.threshold());
    String drawn = DigitsText.draws(settings);
    page.keyFigure(
            "Accuracy",
            percent(Accuracy.of(result.clean().labelled()).value(), 2),
            "without draws; "
                + percent(Accuracy.of(result.clean().labelledByDraws()).value(), 2)
                + " with "
                + drawn)
        .keyFigure(
            "Clean images flagged",
            percent((double) clean.high().trials() / images, 2),
            count(clean.high().trials()) + " of " + count(images))
        .keyFigure("Accuracy of the rest", DigitsText.share(clean.low()), errorsOf(clean.low()))
        .keyFigure(
            "Foreign images flagged",
            percent((double) found / foreign, 2),
            count(found) + " of " + count(foreign))
        .keyFigure(
            "AUROC, foreign images",
            DigitsText.decimals(
                DigitsDetection.foreign(result, ImageScores.DETERMINISTIC).auroc(), 3),
            "by the entropy without draws; "
                + DigitsText.decimals(
                    DigitsDetection.foreign(result, ImageScores.DECIDING).auroc(), 3)
                + " with "
                + drawn
                + ". 0.5 is chance, 1 perfect");
  }

  private static String errorsOf(Proportion kept) {
    return DigitsText.counted(kept.trials() - kept.successes(), "error", "errors")
        + " in "
        + DigitsText.images(kept.trials());
  }

  private void training(ReportPage page) {
    List<Epoch> epochs = result.epochs();
    Epoch last = epochs.get(epochs.size() - 1);
    String validated =
        last.isValidated()
            ? " On "
                + DigitsText.images(data.validation().size())
                + " held out from training it was then "
                + percent(last.validationAccuracy(), 2)
                + " right, at a loss of "
                + significant(last.validationLoss(), 3)
                + " nats."
            : "";
    page.section("Training")
        .paragraph(
            "The network saw each training image "
                + (epochs.size() == 1 ? "once" : count(epochs.size()) + " times")
                + ", in batches of "
                + DigitsSettings.BATCH_SIZE
                + ", which took "
                + significant(result.trainSeconds(), 2)
                + " seconds."
                + validated
                + " The loss is the negative logarithm of the probability given to the right digit."
                + " In training it is measured with the noise on and while the network still"
                + " changes, so it is often above that of validation.");
    if (epochs.size() > 1) {
      page.charts(List.of(charts.loss(), charts.accuracy()), 280);
    }
  }

  private void entropies(ReportPage page) {
    page.section("What uncertainty looks like")
        .paragraph(
            "Entropy says how spread out the ten probabilities are: 0 nats where one digit has them"
                + " all, "
                + significant(Math.log(DigitsSettings.NUM_CLASSES), 3)
                + " nats where all are equally likely. Each set of images is drawn against its own"
                + " fullest bar, and the legend says how much of it lies right of the threshold."
                + " The axis is logarithmic, eight bars to a factor of ten; the first bar holds"
                + " what is smaller still. The more the sets part, the better a threshold works.")
        .chart(
            charts.entropy(
                ImageScores.DECIDING, "Entropy of the mean of " + DigitsText.draws(settings)))
        .chart(charts.entropy(ImageScores.DETERMINISTIC, "Entropy without draws"));
  }

  private void repetition(ReportPage page) {
    page.section("How to repeat it")
        .listing(DigitsCommandLine.of(settings))
        .paragraph(
            Prose.of(
                    "Add --out and --data-dir where this run had them. The same version, kind of"
                        + " machine and options give the same numbers. The"
                        + " tables behind this page are in ")
                .code("predictions.csv")
                .text(", a row an image, and in ")
                .code("metrics.json")
                .text("; the sheets of images are in ")
                .code("pictures")
                .text(". The network itself is in ")
                .code("model.jeffreys")
                .text(", beside this page. Let it read pictures of your own with"))
        .listing("./jeffreys predict FOLDER_OF_RUN PICTURES")
        .paragraph(
            Prose.of("where ")
                .code("FOLDER_OF_RUN")
                .text(" is the folder of this page, and ")
                .code("PICTURES")
                .text(" a picture or a folder of them."));
  }
}
