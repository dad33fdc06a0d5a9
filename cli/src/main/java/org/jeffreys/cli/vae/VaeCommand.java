package org.jeffreys.cli.vae;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jeffreys.app.vae.Binarisation;
import org.jeffreys.app.vae.TrainedVae;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.DataDirOption;
import org.jeffreys.cli.OutOption;
import org.jeffreys.cli.Progress;
import org.jeffreys.cli.SeedOption;
import org.jeffreys.cli.Version;
import org.jeffreys.core.Check;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.tensor.Threads;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jeffreys vae}: learns what images look like, and makes, judges and completes them. */
@Command(
    name = "vae",
    description = {
      "Train a variational autoencoder of black and white images: it makes images, fills in missing pixels with"
          + " the doubt that remains, and tells images of other things.",
      "",
      "Writes report.html, pictures, bounds.csv, metrics.json and the model. A run that was interrupted goes on"
          + " after its last saved epoch when the same command is given again.",
      ""
    })
public final class VaeCommand implements Callable<Integer> {
  private static final long CHECKPOINT_MILLIS = 5_000;

  /** The data sets, each with the images of other things that it is held against. */
  private static final Map<String, String> FOREIGN =
      Map.of(
          "mnist", "fashion-mnist",
          "strokes", "letters",
          "letters", "strokes",
          "fashion-mnist", "mnist");

  private static final List<String> NAMES = List.of("strokes", "letters", "mnist", "fashion");

  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final SeedOption seed = new SeedOption();
  @Mixin private final DataDirOption dataDir = new DataDirOption();
  @Mixin private final OutOption out = new OutOption();

  @Option(
      names = "--data",
      paramLabel = "NAME",
      defaultValue = "strokes",
      description =
          "The images: strokes or letters, which are generated, mnist or fashion (default:"
              + " ${DEFAULT-VALUE}).")
  private String data = "strokes";

  @Option(
      names = "--ood",
      paramLabel = "NAME",
      description =
          "Images of other things: another of these (default: letters for strokes, strokes for"
              + " letters, fashion for mnist, mnist for fashion).")
  private @Nullable String foreign;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "20",
      description = "Passes over the training images, >= 1 (default: ${DEFAULT-VALUE}).")
  private int epochs = 20;

  @Option(
      names = "--latent",
      paramLabel = "N",
      defaultValue = "20",
      description = "Dimension of the latent, >= 1 (default: ${DEFAULT-VALUE}).")
  private int latent = 20;

  @Option(
      names = "--hidden",
      paramLabel = "N",
      defaultValue = "400",
      description = "Units of the hidden layers, >= 1 (default: ${DEFAULT-VALUE}).")
  private int hidden = 400;

  @Option(
      names = "--conditional",
      description = "Tell both networks the class of each image: images are made by class.")
  private boolean conditional;

  @Option(
      names = "--binarise",
      paramLabel = "HOW",
      defaultValue = "threshold",
      description =
          "How grey becomes black and white: threshold, at one half, or stochastic, drawn with the"
              + " grey level as probability, anew in each epoch (default: ${DEFAULT-VALUE}).")
  private String binarise = "threshold";

  @Option(
      names = "--threads",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "Threads of one operation, >= 1; results are the same bits for the same number (default:"
              + " ${DEFAULT-VALUE}).")
  private int threads = 1;

  /** Made by the registry. */
  public VaeCommand() {}

  @Override
  public Integer call() {
    VaeSettings settings = settings();
    int before = Threads.get();
    Threads.set(settings.threads());
    try {
      run(settings);
    } finally {
      Threads.set(before);
    }
    return 0;
  }

  private void run(VaeSettings settings) {
    // Images first, so that nothing is left behind where they are missing.
    try (VaeData images = VaeData.load(settings, dataDir.folders());
        OutputFolder folder = out.open("vae");
        Progress progress = common.progress()) {
      FolderCheckpoints checkpoints =
          new FolderCheckpoints(folder, settings.fingerprint(Version.number()), CHECKPOINT_MILLIS);
      tellOf(checkpoints, folder);
      VaeRun run = new VaeRun(settings, images, progress);
      try (TrainedVae trained = run.train(checkpoints)) {
        VaeResult result = run.judge(trained);
        progress.start("writing", 1, "reports");
        new VaeFiles(settings, images, trained, result).write(folder);
        progress.advanceTo(1, "");
        progress.close();
        checkpoints.clear();
        print(settings, result, folder);
      }
    }
  }

  private void print(VaeSettings settings, VaeResult result, OutputFolder folder) {
    common
        .out()
        .printf(
            Locale.ROOT,
            "elbo %.2f nats an image, give or take %.2f; with %d importance weights %.2f for the"
                + " first %d test images, whose elbo is %.2f%n",
            result.elbo().mean(),
            result.elboError(),
            VaeResult.NUM_WEIGHTS,
            result.importanceBound(),
            result.numWeighted(),
            result.elboOfWeighted());
    common
        .out()
        .printf(
            Locale.ROOT,
            "%s have %.2f: told with an AUROC of %.4f%n",
            settings.foreign(),
            result.foreignScore().mean(),
            result.detection().auroc());
    if (settings.conditional()) {
      common.out().printf(Locale.ROOT, "accuracy by bounds %.4f%n", result.accuracy());
    }
    common
        .out()
        .printf(
            Locale.ROOT,
            "trained %d epochs in %.1f s; see %s%n",
            result.epochs().size(),
            result.trainSeconds(),
            folder.path().resolve("report.html"));
  }

  private void tellOf(FolderCheckpoints checkpoints, OutputFolder folder) {
    if (common.quiet()) {
      return;
    }
    if (checkpoints.isResuming()) {
      common.err().println("vae: going on after the last saved epoch in " + folder.path());
    } else if (checkpoints.hasReplaced()) {
      common
          .err()
          .println("vae: an unfinished run of other settings in " + folder.path() + " is given up");
    }
  }

  private VaeSettings settings() {
    String images = named("--data", data);
    String others = foreign == null ? FOREIGN.getOrDefault(images, "") : named("--ood", foreign);
    return new VaeSettings(
        images, others, epochs, hidden, latent, conditional, binarisation(), threads, seed.seed());
  }

  /** The data set of a name of ours. */
  private static String named(String option, String name) {
    Check.require(NAMES.contains(name), option, "one of " + NAMES, "'" + name + "'");
    return name.equals("fashion") ? "fashion-mnist" : name;
  }

  private Binarisation binarisation() {
    return switch (binarise) {
      case "threshold" -> Binarisation.THRESHOLD;
      case "stochastic" -> Binarisation.STOCHASTIC;
      default ->
          throw Check.failure("--binarise", "one of [threshold, stochastic]", "'" + binarise + "'");
    };
  }
}
