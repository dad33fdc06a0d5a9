package org.jeffreys.cli.sample;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jeffreys.app.sbc.CalibrationResult;
import org.jeffreys.app.sbc.ProgramCalibration;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.OutOption;
import org.jeffreys.cli.Progress;
import org.jeffreys.cli.SeedOption;
import org.jeffreys.cli.ThreadsOption;
import org.jeffreys.cli.Version;
import org.jeffreys.cli.report.TextTable;
import org.jeffreys.core.Check;
import org.jeffreys.inference.Run;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.tensor.Scope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jeffreys sbc}: whether a sampler draws from the posteriors of a program. */
@Command(
    name = "sbc",
    description = {
      "Check a program and a sampler by simulation-based calibration.",
      "",
      "Draws parameters from the prior and data from the program, samples given those data, and ranks the parameters"
          + " among the draws: uniform, where all is right. Prints what is not, and writes report.html, ranks.csv and"
          + " metrics.json. A run that was interrupted goes on where it was when the same command is given again.",
      ""
    })
public final class SbcCommand implements Callable<Integer> {
  private static final SampleMethod.Defaults FEW = new SampleMethod.Defaults(4, 500, 250, 0);
  private static final SampleMethod.Defaults MANY = new SampleMethod.Defaults(32, 300, 100, 0);
  private static final int MOST_ROWS = 60;

  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final ProgramSource source = new ProgramSource();
  @Mixin private final SamplerOptions sampler = new SamplerOptions();
  @Mixin private final SeedOption seed = new SeedOption();
  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final OutOption out = new OutOption();

  @Option(
      names = "--simulations",
      paramLabel = "N",
      defaultValue = "200",
      description = "Number of simulations, >= 2 (default: ${DEFAULT-VALUE}).")
  private int simulations = 200;

  @Option(
      names = "--draws",
      paramLabel = "N",
      defaultValue = "99",
      description =
          "Nearly independent draws that a parameter is ranked among, >= 1 (default:"
              + " ${DEFAULT-VALUE}).")
  private int draws = 99;

  @Option(
      names = "--chains",
      paramLabel = "N",
      description = "Chains of a simulation, >= 1 (default: 4; chees: 32).")
  private @Nullable Integer chains;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "Iterations of warm-up of each chain (default: 500; chees: 300).")
  private @Nullable Integer warmup;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description =
          "Draws of each chain; up to eight times as many where they are too dependent (default:"
              + " 250; chees: 100).")
  private @Nullable Integer samples;

  /** Made by the registry. */
  public SbcCommand() {}

  @Override
  public Integer call() {
    Check.require(
        !source.isNone(), "NAME", "a program", "none", "jeffreys sample lists those there are");
    Check.atLeast(simulations, 2, "--simulations");
    Check.atLeast(draws, 1, "--draws");
    SampleSettings settings = settings();
    long all = (long) settings.numChains() * settings.numSamples();
    Check.require(all >= draws, "--draws", "at most the " + all + " draws of a simulation", draws);
    try (Scope scope = Scope.open()) {
      var config = new ProgramCalibration.Config(simulations, draws);
      ProgramCalibration calibration = ProgramCalibration.of(source.program(), config);
      try (OutputFolder folder = out.open("sbc-" + settings.model())) {
        run(settings, calibration, folder);
      }
    }
    return 0;
  }

  private SampleSettings settings() {
    SampleMethod.Defaults own = sampler.defaults(FEW, MANY);
    var counts =
        new SampleMethod.Defaults(
            chains == null ? own.numChains() : chains,
            warmup == null ? own.numWarmup() : warmup,
            samples == null ? own.numSamples() : samples,
            sampler.defaults().acceptance());
    return sampler.settings(source, counts, seed.seed(), 1);
  }

  private void run(SampleSettings settings, ProgramCalibration calibration, OutputFolder folder) {
    String fingerprint =
        "sbc " + Version.number() + " " + simulations + " " + draws + " " + settings;
    FolderCheckpoints checkpoints = new FolderCheckpoints(folder, fingerprint, 0);
    if (checkpoints.isResuming() && !common.quiet()) {
      common.err().println("sbc: going on from the checkpoint in " + folder.path());
    }
    long start = System.nanoTime();
    CalibrationResult result = calibrated(settings, calibration, checkpoints);
    double seconds = (System.nanoTime() - start) * 1e-9;
    print(result);
    new SbcFiles(settings, result, draws, seconds).write(folder);
    checkpoints.clear();
    common
        .out()
        .printf(
            Locale.ROOT,
            "%s by %s: %d simulations, ranks among %d draws, in %.1f s; see %s%n",
            settings.model(),
            settings.method(),
            result.numSimulations(),
            draws,
            seconds,
            folder.path().resolve("report.html"));
  }

  private CalibrationResult calibrated(
      SampleSettings settings, ProgramCalibration calibration, FolderCheckpoints checkpoints) {
    int usual = settings.numSamples();
    try (Progress progress = common.progress()) {
      progress.start("calibrating", simulations, "simulations");
      Run run =
          Run.of(settings.seed())
              .withThreads(threads.threads())
              .withCheckpoints(checkpoints)
              .withProgress((done, total, note) -> progress.advanceTo(done, note));
      return calibration.run(
          (model, effort, own) -> {
            SampleSettings one = settings.alone(own.seed()).withSamples(effort * usual);
            return one.method().sample(one, model, own).draws();
          },
          run);
    }
  }

  private void print(CalibrationResult result) {
    Set<Integer> right =
        IntStream.range(1, SbcFiles.HEADER.size()).boxed().collect(Collectors.toSet());
    TextTable table = TextTable.of(right, SbcFiles.HEADER);
    List<CalibrationResult.Parameter> all = result.parameters();
    all.stream().limit(MOST_ROWS).forEach(each -> table.row(SbcFiles.cells(each)));
    table.print(common.out());
    if (all.size() > MOST_ROWS) {
      common.out().println("and " + (all.size() - MOST_ROWS) + " more in metrics.json");
    }
    SbcFiles.warnings(result).forEach(each -> common.out().println("warning: " + each));
    common.out().flush();
  }
}
