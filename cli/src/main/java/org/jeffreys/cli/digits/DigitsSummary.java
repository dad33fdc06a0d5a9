package org.jeffreys.cli.digits;

import static org.jeffreys.cli.report.NumberText.percent;
import static org.jeffreys.cli.report.NumberText.significant;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import org.jeffreys.uncertainty.Accuracy;
import org.jeffreys.uncertainty.Nll;

/** What the command prints when it is done. */
final class DigitsSummary {
  private DigitsSummary() {}

  static void print(PrintWriter out, DigitsSettings settings, DigitsResult result, Path folder) {
    out.printf(
        Locale.ROOT,
        "accuracy %s (draws: %s), nll %s (%s)%n",
        percent(Accuracy.of(result.clean().labelled()).value(), 2),
        percent(Accuracy.of(result.clean().labelledByDraws()).value(), 2),
        significant(Nll.of(result.clean().labelled()).value(), 3),
        significant(Nll.of(result.clean().labelledByDraws()).value(), 3));
    out.printf(
        Locale.ROOT,
        "%-13s %9s %9s %22s %22s%n",
        "images",
        "number",
        "flagged",
        "accuracy of flagged",
        "accuracy of the rest");
    row(out, "clean", settings, result.clean(), true);
    row(out, "a tenth noisy", settings, result.noisy(), true);
    row(out, "foreign", settings, result.foreign(), false);
    out.printf(
        Locale.ROOT,
        "flagged: predictive entropy of %d draws above %s nats%n",
        settings.draws(),
        significant(settings.threshold(), 3));
    out.printf(
        Locale.ROOT,
        "trained %d epochs in %.0f s, %.3f s a draw of 10,000 images; see %s%n",
        result.epochs().size(),
        result.trainSeconds(),
        result.secondsPerPass(),
        folder.resolve("report.html"));
  }

  private static void row(
      PrintWriter out, String name, DigitsSettings settings, ImageScores scores, boolean known) {
    if (!known) {
      int flagged = Flagged.count(scores, "predictive-entropy", settings.threshold());
      out.printf(Locale.ROOT, "%-13s %9d %9d%n", name, scores.size(), flagged);
      return;
    }
    Flagged flagged = Flagged.of(scores, "predictive-entropy", settings.threshold());
    out.printf(
        Locale.ROOT,
        "%-13s %9d %9d %22s %22s%n",
        name,
        scores.size(),
        flagged.high().trials(),
        percent(flagged.high().value(), 2),
        percent(flagged.low().value(), 2));
  }
}
