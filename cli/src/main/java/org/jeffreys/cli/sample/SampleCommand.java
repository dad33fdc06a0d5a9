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
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.model.Programs;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.store.SavedSample;
import org.jeffreys.tensor.Scope;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code jeffreys sample}: draws from the posterior of a program. */
@Command(
    name = "sample",
    description = {
      "Draw from the posterior of a probabilistic program, by Hamiltonian dynamics.",
      "",
      "Prints a summary, and writes report.html, one CSV file a chain as CmdStan has them, metrics.json, and"
          + " model.jeffreys with draws and log likelihoods, which jeffreys loo compares. A run that was interrupted goes"
          + " on where it was when the same command is given again.",
      ""
    })
public final class SampleCommand implements Callable<Integer> {
  private static final int CHECKPOINT_MILLIS = 2000;

  @Mixin private final CommonOptions common = new CommonOptions();
  @Mixin private final ProgramSource source = new ProgramSource();
  @Mixin private final SamplerOptions sampler = new SamplerOptions();
  @Mixin private final SeedOption seed = new SeedOption();
  @Mixin private final ThreadsOption threads = new ThreadsOption();
  @Mixin private final OutOption out = new OutOption();

  @Option(
      names = "--chains",
      paramLabel = "N",
      description = "Number of chains, >= 1 (default: 4; chees: 128).")
  private @Nullable Integer chains;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      description = "Iterations of warm-up of each chain (default: 1000; chees: 500).")
  private @Nullable Integer warmup;

  @Option(
      names = "--samples",
      paramLabel = "N",
      description = "Draws of each chain, >= 1 (default: 1000; chees: 500).")
  private @Nullable Integer samples;

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
      Program program = source.program();
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
    try (SampledChains sample = sampled(settings, model, checkpoints)) {
      SampleResult result = SampleResult.of(settings, model, sample);
      SampleText.summary(common.out(), result);
      try (Scope scope = Scope.open();
          ObservedFit fit = ObservedFit.of(model, sample.draws(), settings.seed())) {
        SampleText.fit(common.out(), fit);
        SavedSample saved = SampleModelFile.of(result, model, sample.draws(), fit);
        new SampleFiles(result, model, fit).write(folder, saved);
      }
      checkpoints.clear();
      SampleText.end(common.out(), result, folder.path());
    }
  }

  private SampledChains sampled(
      SampleSettings settings, Model model, FolderCheckpoints checkpoints) {
    try (Progress progress = common.progress()) {
      long iterations = (long) settings.numWarmup() + settings.numSamples();
      progress.start("sampling", iterations, "iterations");
      Run run =
          Run.of(settings.seed())
              .withThreads(settings.threads())
              .withCheckpoints(checkpoints)
              .withProgress((done, total, note) -> progress.advanceTo(done, note));
      return settings.method().sample(settings, model, run);
    }
  }

  private SampleSettings settings() {
    SampleMethod.Defaults usual = sampler.defaults();
    var counts =
        new SampleMethod.Defaults(
            chains == null ? usual.numChains() : chains,
            warmup == null ? usual.numWarmup() : warmup,
            samples == null ? usual.numSamples() : samples,
            usual.acceptance());
    return sampler.settings(source, counts, seed.seed(), threads.threads());
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
