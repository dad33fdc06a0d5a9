package org.jeffreys.cli.predict;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.Progress;
import org.jeffreys.core.Check;
import org.jeffreys.data.ImageBlocks;
import org.jeffreys.data.Invert;
import org.jeffreys.store.ImageModel;
import org.jeffreys.store.ModelFile;
import org.jeffreys.store.WholeFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeffreys predict}: labels images by a saved model, and abstains where it is unsure. */
@Command(
    name = "predict",
    description = {
      "Label images by a saved model, and abstain where it is unsure.",
      "",
      "Writes a row for each image: its label, what the measures of uncertainty say, each with its standard error,"
          + " and whether to accept the label.",
      ""
    })
public final class PredictCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";
  private static final int MEGABYTE_BITS = 20;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model file, or the output folder of jeffreys digits.")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "INPUT",
      description = "A folder of PNG and JPEG pictures, one picture, or an IDX file of images.")
  private Path input = Path.of("");

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "out/predict/predictions.csv",
      description = "The CSV file, - for standard output (default: ${DEFAULT-VALUE}).")
  private String out = "out/predict/predictions.csv";

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "Functions drawn, 1 to 10000 (default: the model's number).")
  private @Nullable Integer draws;

  @Option(
      names = "--independent",
      description = "Give each image noise of its own in each draw, instead of one for all.")
  private boolean independent;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      description =
          "Abstain beyond this value of the model's measure, in its unit (default: the model's).")
  private @Nullable Double threshold;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      defaultValue = "512",
      description =
          "About the most that predicting takes, apart from the model (default:"
              + " ${DEFAULT-VALUE}).")
  private int memory = 512;

  @Option(
      names = "--invert",
      paramLabel = "WHEN",
      description =
          "Turn dark on light into light on dark: auto (where the border is light), always or never"
              + " (default: as the model says).")
  private @Nullable Invert invert;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that blocks of images are spread over, >= 1 (default: as many as the machine has"
              + " cores; results are the same bits for any number).")
  private @Nullable Integer threads;

  /** Made by the registry. */
  public PredictCommand() {}

  @Override
  public Integer call() {
    int numThreads =
        threads == null
            ? Runtime.getRuntime().availableProcessors()
            : Check.atLeast(threads, 1, "--threads");
    try (ImageModel saved = ModelFile.readImages(modelFile())) {
      PredictSettings settings =
          PredictSettings.of(
              saved, draws, independent, threshold, invert, (long) memory << MEGABYTE_BITS);
      Check.require(Files.exists(input), "INPUT", "a folder, a picture or an IDX file", input);
      Check.require(!Files.isDirectory(Path.of(out)), "--out", "a file, or -", "the folder " + out);
      try (ImageBlocks images = ImageBlocks.open(input, settings.reader(saved));
          Progress progress = common.progress()) {
        PredictPlan plan = PredictPlan.of(saved, settings, numThreads, images.size());
        progress.start("predicting", images.size(), "images");
        PredictRun run = new PredictRun(saved, settings, plan, progress);
        long start = System.nanoTime();
        write(run, images);
        progress.close();
        tell(run.summary(), settings, saved, (System.nanoTime() - start) * 1e-9);
      }
    }
    return 0;
  }

  private Path modelFile() {
    Path file = Files.isDirectory(model) ? model.resolve(ModelFile.NAME) : model;
    Check.require(
        Files.exists(file),
        "MODEL",
        "a model file, or a folder that holds " + ModelFile.NAME,
        model.toString().isEmpty() ? "nothing" : model);
    return file;
  }

  private void write(PredictRun run, ImageBlocks images) {
    if (isToStandardOutput()) {
      run.write(images, common.out());
      return;
    }
    WholeFile.write(
        Path.of(out),
        content -> {
          Writer writer =
              new BufferedWriter(new OutputStreamWriter(content, StandardCharsets.UTF_8), 1 << 16);
          run.write(images, writer);
          writer.flush();
        });
  }

  private boolean isToStandardOutput() {
    return out.equals(STANDARD_OUTPUT);
  }

  private void tell(
      PredictSummary summary, PredictSettings settings, ImageModel saved, double seconds) {
    if (summary.numScaled() > 0 && !common.quiet()) {
      common.err().println("predict: " + summary.scaled(saved.images()));
    }
    if (!isToStandardOutput()) {
      common.out().println(summary.text(settings, saved, seconds) + "; see " + out);
    } else if (!common.quiet()) {
      common.err().println(summary.text(settings, saved, seconds));
    }
  }
}
