package org.jeffreys.bench;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.jeffreys.diagnostic.ParameterSummary;
import org.jeffreys.inference.Run;
import org.jeffreys.inference.mcmc.HamiltonianSampler;
import org.jeffreys.inference.mcmc.MassShape;
import org.jeffreys.inference.mcmc.McmcSample;
import org.jeffreys.inference.mcmc.Warmup;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.SiteDraws;
import org.jeffreys.ppl.model.Programs;
import org.jeffreys.store.ProgramJson;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Threads;

/**
 * The ten posteriors of posteriordb beside their reference draws: every parameter's mean and
 * standard deviation, in units of their Monte Carlo errors; besides, the centred eight schools
 * non-centred automatically, and as they are. Exits with 1 if one is off.
 */
public final class PosteriorDb {
  private static final double REFERENCE_DRAWS = 10_000;
  private static final double MOST = 4.5;
  private static final String AUTO = "eight-schools, automatically non-centred";
  private static final String CENTRED = "eight-schools-centred";
  private static final double MOST_OF_TAU = 0.1;
  private static final Map<String, String> REFERENCES = references();

  private PosteriorDb() {}

  private static Map<String, String> references() {
    Map<String, String> all = new LinkedHashMap<>();
    all.put("eight-schools", "eight_schools-eight_schools_noncentered");
    all.put("kidscore-momiq", "kidiq-kidscore_momiq");
    all.put("kidscore-interaction", "kidiq-kidscore_interaction");
    all.put("logearn-interaction", "earnings-logearn_interaction_z");
    all.put("logmesquite", "mesquite-logmesquite_logvas");
    all.put("nes", "nes2000-nes");
    all.put("ark", "arK-arK");
    all.put("gp-regression", "gp_pois_regr-gp_regr");
    all.put("blr", "sblrc-blr");
    all.put("gauss-mix", "low_dim_gauss_mix-low_dim_gauss_mix");
    all.put(AUTO, "eight_schools-eight_schools_noncentered");
    all.put(CENTRED, "eight_schools-eight_schools_noncentered");
    return all;
  }

  /**
   * Runs all, or those named.
   *
   * @param args the folder of posteriordb's files, and names of programs
   */
  public static void main(String[] args) throws IOException {
    Threads.set(1);
    Path folder = Path.of(args[0]);
    List<String> names =
        args.length > 1
            ? Arrays.asList(args).subList(1, args.length)
            : List.copyOf(REFERENCES.keySet());
    System.out.println(
        "| posterior | numbers | largest z | largest of sd | R-hat | ESS | divergences | seconds |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    boolean good = true;
    for (String name : names) {
      good &= compare(folder, name);
    }
    System.exit(good ? 0 : 1);
  }

  private static boolean compare(Path folder, String name) throws IOException {
    Programs.Entry entry = Programs.named(name.equals(AUTO) ? CENTRED : name);
    Map<String, double[]> reference =
        draws(folder.resolve(REFERENCES.get(name) + ".draws.json.zip"));
    try (Scope scope = Scope.open()) {
      String source = entry.data();
      ProgramData data =
          source == null
              ? ProgramData.none()
              : ProgramJson.read(folder.resolve("data." + source + ".json.zip"));
      Program program = entry.factory().of(data);
      Model model = Model.of(name.equals(AUTO) ? program.nonCentred() : program);
      boolean isFunnel = name.equals(CENTRED);
      HamiltonianSampler sampler =
          HamiltonianSampler.nuts()
              .withWarmup(
                  Warmup.of(1000).withAcceptance(isFunnel ? 0.99 : 0.98).withMass(MassShape.AUTO))
              .withChains(12)
              .withSamples(2500);
      long start = System.nanoTime();
      try (McmcSample sample = sampler.sample(model.density(), Run.of(1))) {
        double seconds = (System.nanoTime() - start) * 1e-9;
        SiteDraws ours = SiteDraws.of(model, sample.draws().values(), sampler.numChains());
        return row(name, ours, reference, sample.numDivergent(), seconds);
      }
    }
  }

  private static boolean row(
      String name,
      SiteDraws ours,
      Map<String, double[]> reference,
      long divergent,
      double seconds) {
    Distance most = new Distance(0, 0, 0, Double.POSITIVE_INFINITY);
    boolean isFunnel = name.equals(CENTRED);
    boolean isNear = true;
    for (Map.Entry<String, double[]> theirs : reference.entrySet()) {
      int column = ours.names().indexOf(theirs.getKey());
      if (column < 0) {
        throw new IllegalStateException(
            name + ": expected " + theirs.getKey() + ", got " + ours.names());
      }
      ParameterSummary one = ParameterSummary.of(theirs.getKey(), ours.chains(column));
      if (isFunnel && theirs.getKey().equals("tau")) {
        isNear = isNear(one, theirs.getValue());
      } else {
        most = most.and(Distance.of(one, theirs.getValue()));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "| `%s` | %d | %.2f | %.2f | %.4f | %,.0f | %d | %.1f |%n",
        name,
        reference.size(),
        most.z(),
        most.sd(),
        most.rhat(),
        most.ess(),
        divergent,
        seconds);
    boolean isClose = most.z() < MOST && most.sd() < MOST;
    // The funnel invites divergences, and draws that are worth little; its spread is not judged.
    if (isFunnel) {
      return most.z() < MOST && isNear;
    }
    return isClose && most.rhat() < 1.01 && most.ess() >= 4000 && divergent == 0;
  }

  private static boolean isNear(ParameterSummary tau, double[] draws) {
    double mean = Arrays.stream(draws).average().orElseThrow();
    System.out.printf(Locale.ROOT, "tau: mean %.3f, reference %.3f%n", tau.mean(), mean);
    return Math.abs(tau.mean() / mean - 1) < MOST_OF_TAU;
  }

  /** How far a parameter's mean and standard deviation are off, in units of their errors. */
  private record Distance(double z, double sd, double rhat, double ess) {
    static Distance of(ParameterSummary one, double[] draws) {
      double mean = Arrays.stream(draws).average().orElseThrow();
      double variance = central(draws, mean, 2);
      double kurtosis = central(draws, mean, 4) / (variance * variance);
      double error = Math.sqrt(one.mcse() * one.mcse() + variance / REFERENCE_DRAWS);
      double spread = Math.sqrt((kurtosis - 1) / 4 * (1 / one.essBulk() + 1 / REFERENCE_DRAWS));
      return new Distance(
          Math.abs(one.mean() - mean) / error,
          Math.abs(Math.log(one.sd() / Math.sqrt(variance))) / spread,
          one.rhat(),
          one.essBulk());
    }

    Distance and(Distance other) {
      return new Distance(
          Math.max(z, other.z),
          Math.max(sd, other.sd),
          Math.max(rhat, other.rhat),
          Math.min(ess, other.ess));
    }
  }

  private static double central(double[] draws, double mean, int power) {
    return Arrays.stream(draws).map(x -> Math.pow(x - mean, power)).average().orElseThrow();
  }

  /** All chains' draws by name. */
  private static Map<String, double[]> draws(Path file) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
      zip.getNextEntry();
      List<Map<String, List<Double>>> chains =
          new ObjectMapper().readValue(zip, new TypeReference<>() {});
      Map<String, double[]> all = new LinkedHashMap<>();
      for (String name : chains.get(0).keySet()) {
        List<Double> values = new ArrayList<>();
        chains.forEach(chain -> values.addAll(chain.get(name)));
        all.put(name, values.stream().mapToDouble(Double::doubleValue).toArray());
      }
      return all;
    }
  }
}
