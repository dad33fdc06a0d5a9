package org.jeffreys.cli.sample;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jeffreys.cli.CommonOptions;
import org.jeffreys.cli.OutOption;
import org.jeffreys.cli.Progress;
import org.jeffreys.cli.SeedOption;
import org.jeffreys.cli.ThreadsOption;
import org.jeffreys.cli.Version;
import org.jeffreys.cli.report.TextTable;
import org.jeffreys.core.Check;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.mcmc.MassShape;
import org.jeffreys.inference.mcmc.McmcSample;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.model.Programs;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.tensor.Scope;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jeffreys sample}: draws from the posterior of a program. */
@Command(
    name = "sample",
    description = {
      "Draw from the posterior of a probabilistic program, by the no-U-turn sampler.",
      "",
      "Prints a summary, and writes report.html, one CSV file a chain as CmdStan has them, and metrics.json. A run that"
          + " was interrupted goes on where it was when the same command is given again.",
      ""
    })
public final class SampleCommand implements Callable<Integer> {
  private static final int CHECKPOINT_MILLIS = 2000;

  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final ProgramSource source = new ProgramSource();
  @Mixin private final NonCentredOption nonCentred = new NonCentredOption();
  @Mixin private final SeedOption seed = new SeedOption();
  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final OutOption out = new OutOption();

  @Option(
      names = {"-m", "--method"},
      paramLabel = "NAME",
      defaultValue = "nuts",
      description = "nuts, or hmc with trajectories of one length (default: ${DEFAULT-VALUE}).")
  private SampleSettings.Method method = SampleSettings.Method.NUTS;

  @Option(
      names = "--time",
      paramLabel = "T",
      defaultValue = "3",
      description = "Length of hmc's trajectories, in posterior scales (default: 3).")
  private double time = 3;

  @Option(
      names = "--chains",
      paramLabel = "N",
      defaultValue = "4",
      description = "Number of chains, >= 1 (default: ${DEFAULT-VALUE}).")
  private int chains = 4;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Iterations of warm-up of each chain (default: ${DEFAULT-VALUE}).")
  private int warmup = 1000;

  @Option(
      names = "--samples",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Draws of each chain, >= 1 (default: ${DEFAULT-VALUE}).")
  private int samples = 1000;

  @Option(
      names = "--acceptance",
      paramLabel = "A",
      defaultValue = "0.8",
      description =
          "Mean probability of acceptance that warm-up finds the step for, in (0, 1): more for"
              + " smaller steps (default: ${DEFAULT-VALUE}).")
  private double acceptance = 0.8;

  @Option(
      names = "--max-depth",
      paramLabel = "N",
      defaultValue = "10",
      description = "Most doublings of a trajectory, 1 to 20 (default: ${DEFAULT-VALUE}).")
  private int maxDepth = 10;

  @Option(
      names = "--mass",
      paramLabel = "SHAPE",
      defaultValue = "diagonal",
      description =
          "What warm-up learns of the posterior's shape: given (nothing), diagonal, dense or"
              + " low_rank (default: ${DEFAULT-VALUE}).")
  private MassShape mass = MassShape.DIAGONAL;

  /** Made by the registry. */
  public SampleCommand() {}

  @Override
  public Integer call() {
    if (source.isNone()) {
      list();
      return 0;
    }
    SampleSettings settings = settings();
    try (Scope scope = Scope.open()) {
      Program program = nonCentred.applied(source.program());
      Model model = Model.of(program);
      Check.require(
          model.layout().dimension() > 0, source.title(), "a continuous latent site", "none");
      try (OutputFolder folder = out.open("sample-" + settings.model())) {
        sample(settings, model, folder);
      }
    }
    return 0;
  }

  private void sample(SampleSettings settings, Model model, OutputFolder folder) {
    FolderCheckpoints checkpoints =
        new FolderCheckpoints(folder, settings.fingerprint(Version.number()), CHECKPOINT_MILLIS);
    if (checkpoints.isResuming() && !common.quiet()) {
      common.err().println("sample: going on from the checkpoint in " + folder.path());
    }
    SampleResult result;
    try (Progress progress = common.progress()) {
      progress.start("sampling", (long) warmup + samples, "iterations");
      Run run =
          Run.of(settings.seed())
              .withThreads(settings.threads())
              .withCheckpoints(checkpoints)
              .withProgress((done, total, note) -> progress.advanceTo(done, note));
      try (McmcSample sample = settings.sampler().sample(model.density(), run)) {
        result = SampleResult.of(settings, model, sample);
      }
    }
    SampleText.summary(common.out(), result);
    new SampleFiles(result, model).write(folder);
    checkpoints.clear();
    SampleText.end(common.out(), result, folder.path());
  }

  private SampleSettings settings() {
    return new SampleSettings(
        source.title(),
        method,
        time,
        chains,
        warmup,
        samples,
        acceptance,
        maxDepth,
        mass,
        seed.seed(),
        Math.max(1, Math.min(threads.threads(), chains)),
        source.digest() + nonCentred.digest());
  }

  private void list() {
    TextTable table = TextTable.of(Set.of(), List.of("program", "what it is", "data"));
    for (Programs.Entry entry : Programs.all()) {
      String data = entry.data();
      table.row(List.of(entry.name(), entry.summary(), data == null ? "none" : data));
    }
    table.print(common.out());
    common.out().printf(Locale.ROOT, "jeffreys sample NAME draws from one.%n");
  }
}
