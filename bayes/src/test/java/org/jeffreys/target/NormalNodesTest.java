package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NativeMemory.class)
final class NormalNodesTest {
  @ParameterizedTest
  @CsvSource({"2, 1", "6, 3", "64, 10", "32, 47"})
  void eachCoordinateIsNormalAndAntithetic(int count, int dimension) {
    Tensor nodes = NormalNodes.of(count, dimension).values(DType.FLOAT64);
    assertThat(nodes.shape()).containsExactly(count, dimension);
    assertThat(nodes.narrow(0, count / 2, count / 2).neg().toDoubles())
        .isEqualTo(nodes.narrow(0, 0, count / 2).toDoubles());
    double[] first = sorted(nodes, 0);
    for (int k = 0; k < dimension; k++) {
      double[] column = sorted(nodes, k);
      assertThat(column).isEqualTo(first);
      assertThat(Arrays.stream(column).map(x -> x * x).average().orElseThrow())
          .isEqualTo(1, within(1e-12));
    }
    if (count == 64) {
      assertThat(first[63]).isEqualTo(2.4176, within(0.05)); // the quantile of 1 - 1/128
    }
  }

  private static double[] sorted(Tensor nodes, int column) {
    return nodes.select(1, column).sort(0).toDoubles();
  }

  /** Correlations of random orders of 32 have a standard deviation of 0.18. */
  @Test
  void coordinatesHardlyCorrelate() {
    Tensor nodes = NormalNodes.of(64, 10).values(DType.FLOAT64);
    Tensor correlation = nodes.transpose(0, 1).matmul(nodes).div(64);
    Tensor off = correlation.sub(Tensor.eye(DType.FLOAT64, 10));
    assertThat(Math.sqrt(off.square().sum().item() / 90)).isLessThan(0.1);
  }

  /** A saved model's likelihood is made of them: another choice would change its meaning. */
  @Test
  void stayAsTheyAre() {
    double[] nodes = NormalNodes.of(64, 10).values(DType.FLOAT64).toDoubles();
    double[] first = {-1.201046397691991, 0.8111978100207191, 0.9876686281965608};
    assertThat(Arrays.copyOf(nodes, 3)).containsExactly(first, within(1e-12));
    double[] next = {-1.6170058321314096, -0.516071341546593, -0.608469086206083};
    assertThat(Arrays.copyOfRange(nodes, 3, 6)).containsExactly(next, within(1e-12));
  }

  @Test
  void areData() {
    assertThat(NormalNodes.of(6, 3)).isEqualTo(NormalNodes.of(6, 3));
    assertThat(NormalNodes.of(6, 3)).isNotEqualTo(NormalNodes.of(3 * 2, 2));
    assertThat(NormalNodes.of(6, 3)).hasToString("NormalNodes[count=6, dimension=3]");
    assertThat(NormalNodes.of(6, 3).values(DType.FLOAT32).toFloats())
        .isEqualTo(NormalNodes.of(6, 3).values(DType.FLOAT32).toFloats());
    assertThatThrownBy(() -> NormalNodes.of(7, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numNodes: expected an even number >= 2, got 7");
  }
}
