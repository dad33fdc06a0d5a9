package org.jeffreys.cli.sample;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import org.jeffreys.cli.Version;
import org.jeffreys.core.Doubles;
import org.jeffreys.inference.mcmc.DrawStatistics;
import org.jeffreys.ppl.Model;
import org.jeffreys.store.OutputFolder;

/**
 * The files of a run.
 *
 * @param result what came out
 * @param model that was sampled
 */
record SampleFiles(SampleResult result, Model model) {
  void write(OutputFolder folder) {
    for (int chain = 0; chain < result.settings().numChains(); chain++) {
      int each = chain;
      folder.writeText("chain-" + (chain + 1) + ".csv", out -> csv(out, each));
    }
    folder.writeText("report.html", new SampleReport(result, model).html());
    folder.writeText("metrics.json", SampleMetrics.of(result).json());
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
    out.write("lp__,accept_stat__,stepsize__,treedepth__,n_leapfrog__,divergent__,energy__");
    List<String> names = result.draws().names();
    for (String name : names) {
      out.write("," + name.replace('[', '.').replace(",", ".").replace("]", ""));
    }
    out.write("\n# Adaptation terminated\n# Step size = " + result.stepSizes().get(chain) + "\n");
    DrawStatistics all = result.statistics();
    for (int i = 0; i < settings.numSamples(); i++) {
      int draw = chain * settings.numSamples() + i;
      number(out, all.logProb(), draw, "");
      number(out, all.acceptance(), draw, ",");
      number(out, all.stepSize(), draw, ",");
      whole(out, all.depth(), draw);
      whole(out, all.leapfrogs(), draw);
      whole(out, all.divergent(), draw);
      number(out, all.energy(), draw, ",");
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

  private static void number(Writer out, Doubles values, int index, String before)
      throws IOException {
    out.write(before + values.get(index));
  }

  private static void whole(Writer out, Doubles values, int index) throws IOException {
    out.write("," + Math.round(values.get(index)));
  }
}
