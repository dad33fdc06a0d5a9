package org.jeffreys.cli.vae;

import static org.jeffreys.cli.report.NumberText.count;
import static org.jeffreys.cli.report.NumberText.percent;
import static org.jeffreys.cli.report.NumberText.significant;

import java.util.List;
import java.util.Locale;
import org.jeffreys.cli.report.Picture;
import org.jeffreys.cli.report.Prose;
import org.jeffreys.cli.report.ReportPage;

/** {@code report.html} of a variational autoencoder. */
final class VaeReport {
  private final VaeSettings settings;
  private final VaeData data;
  private final VaeResult result;
  private final VaeCharts charts;
  private final VaePictures pictures;

  VaeReport(
      VaeSettings settings,
      VaeData data,
      VaeResult result,
      VaeCharts charts,
      VaePictures pictures) {
    this.settings = settings;
    this.data = data;
    this.result = result;
    this.charts = charts;
    this.pictures = pictures;
  }

  String html() {
    ReportPage page = ReportPage.titled("A model of images, by a variational autoencoder", lead());
    keyFigures(page);
    training(page);
    made(page);
    latent(page);
    completions(page);
    foreign(page);
    repetition(page);
    return page.html();
  }

  private String lead() {
    return "Two networks learnt from "
        + count(data.training().size())
        + " images ("
        + settings.data()
        + "): one makes images of "
        + settings.latent()
        + " normal numbers"
        + (settings.conditional() ? " and a class" : "")
        + ", the other says which numbers may be behind an image. Together they make images,"
        + " fill in what is missing with the doubt that remains, and tell images of other things"
        + " ("
        + settings.foreign()
        + ").";
  }

  private void keyFigures(ReportPage page) {
    page.keyFigure(
            "ELBO of test images",
            decimals(result.elbo().mean(), 2),
            "nats an image, ± " + decimals(result.elboError(), 2))
        .keyFigure(
            "Nearer to log p",
            decimals(result.importanceBound(), 2),
            count(VaeResult.NUM_WEIGHTS)
                + " importance weights, the first "
                + count(result.numWeighted())
                + " test images, whose ELBO is "
                + decimals(result.elboOfWeighted(), 2))
        .keyFigure(
            "AUROC, foreign images",
            decimals(result.detection().auroc(), 4),
            "by the bound; 0.5 is chance, 1 perfect");
    if (settings.conditional()) {
      page.keyFigure(
          "Accuracy",
          percent(result.accuracy(), 2),
          "naming the class of the greatest bound, for which it was not trained");
    }
  }

  private void training(ReportPage page) {
    page.section("Training")
        .paragraph(
            "The evidence lower bound (ELBO) is what the model is sure to give an image at least,"
                + " as the logarithm of its probability: what the decoder says of the image, less"
                + " the divergence of the guide from the prior, which is the price of the numbers"
                + " behind it. "
                + (result.epochs().size() == 1
                    ? "One epoch"
                    : count(result.epochs().size()) + " epochs")
                + " in batches of "
                + VaeSettings.BATCH_SIZE
                + " took "
                + significant(result.trainSeconds(), 3)
                + " seconds.");
    if (result.epochs().size() > 1) {
      page.charts(List.of(charts.elbo(), charts.divergence()), 280);
    }
  }

  private void made(ReportPage page) {
    page.section("What it makes")
        .paragraph(
            "Grey is a probability: the decoder gives each pixel its chance of being white.");
    show(page, VaePictures.SAMPLES);
    show(page, VaePictures.RECONSTRUCTIONS);
    show(page, VaePictures.INTERPOLATIONS);
  }

  private void latent(ReportPage page) {
    page.section("The latent")
        .paragraph(
            "Nobody told the networks of classes"
                + (settings.conditional()
                    ? " in the latent: as they are given the class, it need not hold it, and"
                        + " classes lie over one another."
                    : ". Where classes part here, images of one class are alike to the model.")
                + " At most twelve classes are shown; those after the sixth have larger, fainter"
                + " points.")
        .chart(charts.map(), 480);
  }

  private void completions(ReportPage page) {
    page.section("Missing pixels, filled in")
        .paragraph(
            "Only the upper half is known. Below are the mean of what may be missing, its standard"
                + " deviation (white is one half, the greatest there is), and whole draws, which"
                + " differ where the known half leaves a choice. Draws are by Markov chains, exact"
                + " in the long run even where the guide is not: "
                + percent(pictures.jumps(), 1)
                + " of the jumps that the guide proposed were accepted, and "
                + percent(pictures.moves(), 0)
                + " of the Hamiltonian paths; the greatest R-hat of an image is "
                + decimals(pictures.rHat(), 2)
                + " (near 1 where chains agree). The more probable colour is right for "
                + percent(pictures.pixelsRight(), 1)
                + " of the missing pixels.");
    show(page, VaePictures.COMPLETIONS);
  }

  private void foreign(ReportPage page) {
    page.section("Images of other things")
        .paragraph(
            "An image that the model would hardly make has a low bound. "
                + (settings.conditional()
                    ? "The bound here is over all classes, taken as equally likely. "
                    : "")
                + "That finds foreign images only where they are no simpler than its own: the bound"
                + " also goes by how much ink there is, so that a plain image of nothing can"
                + " score above any digit.")
        .chart(charts.detection());
  }

  private void repetition(ReportPage page) {
    page.section("How to repeat it")
        .listing(settings.commandLine())
        .paragraph(
            Prose.of(
                    "Add --out and --data-dir where this run had them. The same version, kind of"
                        + " machine and options give the same numbers. Figures are in ")
                .code("metrics.json")
                .text(", the bound of each image is in ")
                .code("bounds.csv")
                .text(", the sheets are in ")
                .code("pictures")
                .text(", and the networks in ")
                .code("model.jeffreys")
                .text("."));
  }

  private void show(ReportPage page, String name) {
    Picture shown = pictures.named(name);
    page.picture(shown.title(), shown.description(), shown.png());
  }

  private static String decimals(double value, int digits) {
    return String.format(Locale.ROOT, "%." + digits + "f", value);
  }
}
