package org.jeffreys.inference.vi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.NumericalException;
import org.jeffreys.distribution.Normal;
import org.jeffreys.inference.Run;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.ppl.AutoMultivariateNormal;
import org.jeffreys.ppl.AutoNormal;
import org.jeffreys.ppl.Model;
import org.jeffreys.ppl.Plate;
import org.jeffreys.ppl.Program;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.target.VariationalFit;
import org.jeffreys.target.VariationalTarget;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(NativeMemory.class)
final class SviTest {
  @TempDir private Path path;

  private static Program program() {
    double[] data = {0.3, 1.2, -0.4, 2, 0.7};
    return m -> {
      Tensor mu = m.sample("mu", Normal.of(0, 3));
      Tensor logScale = m.sample("logScale", Normal.of(0, 1));
      try (Plate rows = m.plate("rows", 5, 3)) {
        m.observe("y", new Normal(mu, logScale.exp()), rows.rows(Tensor.of(data, 5)));
      }
    };
  }

  private static VariationalTarget target() {
    return new AutoMultivariateNormal().of(Model.of(program()));
  }

  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Killed at a step, in its random numbers, optimiser, average and trace. */
  @Test
  void aKilledRunResumesToTheSameBits() throws IOException {
    Svi svi = Svi.of(60, 0.05);
    try (VariationalFit whole = svi.fit(target(), Run.of(3));
        OutputFolder folder = OutputFolder.open(path, "--out")) {
      Run run = Run.of(3).withCheckpoints(new FolderCheckpoints(folder, "svi", 0));
      VariationalTarget target = target();
      int[] left = {25};
      VariationalTarget mortal = dying(target, left);
      assertThatThrownBy(() -> svi.fit(mortal, run)).isInstanceOf(Killed.class);
      try (VariationalFit resumed = svi.fit(target, run)) {
        assertThat(resumed.parameters().toBytes()).isEqualTo(whole.parameters().toBytes());
        assertThat(resumed.elbos()).isEqualTo(whole.elbos());
      }
    }
  }

  /** The same target, which dies after some estimates. */
  private static VariationalTarget dying(VariationalTarget target, int[] left) {
    return (VariationalTarget)
        java.lang.reflect.Proxy.newProxyInstance(
            VariationalTarget.class.getClassLoader(),
            new Class<?>[] {VariationalTarget.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("estimate") && left[0]-- == 0) {
                throw new Killed();
              }
              return method.invoke(target, arguments);
            });
  }

  @Test
  void tellsHowFarItHasCome() {
    List<Long> told = new ArrayList<>();
    Run run = Run.of(1).withProgress((done, total, note) -> told.add(1000 * total + done));
    try (VariationalFit fit = Svi.of(30, 0.05).fit(target(), run)) {
      assertThat(fit.elbos().size()).isEqualTo(30);
      assertThat(told).startsWith(30_000L).endsWith(30_030L);
    }
  }

  @Test
  void stopsWhenTheBoundRisesNoMore() {
    Svi.Config config =
        new Svi.Config(50_000, new Schedule.Constant(0.05), Adam.standard(), 8, null);
    Svi svi = new Svi(config.stoppingBy(new EarlyStop(100, 3)));
    try (VariationalFit fit = svi.fit(target(), Run.of(1))) {
      assertThat(fit.elbos().size()).isLessThan(20_000).isGreaterThanOrEqualTo(400);
      assertThat(fit.elbos().size() % 100).isZero();
    }
  }

  @Test
  void earlyStopCountsWindowsWithoutABestOne() {
    EarlyStop.Progress progress = EarlyStop.Progress.NONE;
    double[] elbos = {1, 3, 0, 2, 5, 1, 0, 0};
    double[] best = {Double.NEGATIVE_INFINITY, 2, 2, 2, 2, 3, 3, 3};
    long[] since = {0, 0, 0, 1, 1, 0, 0, 1};
    for (int i = 0; i < elbos.length; i++) {
      progress = progress.after(elbos[i], i + 1, 2);
      assertThat(progress.best()).isEqualTo(best[i]);
      assertThat(progress.windowsSinceBest()).isEqualTo(since[i]);
    }
  }

  /** The average weighs late iterates more; at infinity it is the last one. */
  @Test
  void theAverageIsThatOfTheIterates() {
    Schedule rate = new Schedule.Constant(0.05);
    List<double[]> iterates = new ArrayList<>();
    for (int steps = 1; steps <= 4; steps++) {
      Svi last =
          new Svi(new Svi.Config(steps, rate, Adam.standard(), Double.POSITIVE_INFINITY, null));
      try (VariationalFit fit = last.fit(target(), Run.of(1))) {
        iterates.add(fit.parameters().toDoubles());
      }
    }
    try (VariationalFit fit =
        new Svi(new Svi.Config(4, rate, Adam.standard(), 0, null)).fit(target(), Run.of(1))) {
      double[] found = fit.parameters().toDoubles();
      for (int i = 0; i < found.length; i++) {
        int index = i;
        double mean = iterates.stream().mapToDouble(at -> at[index]).average().orElseThrow();
        assertThat(found[i]).isCloseTo(mean, within(1e-12));
      }
    }
  }

  @Test
  void aBoundThatIsNotANumberNamesStepSiteAndValue() {
    Program program =
        m -> {
          Tensor x = m.sample("x", Normal.of(0, 1));
          // A number until x falls below 0.
          m.observe("y", new Normal(x, x.log().exp()), m.number(0.1));
        };
    VariationalTarget target = new AutoNormal().of(Model.of(program));
    assertThatThrownBy(() -> Svi.of(5000, 0.5).fit(target, Run.of(1)))
        .isInstanceOf(NumericalException.class)
        .hasMessageMatching(
            "step \\d+: ELBO is NaN: site y has log probability NaN at \\[0\\.1]; lower"
                + " learningRate or check priors");
  }

  @Test
  void nowhereToStartIsSaid() {
    Program program =
        m -> {
          Tensor x = m.sample("x", Normal.of(0, 1));
          m.factor("never", x.mul(0).sub(Double.POSITIVE_INFINITY));
        };
    Model model = Model.of(program);
    assertThatThrownBy(() -> new AutoNormal().of(model))
        .isInstanceOf(NumericalException.class)
        .hasMessage(
            "start: expected a position of finite log density, got none in 17; factor never is"
                + " -Infinity; check data and priors");
  }

  /** A mean field far too narrow for numbers that are nearly the same. */
  @Test
  void warnsOfAGuideNotToBeTrusted() {
    Program program =
        m -> {
          Tensor a = m.sample("a", Normal.of(0, 1));
          for (String name : List.of("b", "c", "d", "e")) {
            m.sample(name, Normal.of(a, 0.02));
          }
        };
    try (VariationalFit fit =
        Svi.of(3000, 0.05).fit(new AutoNormal().of(Model.of(program)), Run.of(1))) {
      assertThat(fit.psis(1000, 1).khat()).isGreaterThan(0.7);
      assertThat(fit.warning(1000, 1).orElseThrow())
          .startsWith("AutoNormal: a guide not to be trusted: k-hat is ")
          .endsWith(" for 1000 draws, above 0.67; take a richer guide, or NUTS");
    }
  }
}
