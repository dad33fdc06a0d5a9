package org.jeffreys.cli.sine;

import java.util.concurrent.Callable;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.DeviceOption;
import org.jeffreys.cli.OutOption;
import org.jeffreys.cli.Progress;
import org.jeffreys.cli.SeedOption;
import org.jeffreys.cli.ThreadsOption;
import org.jeffreys.cli.Version;
import org.jeffreys.core.Check;
import org.jeffreys.inference.Run;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.OutputFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jeffreys sine}: fits a sine with a gap in the data, and says where it is sure. */
@Command(
    name = "sine",
    description = {
      "Fit a Bayesian network to a sine with a gap in its data, and say where it is sure.",
      "",
      "Writes report.html, two charts as SVG, predictions.csv and metrics.json. A run that was interrupted goes on"
          + " where it was when the same command is given again.",
      ""
    })
public final class SineCommand implements Callable<Integer> {
  private static final int CHECKPOINT_MILLIS = 2000;

  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final SeedOption seed = new SeedOption();
  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final DeviceOption device = new DeviceOption();
  @Mixin private final OutOption out = new OutOption();

  @Option(
      names = "--as-published",
      description =
          "Exactly the setting of the article this command stands for: one chain of DP-SGD read as"
              + " SGLD, no noise in the data.")
  private boolean asPublished;

  @Option(
      names = "--private",
      description = "A posterior by private SGLD that costs at most --epsilon.")
  private boolean isPrivate;

  @Option(
      names = "--noise",
      paramLabel = "SD",
      description =
          "Standard deviation of the data's noise, 0 to 1000 (default: 0.1); the model assumes at"
              + " least 0.1.")
  private @Nullable Double noise;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Passes over the data, >= 1 (default: 100 as published, 2200, or 300 with --private).")
  private @Nullable Integer epochs;

  @Option(
      names = "--chains",
      paramLabel = "N",
      description = "Number of chains, 1 to 256 (default: 8, or 4 with --private).")
  private @Nullable Integer chains;

  @Option(
      names = "--epsilon",
      paramLabel = "E",
      description = "What a run with --private may cost, > 0 (default: 8).")
  private @Nullable Double epsilon;

  @Option(
      names = "--delta",
      paramLabel = "D",
      defaultValue = "1e-5",
      description = "Delta of the privacy statement, in (0, 1) (default: ${DEFAULT-VALUE}).")
  private double delta = 1e-5;

  /** Made by the registry. */
  public SineCommand() {}

  @Override
  public Integer call() {
    SineSettings settings = settings();
    try (OutputFolder folder = out.open(settings.mode().folder())) {
      SineData data = SineData.draw(settings.seed(), settings.noise());
      FolderCheckpoints checkpoints =
          new FolderCheckpoints(folder, settings.fingerprint(Version.number()), CHECKPOINT_MILLIS);
      tellOf(checkpoints, folder);
      SinePlan plan = SinePlan.of(settings);
      SineResult result = sample(settings, data, plan, checkpoints);
      new SineFiles(settings, data, plan, result).write(folder);
      checkpoints.clear();
      SineSummary.print(common.out(), settings, plan, result, folder.path());
    }
    return 0;
  }

  private void tellOf(FolderCheckpoints checkpoints, OutputFolder folder) {
    if (common.quiet()) {
      return;
    }
    if (checkpoints.isResuming()) {
      common.err().println("sine: going on from the checkpoint in " + folder.path());
    } else if (checkpoints.hasReplaced()) {
      common
          .err()
          .println(
              "sine: an unfinished run of other settings in " + folder.path() + " is given up");
    }
  }

  private SineResult sample(
      SineSettings settings, SineData data, SinePlan plan, FolderCheckpoints checkpoints) {
    try (Progress progress = common.progress()) {
      progress.start("sampling", plan.loop().numSteps(), "steps");
      Run run =
          Run.of(settings.seed())
              .withThreads(settings.threads())
              .withCheckpoints(checkpoints)
              .withProgress((done, total, note) -> progress.advanceTo(done, note));
      return SineRun.run(settings, data, plan, run);
    }
  }

  private SineSettings settings() {
    Check.require(
        !(asPublished && isPrivate), "--private", "one of --as-published and --private", "both");
    if (asPublished) {
      requireUnset(noise, "--noise");
      requireUnset(chains, "--chains");
    }
    if (!isPrivate) {
      Check.require(
          epsilon == null, "--epsilon", "to come with --private", String.valueOf(epsilon));
    }
    SineSettings.Mode mode =
        asPublished
            ? SineSettings.Mode.PUBLISHED
            : isPrivate ? SineSettings.Mode.PRIVATE : SineSettings.Mode.POSTERIOR;
    int numChains = chains != null ? chains : SineDefaults.chains(mode);
    return new SineSettings(
        mode,
        seed.seed(),
        noise != null ? noise : SineDefaults.noise(mode),
        epochs != null ? epochs : SineDefaults.epochs(mode),
        numChains,
        Math.max(1, Math.min(threads.threads(), numChains)),
        device.device(),
        epsilon != null ? epsilon : SineDefaults.EPSILON,
        delta);
  }

  private static void requireUnset(@Nullable Object value, String name) {
    Check.require(
        value == null,
        name,
        "no value with --as-published, whose setting is fixed",
        String.valueOf(value));
  }
}
