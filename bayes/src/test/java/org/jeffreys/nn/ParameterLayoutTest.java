package org.jeffreys.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class ParameterLayoutTest {
  private static final ParameterLayout LAYOUT =
      ParameterLayout.of(
          List.of(
              new ParameterSpec("weight", Shape.of(2, 3), ParameterSpec.Role.WEIGHT, 2, 3),
              new ParameterSpec("bias", Shape.of(1, 3), ParameterSpec.Role.BIAS, 2, 3)));

  private static Tensor counted(int draws, int width) {
    double[] values = new double[draws * width];
    java.util.Arrays.setAll(values, i -> i);
    return Tensor.of(values, draws, width);
  }

  @Test
  void arraysLieOneAfterTheOther() {
    assertThat(LAYOUT.dimension()).isEqualTo(9);
    assertThat(LAYOUT.slots()).extracting(ParameterLayout.Slot::offset).containsExactly(0, 6);
    assertThat(LAYOUT.slots()).extracting(ParameterLayout.Slot::size).containsExactly(6, 3);
    assertThat(LAYOUT.fill(spec -> spec.name().length()))
        .containsExactly(6, 6, 6, 6, 6, 6, 4, 4, 4);
  }

  @Test
  void viewsLeadWithTheDraws() {
    Parameters views = LAYOUT.views(counted(3, 11), 2);
    assertThat(views.size()).isEqualTo(2);
    assertThat(views.get("weight").shape()).containsExactly(3, 2, 3);
    assertThat(views.get(1).shape()).containsExactly(3, 1, 3);
    assertThat(views.get("weight").select(0, 1).toDoubles())
        .containsExactly(13, 14, 15, 16, 17, 18);
    assertThat(views.get(1).select(0, 2).toDoubles()).containsExactly(30, 31, 32);
  }

  @Test
  void viewsOfSomeDrawsStartAtTheFirstOfThem() {
    Parameters views = LAYOUT.views(counted(5, 9).narrow(0, 2, 2), 0);
    assertThat(views.get("bias").toDoubles()).containsExactly(24, 25, 26, 33, 34, 35);
  }

  @Test
  void viewsOfSomeColumnsKeepToTheirRows() {
    Parameters views = LAYOUT.views(counted(2, 12).narrow(1, 3, 9), 0);
    assertThat(views.get("bias").toDoubles()).containsExactly(9, 10, 11, 21, 22, 23);
  }

  @Test
  void refusesRowsThatAreNotDense() {
    Tensor flat = counted(9, 2).transpose(0, 1);
    assertThatThrownBy(() -> LAYOUT.views(flat, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameters: expected rows of stride 1, got 2; call contiguous() first");
  }

  @Test
  void writingToAViewWritesToTheFlatTensor() {
    Tensor flat = Tensor.zeros(DType.FLOAT64, 2, 9);
    LAYOUT.views(flat, 0).get("bias").fill(7);
    assertThat(flat.toDoubles())
        .containsExactly(0, 0, 0, 0, 0, 0, 7, 7, 7, 0, 0, 0, 0, 0, 0, 7, 7, 7);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> LAYOUT.views(counted(3, 10), 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameters: expected shape [draws, 11], got float64 [3, 10]");
    assertThatThrownBy(() -> LAYOUT.views(counted(3, 9).reshape(27), 0))
        .hasMessage("parameters: expected shape [draws, 9], got float64 [27]");
    assertThatThrownBy(() -> LAYOUT.views(counted(1, 9), 0).get("wight"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("parameter: expected one of [weight, bias], got 'wight'");
    ParameterSpec spec = LAYOUT.slots().get(0).spec();
    assertThatThrownBy(() -> ParameterLayout.of(List.of(spec, spec)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name: expected unique names, got 'weight' twice");
    assertThatThrownBy(() -> new ParameterSpec("w", Shape.of(1), ParameterSpec.Role.WEIGHT, 0, 1))
        .hasMessage("fanIn: expected an integer >= 1, got 0");
  }
}
