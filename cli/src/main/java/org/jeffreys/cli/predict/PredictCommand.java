package org.jeffreys.cli.predict;

import java.io.BufferedWriter;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.Progress;
import org.jeffreys.cli.table.TablePredict;
import org.jeffreys.core.Check;
import org.jeffreys.data.ImageBlocks;
import org.jeffreys.data.Invert;
import org.jeffreys.store.ImageModel;
import org.jeffreys.store.ModelFile;
import org.jeffreys.store.SavedModel;
import org.jeffreys.store.SavedSample;
import org.jeffreys.store.SavedTable;
import org.jeffreys.store.WholeFile;
import org.jeffreys.table.Table;
import org.jeffreys.table.TableModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jeffreys predict}: predicts by a saved model, and abstains where that is unsure. */
@Command(
    name = "predict",
    description = {
      "Predict the rows of a table, or label images, by a saved model, and abstain where it is unsure.",
      "",
      "Writes a row for each row or image: what is predicted, how sure the model is of it and why, and whether to"
          + " accept it.",
      ""
    })
public final class PredictCommand implements Callable<Integer> {
  private static final String STANDARD_OUTPUT = "-";
  private static final int MEGABYTE_BITS = 20;
  private static final int STANDARD_MEMORY = 512;
  private static final double STANDARD_LEVEL = 0.9;

