package org.jeffreys.cli.sample;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramLayout;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which sites of a program are drawn as {@code loc + scale z}. */
final class NonCentredOption {
  private static final String AUTO = "auto";

  @Option(
      names = "--non-centred",
      paramLabel = "SITES",
      split = ",",
      description =
          "Sites to draw as loc + scale z, against divergences where data are few: names, or auto"
              + " for all whose location or scale depends on other sites.")
  private @Nullable List<String> sites;

  NonCentredOption() {}

  /**
   * The program, with these sites so.
   *
   * @throws IllegalArgumentException if one of them is none of its open sites
   */
  Program applied(Program program) {
    if (sites == null) {
      return program;
    }
    if (sites.equals(List.of(AUTO))) {
      return program.nonCentred();
    }
    List<String> open =
        Model.of(program).layout().slots().stream().map(ProgramLayout.Slot::name).toList();
    for (String site : sites) {
      Check.require(open.contains(site), "--non-centred", "auto, or some of " + open, site);
    }
    return program.nonCentred(sites.toArray(String[]::new));
  }

  /** What a run depends on. */
  String digest() {
    return sites == null ? "" : " non-centred " + sites;
  }
}
