package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.jeffreys.core.Registry;
import org.junit.jupiter.api.Test;

final class LikelihoodsTest {
  private static final List<Likelihood> EXAMPLES =
      LikelihoodExample.ALL.stream().map(LikelihoodExample::likelihood).toList();

  @Test
  void likelihoodsMakeTheRoundTrip() {
    for (Likelihood likelihood : EXAMPLES) {
      assertThat(Likelihoods.of(Likelihoods.describe(likelihood))).isEqualTo(likelihood);
    }
    assertThat(EXAMPLES.stream().map(Object::getClass).distinct())
        .containsExactlyElementsOf(
            Likelihoods.all().stream().<Class<?>>map(Registry.Entry::type).toList());
  }

  @Test
  void descriptionsAreNamesAndComponents() {
    assertThat(Likelihoods.describe(new CategoricalLikelihood(10)))
        .hasToString("{type=categorical, numClasses=10}");
    assertThat(Likelihoods.describe(GaussianLikelihood.learned(2)))
        .hasToString("{type=gaussian, scale=2.0, learned=true}");
    assertThat(Likelihoods.of(Map.of("type", "categorical", "numClasses", 3.0)))
        .isEqualTo(new CategoricalLikelihood(3));
  }

  @Test
  void refusesWhatIsNone() {
    assertRefused(
        Map.of("type", "fisher"),
        "likelihood: expected one of [bernoulli, categorical, diagonal-gaussian, gaussian,"
            + " heteroscedastic-categorical, heteroscedastic-gaussian, heteroscedastic-student-t,"
            + " negative-binomial, poisson, student-t], got 'fisher'");
    assertThatThrownBy(() -> Likelihoods.of(Map.of("numClasses", 3)))
        .hasMessageEndingWith("got 'null'");
    assertRefused(
        Map.of("type", "diagonal-gaussian", "scale", List.of(1, "2")),
        "diagonal-gaussian.scale: expected a list of numbers, got [1, 2]");
    assertRefused(
        Map.of("type", "categorical", "numClasses", 2.5),
        "categorical.numClasses: expected an integer, got 2.5");
    assertRefused(
        Map.of("type", "categorical", "numClasses", 1),
        "numClasses: expected an integer >= 2, got 1");
    assertRefused(
        Map.of("type", "gaussian", "scale", "1", "learned", true),
        "gaussian.scale: expected a number, got 1");
    assertRefused(
        Map.of("type", "gaussian", "scale", 1),
        "gaussian.learned: expected true or false, got null");
    assertThatThrownBy(
            () -> Likelihoods.of(Map.of("type", "categorical", "numClasses", 3, "more", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("categorical: expected fields [type, numClasses], got [");
  }

  private static void assertRefused(Map<String, ?> described, String message) {
    assertThatThrownBy(() -> Likelihoods.of(described))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
