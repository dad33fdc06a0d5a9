package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;

import org.jeffreys.distribution.Normal;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;

final class SiteDrawsTest {
  @Test
  void numbersAreNamedByTheirPlaces() {
    Program program =
        m -> {
          m.sample("a", Normal.of(0, 1));
          try (Plate outer = m.plate("outer", 2)) {
            Tensor b = m.sample("b", Normal.of(0, 1));
            try (Plate inner = m.plate("inner", 3)) {
              m.deterministic("c", b.mul(m.sample("d", Normal.of(0, 1))));
            }
          }
        };
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(1, "draws")) {
      Model model = Model.of(program);
      Tensor position = rng.normal(DType.FLOAT64, 2100, 9);
      SiteDraws draws = SiteDraws.of(model, position, 3);
      assertThat(draws.names())
          .containsExactly(
              "a", "b[1]", "b[2]", "d[1,1]", "d[1,2]", "d[1,3]", "d[2,1]", "d[2,2]", "d[2,3]",
              "c[1,1]", "c[1,2]", "c[1,3]", "c[2,1]", "c[2,2]", "c[2,3]");
      double[] flat = position.toDoubles();
      int draw = 2 * 700 + 650;
      assertThat(draws.chains(0)[2][650]).isEqualTo(flat[9 * draw]);
      assertThat(draws.chains(8)[2][650]).isEqualTo(flat[9 * draw + 8]);
      assertThat(draws.chains(13)[2][650]).isEqualTo(flat[9 * draw + 2] * flat[9 * draw + 7]);
    }
  }
}
