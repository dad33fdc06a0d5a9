package org.jeffreys.cli.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jeffreys.cli.Version;
import org.jeffreys.core.Doubles;
import org.jeffreys.ppl.Model;
import org.jeffreys.store.ModelFile;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.store.SavedSample;

/**
 * The files of a run.
 *
 * @param result what came out
 * @param model that was sampled
 * @param fit what it makes of its data
 */
record SampleFiles(SampleResult result, Model model, ObservedFit fit) {
  private static final Set<String> WHOLE =
      Set.of("treedepth__", "n_leapfrog__", SampledChains.DIVERGENT);

  void write(OutputFolder folder, SavedSample saved) {
    for (int chain = 0; chain < result.settings().numChains(); chain++) {
      int each = chain;
      folder.writeText("chain-" + (chain + 1) + ".csv", out -> csv(out, each));
    }
    removeOtherChains(folder);
    folder.write(ModelFile.NAME, out -> ModelFile.write(out, saved));
    folder.writeText("report.html", new SampleReport(result, model, fit).html());
    folder.writeText("metrics.json", SampleMetrics.of(result, fit).json());
  }

  /** Of an earlier run of more chains: together with these they would look like one run. */
  private void removeOtherChains(OutputFolder folder) {
    int chain = result.settings().numChains() + 1;
    try {
      while (Files.deleteIfExists(folder.path().resolve("chain-" + chain + ".csv"))) {
        chain++;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As CmdStan writes it, which ArviZ and posterior read: indices behind dots. */
  private void csv(Writer out, int chain) throws IOException {
    SampleSettings settings = result.settings();
    out.write("# model = " + settings.model() + "\n");
    out.write("# jeffreys " + Version.number() + "\n");
    out.write("# method = sample\n#   num_samples = " + settings.numSamples());
    out.write("\n#   num_warmup = " + settings.numWarmup() + "\n#   save_warmup = 0\n");
    out.write("#   thin = 1\n# id = " + (chain + 1) + "\n");
    out.write("# random\n#   seed = " + settings.seed() + "\n");
    out.write(String.join(",", result.statistics().keySet()));
    List<String> names = result.draws().names();
    for (String name : names) {
      out.write("," + name.replace('[', '.').replace(",", ".").replace("]", ""));
    }
    out.write("\n# Adaptation terminated\n# Step size = " + result.stepSizes().get(chain) + "\n");
    for (int i = 0; i < settings.numSamples(); i++) {
      int draw = chain * settings.numSamples() + i;
      String separator = "";
      for (Map.Entry<String, Doubles> statistic : result.statistics().entrySet()) {
        double value = statistic.getValue().get(draw);
        boolean isWhole = WHOLE.contains(statistic.getKey());
        out.write(separator + (isWhole ? Long.toString(Math.round(value)) : value));
        separator = ",";
      }
      for (int column = 0; column < names.size(); column++) {
        out.write("," + result.draws().chains(column)[chain][i]);
      }
      out.write("\n");
    }
    out.write(
        String.format(
            Locale.ROOT,
            "# Elapsed Time: %.4f seconds (Warm-up)%n#               %.4f seconds (Sampling)%n",
            result.warmupSeconds(),
            result.samplingSeconds()));
  }
}
