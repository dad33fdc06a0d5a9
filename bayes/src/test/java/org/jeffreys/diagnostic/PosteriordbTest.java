package org.jeffreys.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import org.assertj.core.data.Offset;
import org.jeffreys.TestData;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Equality with the R package posterior, which made the diagnostics that posteriordb publishes. */
final class PosteriordbTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Offset<Double> RELATIVE = within(1e-11);

  /**
   * The draws lie around an even median, so two of them have the same distance to it, up to the
   * last digit that was written; which comes first changes R-hat by about 1e-6.
   */
  private static final Offset<Double> RHAT = within(2e-6);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arK-arK",
        "earnings-logearn_interaction_z",
        "eight_schools-eight_schools_noncentered",
        "gp_pois_regr-gp_regr",
        "kidiq-kidscore_interaction",
        "kidiq-kidscore_momiq",
        "low_dim_gauss_mix-low_dim_gauss_mix",
        "mesquite-logmesquite_logvas",
        "nes2000-nes",
        "sblrc-blr"
      })
  void agreesWithThePosteriorPackage(String posterior) throws IOException {
    Path info = TestData.require("posteriordb/" + posterior + ".draws.info.json");
    JsonNode published = JSON.readTree(info.toFile()).get("diagnostics");
    JsonNode chains = chains(TestData.require("posteriordb/" + posterior + ".draws.json.zip"));
    JsonNode names = published.get("diagnostic_information").get("names");
    assertThat(names.size()).isPositive();
    for (int k = 0; k < names.size(); k++) {
      String name = names.get(k).textValue();
      var convergence = Convergence.of(draws(chains, name));
      double bulk = published.get("effective_sample_size_bulk").get(k).doubleValue();
      double tail = published.get("effective_sample_size_tail").get(k).doubleValue();
      double rhat = published.get("r_hat").get(k).doubleValue();
      assertThat(convergence.essBulk() / bulk).as("bulk of %s", name).isEqualTo(1, RELATIVE);
      assertThat(convergence.essTail() / tail).as("tail of %s", name).isEqualTo(1, RELATIVE);
      assertThat(convergence.rhat() / rhat).as("R-hat of %s", name).isEqualTo(1, RHAT);
    }
  }

  private static JsonNode chains(Path file) throws IOException {
    try (var zip = new ZipFile(file.toFile());
        var stream = zip.getInputStream(zip.entries().nextElement())) {
      return JSON.readTree(stream);
    }
  }

  private static double[][] draws(JsonNode chains, String name) {
    double[][] draws = new double[chains.size()][];
    for (int c = 0; c < draws.length; c++) {
      JsonNode chain = chains.get(c).get(name);
      draws[c] = new double[chain.size()];
      for (int s = 0; s < draws[c].length; s++) {
        draws[c][s] = chain.get(s).doubleValue();
      }
    }
    return draws;
  }
}
