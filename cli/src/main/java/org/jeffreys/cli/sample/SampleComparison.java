package org.jeffreys.cli.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.diagnostic.Elpd;
import org.jeffreys.diagnostic.Loo;
import org.jeffreys.diagnostic.ModelComparison;
import org.jeffreys.ppl.ObservationBlock;
import org.jeffreys.store.ModelFile;
import org.jeffreys.store.SavedSample;
import org.jeffreys.tensor.Tensor;

/**
 * Runs of programs on the same data, by leave-one-out.
 *
 * @param runs the best first
 * @param observations what they are called in the first run given
 */
record SampleComparison(List<Run> runs, List<String> observations) {
  /**
   * A run.
   *
   * @param name of its folder
   * @param program that was sampled
   * @param difference its elpd less that of the best, with the standard error
   * @param weight with which the runs' predictions together are best
   */
  record Run(
      String name,
      String program,
      String method,
      Loo loo,
      double difference,
      double differenceError,
      double weight) {}

  SampleComparison {
    runs = List.copyOf(runs);
    observations = List.copyOf(observations);
  }

  /** A run as it was read: values of each observation, to be compared. */
  private record Found(
      String name, String program, String method, List<String> names, List<Doubles> data, Loo loo) {
    static Found read(String name, Path file) {
      try (SavedSample saved = ModelFile.readSample(file)) {
        Tensor values = saved.logLikelihood();
        Check.require(
            values != null && saved.numObservations() > 1,
            name,
            "log likelihoods of two observations or more",
            saved.numObservations());
        List<String> names = new ArrayList<>();
        List<Doubles> data = new ArrayList<>();
        saved.observations().forEach(block -> add(saved, block, names, data));
        Loo loo = LogLikelihoodDraws.loo(Check.present(values, name));
        return new Found(name, saved.program(), saved.method(), names, data, loo);
      }
    }

    private static void add(
        SavedSample saved, ObservationBlock block, List<String> names, List<Doubles> data) {
      List<double[]> sites = new ArrayList<>();
      for (String site : block.sites()) {
        Tensor values = Check.present(saved.data().get(site), site);
        sites.add(values.contiguous().toDoubles());
      }
      int places = (int) block.shape().numElements();
      for (int i = 0; i < block.elements().size(); i++) {
        int place = (int) block.elements().get(i);
        List<Double> numbers = new ArrayList<>();
        for (double[] all : sites) {
          int width = all.length / places;
          for (int k = 0; k < width; k++) {
            numbers.add(all[place * width + k]);
          }
        }
        names.add(block.name(i));
        data.add(Doubles.of(numbers.stream().mapToDouble(each -> each)));
      }
    }

    /** Densities of different data say nothing about each other. */
    void requireSameData(Found first) {
      Check.require(
          data.size() == first.data.size(),
          name,
          "the " + first.data.size() + " observations of " + first.name,
          data.size());
      for (int i = 0; i < data.size(); i++) {
        Check.require(
            data.get(i).equals(first.data.get(i)),
            name + ", " + names.get(i),
            text(first.data.get(i)) + " as in " + first.name,
            text(data.get(i)),
            "only models of the same data can be compared");
      }
    }

    private static String text(Doubles values) {
      return values.size() == 1 ? String.valueOf(values.get(0)) : values.toString();
    }
  }

  /**
   * Reads the runs.
   *
   * @param folders of results, or model files
   */
  static SampleComparison read(List<Path> folders) {
    List<String> names = names(folders);
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < folders.size(); i++) {
      Found next = Found.read(names.get(i), file(folders.get(i)));
      if (i > 0) {
        next.requireSameData(found.get(0));
      }
      found.add(next);
    }
    return of(found);
  }

  private static Path file(Path folder) {
    Path file = Files.isDirectory(folder) ? folder.resolve(ModelFile.NAME) : folder;
    Check.require(
        Files.isRegularFile(file),
        "FOLDER",
        "results of jeffreys sample, with " + ModelFile.NAME,
        folder);
    return file;
  }

  /** The last names of folders where these tell them apart. */
  private static List<String> names(List<Path> folders) {
    List<String> last =
        folders.stream().map(folder -> String.valueOf(folder.normalize().getFileName())).toList();
    if (Set.copyOf(last).size() == last.size()) {
      return last;
    }
    List<String> whole = folders.stream().map(Path::toString).toList();
    Set<String> seen = new HashSet<>();
    whole.forEach(
        name -> Check.require(seen.add(name), "FOLDER", "different folders", "twice " + name));
    return whole;
  }

  private static SampleComparison of(List<Found> found) {
    Map<String, Found> byName = new LinkedHashMap<>();
    Map<String, Elpd> estimates = new LinkedHashMap<>();
    for (Found one : found) {
      byName.put(one.name(), one);
      estimates.put(one.name(), one.loo());
    }
    List<Run> runs = new ArrayList<>();
    if (found.size() == 1) {
      Found one = found.get(0);
      runs.add(new Run(one.name(), one.program(), one.method(), one.loo(), 0, 0, 1));
    } else {
      for (ModelComparison.Model model : ModelComparison.of(estimates).models()) {
        Found one = Check.present(byName.get(model.name()), model.name());
        runs.add(
            new Run(
                one.name(),
                one.program(),
                one.method(),
                one.loo(),
                model.difference(),
                model.differenceError(),
                model.stackingWeight()));
      }
    }
    return new SampleComparison(runs, found.get(0).names());
  }

  /** What is to be told of the estimates, one sentence each. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    for (Run run : runs) {
      long count = run.loo().numUnreliable();
      if (count > 0) {
        warnings.add(
            run.name()
                + ": Pareto k is too great for "
                + count
                + " of "
                + run.loo().numObservations()
                + " observations; do not trust its estimate");
      }
    }
    if (runs.size() > 1) {
      Run next = runs.get(1);
      if (-next.difference() <= 2 * next.differenceError()) {
        warnings.add(
            runs.get(0).name()
                + " and "
                + next.name()
                + " differ by no more than two standard errors: these data do not tell which"
                + " predicts better");
      }
    }
    return warnings;
  }
}