  @Mixin private final CommonOptions common = new CommonOptions();

  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      description = "A model file, of jeffreys fit, or the output folder of jeffreys digits.")
  private Path model = Path.of("");

  @Parameters(
      index = "1",
      paramLabel = "INPUT",
      description =
          "A CSV file; for a model of images a folder of PNG and JPEG pictures, one picture, or an IDX file.")
  private Path input = Path.of("");

  @Option(
      names = {"-o", "--out"},
      paramLabel = "FILE",
      defaultValue = "out/predict/predictions.csv",
      description = "The CSV file, - for standard output (default: ${DEFAULT-VALUE}).")
  private String out = "out/predict/predictions.csv";

  @Option(
      names = "--level",
      paramLabel = "P",
      description = "Tables: the probability that intervals and sets hold (default: 0.9).")
  private @Nullable Double level;

  @Option(
      names = "--risk",
      paramLabel = "X",
      description =
          "Tables: accept so many rows that at most this share of labels is wrong, or that the root"
              + " mean square error is at most this.")
  private @Nullable Double risk;

  @Option(
      names = "--as-inferred",
      description = "Tables: leave what calibration learnt out of intervals and probabilities.")
  private boolean asInferred;

  @Option(
      names = "--draws",
      paramLabel = "N",
      description = "Images: functions drawn, 1 to 10000 (default: the model's number).")
  private @Nullable Integer draws;

  @Option(
      names = "--independent",
      description = "Images: give each noise of its own in each draw, instead of one for all.")
  private boolean independent;

  @Option(
      names = "--threshold",
      paramLabel = "X",
      description =
          "Images: abstain beyond this value of the model's measure, in its unit (default: the model's).")
  private @Nullable Double threshold;

  @Option(
      names = "--memory",
      paramLabel = "MB",
      description =
          "Images: about the most that predicting takes, apart from the model (default: 512).")
  private @Nullable Integer memory;

  @Option(
      names = "--invert",
      paramLabel = "WHEN",
      description =
          "Images: turn dark on light into light on dark: auto (where the border is light), always or never"
              + " (default: as the model says).")
  private @Nullable Invert invert;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Images: threads that blocks are spread over, >= 1 (default: as many as the machine has"
              + " cores; results are the same bits for any number).")
  private @Nullable Integer threads;

  /** Made by the registry. */
  public PredictCommand() {}

  @Override
  public Integer call() {
    Check.require(!Files.isDirectory(Path.of(out)), "--out", "a file, or -", "the folder " + out);
    try (SavedModel saved = ModelFile.read(modelFile())) {
      if (saved instanceof SavedTable table) {
        predictTable(table.table());
      } else if (saved instanceof ImageModel images) {
        predictImages(images);
      } else {
        throw Check.failure(
            "MODEL",
            "a classifier of images or a model of tables",
            saved instanceof SavedSample ? "draws of a program" : "a " + saved.method());
      }
    }
    return 0;
  }

  private void predictImages(ImageModel saved) {
    refuse("images", "--level", level != null);
    refuse("images", "--risk", risk != null);
    refuse("images", "--as-inferred", asInferred);
    int numThreads =
        threads == null
            ? Runtime.getRuntime().availableProcessors()
            : Check.atLeast(threads, 1, "--threads");
    PredictSettings settings =
        PredictSettings.of(
            saved,
            draws,
            independent,
            threshold,
            invert,
            (long) (memory == null ? STANDARD_MEMORY : memory) << MEGABYTE_BITS);
    Check.require(Files.exists(input), "INPUT", "a folder, a picture or an IDX file", input);
    try (ImageBlocks images = ImageBlocks.open(input, settings.reader(saved));
        Progress progress = common.progress()) {
      PredictPlan plan = PredictPlan.of(saved, settings, numThreads, images.size());
      progress.start("predicting", images.size(), "images");
      PredictRun run = new PredictRun(saved, settings, plan, progress);
      long start = System.nanoTime();
      write(writer -> run.write(images, writer));
      progress.close();
      tell(run.summary(), settings, saved, (System.nanoTime() - start) * 1e-9);
    }
  }

  private void predictTable(TableModel model) {
    refuse("tables", "--draws", draws != null);
    refuse("tables", "--independent", independent);
    refuse("tables", "--threshold", threshold != null);
    refuse("tables", "--memory", memory != null);
    refuse("tables", "--invert", invert != null);
    TablePredict predict =
        new TablePredict(
            level == null ? STANDARD_LEVEL : level,
            !asInferred,
            risk == null ? OptionalDouble.empty() : OptionalDouble.of(risk));
    Check.require(Files.isRegularFile(input), "INPUT", "a CSV file", input);
    Table table = predict.read(model, input);
    long start = System.nanoTime();
    AtomicReference<TablePredict.@Nullable Done> done = new AtomicReference<>();
    try (Progress progress = common.progress()) {
      write(writer -> done.set(predict.write(model, table, writer, progress)));
    }
    tell(Check.present(done.get(), "predictions"), model, (System.nanoTime() - start) * 1e-9);
  }

  private static void refuse(String what, String option, boolean given) {
    Check.require(!given, option, "no such option for a model of " + what, "one");
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

  private void write(Consumer<Writer> content) {
    if (isToStandardOutput()) {
      content.accept(common.out());
      return;
    }
    WholeFile.write(
        Path.of(out),
        bytes -> {
          Writer writer =
              new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8), 1 << 16);
          content.accept(writer);
          writer.flush();
        });
  }

  private boolean isToStandardOutput() {
    return out.equals(STANDARD_OUTPUT);
  }

  private void tell(TablePredict.Done done, TableModel model, double seconds) {
    if (!common.quiet()) {
      done.notes().keySet().forEach(note -> common.err().println("predict: " + note));
    }
    String text =
        String.format(
            Locale.ROOT, "%d rows by %s in %.1f s", done.numRows(), model.method(), seconds);
    String accepted =
        risk == null
            ? ""
            : String.format(
                Locale.ROOT,
                ": %d accepted, %d left to a person",
                done.numAccepted(),
                done.numRows() - done.numAccepted());
    say(text + accepted);
  }

  private void say(String text) {
    if (!isToStandardOutput()) {
      common.out().println(text + "; see " + out);
    } else if (!common.quiet()) {
      common.err().println(text);
    }
  }

  private void tell(
      PredictSummary summary, PredictSettings settings, ImageModel saved, double seconds) {
    if (summary.numScaled() > 0 && !common.quiet()) {
      common.err().println("predict: " + summary.scaled(saved.images()));
    }
    say(summary.text(settings, saved, seconds));
  }
}
