package org.jeffreys.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestTest {
  @Test
  void countsSingleEdits() {
    assertThat(Nearest.edits("kitten", "sitting")).isEqualTo(3);
    assertThat(Nearest.edits("chians", "chains")).isEqualTo(1);
    assertThat(Nearest.edits("", "abc")).isEqualTo(3);
    assertThat(Nearest.edits("abc", "")).isEqualTo(3);
  }

  @Test
  void suggestsOnlyWhatIsNear() {
    List<String> known = List.of("--chains", "--seed", "--out");
    assertThat(Nearest.to("--chians", known)).isEqualTo("--chains");
    assertThat(Nearest.to("--sed", known)).isEqualTo("--seed");
    assertThat(Nearest.to("--verbose", known)).isNull();
  }
}
