package org.jeffreys.cli.digits;

import java.util.concurrent.Callable;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.DataDirOption;
import org.jeffreys.cli.OutOption;
import org.jeffreys.cli.Progress;
import org.jeffreys.cli.SeedOption;
import org.jeffreys.cli.ThreadsOption;
import org.jeffreys.cli.Version;
import org.jeffreys.core.Check;
import org.jeffreys.inference.dropout.NoisePosterior;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.OutputFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jeffreys digits}: classifies images, and tells which of them to leave to a person. */
@Command(
    name = "digits",
    description = {
      "Train an image classifier that tells which inputs to distrust: unclear, noisy, or no digits at all.",
      "",
      "Writes report.html, pictures, predictions.csv, metrics.json and the model, which"
          + " jeffreys predict serves. A run that was interrupted goes on after its last epoch when the same"
          + " command is given again.",
      ""
    })
public final class DigitsCommand implements Callable<Integer> {
  private static final int MEGABYTE_BITS = 20;
  private static final double STANDARD_ACCURACY = 0.999;

  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final SeedOption seed = new SeedOption();
  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final DataDirOption dataDir = new DataDirOption();
  @Mixin private final OutOption out = new OutOption();

  @Option(
      names = "--data",
      paramLabel = "NAME",
      defaultValue = "strokes",
      description =
          "The digits: strokes, which are generated, or mnist (default: ${DEFAULT-VALUE}).")
  private String data = "strokes";

  @Option(
      names = "--ood",
      paramLabel = "NAME",
      description =
          "Images of other things: letters, fashion-mnist, omniglot, or a folder of pictures"
              + " (default: letters for strokes, fashion-mnist for mnist).")
  private @Nullable String foreign;

  @Option(
      names = "--method",
      paramLabel = "NAME",
      defaultValue = "mc-dropout",
      description = "What is random in the network (default: ${DEFAULT-VALUE}).")
  private String method = "mc-dropout";

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "50",
      description = "Functions drawn, 1 to 10000 (default: ${DEFAULT-VALUE}).")
  private int draws = 50;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "20",
      description = "Passes over the training images, >= 1 (default: ${DEFAULT-VALUE}).")
  private int epochs = 20;

  @Option(
      names = "--threshold",
      paramLabel = "NATS",
      description =
          "Flag images whose predictive entropy is greater, in nats, 0 to log 10 (default for mnist:"
              + " 0.0461, that of the article).")
  private @Nullable Double threshold;

  @Option(
      names = "--accuracy",
      paramLabel = "A",
      description =
          "Choose the threshold on held-out images, so that this share of those below it is right, in"
              + " (0, 1] (default for strokes: 0.999).")
  private @Nullable Double accuracy;

  @Option(
      names = "--independent",
      description = "Give each image masks of its own in each draw, instead of one for all.")
  private boolean independent;

  @Option(
      names = "--same-noise",
      description = "Mix all noisy images with the same noise, as the article does.")
  private boolean sameNoise;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      defaultValue = "512",
      description =
          "About the most that activations take in prediction (default: ${DEFAULT-VALUE}).")
  private int memory = 512;

  /** Made by the registry. */
  public DigitsCommand() {}

  @Override
  public Integer call() {
    DigitsSettings settings = settings();
    // Images first, so that nothing is left behind where they are missing.
    try (DigitsData images = DigitsData.load(settings, dataDir.folders());
        OutputFolder folder = out.open("digits");
        Progress progress = common.progress()) {
      FolderCheckpoints checkpoints =
          new FolderCheckpoints(folder, settings.fingerprint(Version.number()), 0);
      tellOf(checkpoints, folder);
      DigitsRun run = new DigitsRun(settings, images, progress);
      try (NoisePosterior posterior = run.train(checkpoints)) {
        DigitsResult result = run.score(posterior);
        DigitsSettings decided = settings.withThreshold(result.threshold());
        progress.start("writing", 1, "reports");
        new DigitsFiles(decided, images, posterior, result).write(folder);
        progress.advanceTo(1, "");
        progress.close();
        checkpoints.clear();
        DigitsSummary.print(common.out(), decided, result, folder.path());
      }
    }
    return 0;
  }

  private void tellOf(FolderCheckpoints checkpoints, OutputFolder folder) {
    if (common.quiet()) {
      return;
    }
    if (checkpoints.isResuming()) {
      common.err().println("digits: going on after the last epoch in " + folder.path());
    } else if (checkpoints.hasReplaced()) {
      common
          .err()
          .println(
              "digits: an unfinished run of other settings in " + folder.path() + " is given up");
    }
  }

  private double wantedAccuracy() {
    Check.require(
        threshold == null || accuracy == null,
        "--accuracy",
        "one of --accuracy and --threshold",
        "both");
    if (accuracy != null) {
      return accuracy;
    }
    return threshold != null || data.equals("mnist") ? Double.NaN : STANDARD_ACCURACY;
  }

  private DigitsSettings settings() {
    Check.require(
        data.equals("strokes") || data.equals("mnist"),
        "--data",
        "one of [strokes, mnist]",
        "'" + data + "'");
    DigitsNetworks.named(method);
    String others = data.equals("mnist") ? "fashion-mnist" : "letters";
    return new DigitsSettings(
        data,
        foreign != null ? foreign : others,
        method,
        epochs,
        draws,
        independent,
        threshold != null ? threshold : DigitsSettings.PUBLISHED_THRESHOLD,
        wantedAccuracy(),
        sameNoise,
        (long) memory << MEGABYTE_BITS,
        seed.seed(),
        threads.threads());
  }
}
