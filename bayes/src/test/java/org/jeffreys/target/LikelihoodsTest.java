package org.jeffreys.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class LikelihoodsTest {
  private static final List<Likelihood> EXAMPLES =
      List.of(
          new CategoricalLikelihood(7),
          GaussianLikelihood.fixed(0.1 + 0.2),
          GaussianLikelihood.learned(3),
          HeteroscedasticCategoricalLikelihood.of(3).withSharedScale().withNumNodes(10),
          new HeteroscedasticGaussianLikelihood(0.3));

  @Test
  void likelihoodsMakeTheRoundTrip() {
    for (Likelihood likelihood : EXAMPLES) {
      assertThat(Likelihoods.of(Likelihoods.describe(likelihood))).isEqualTo(likelihood);
    }
    assertThat(EXAMPLES.stream().map(Object::getClass).distinct())
        .containsExactlyElementsOf(
            Likelihoods.all().stream().<Class<?>>map(Likelihoods.Entry::type).toList());
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
        Map.of("type", "poisson"),
        "likelihood: expected one of [categorical, gaussian, heteroscedastic-categorical,"
            + " heteroscedastic-gaussian], got 'poisson'");
    assertRefused(
        Map.of("numClasses", 3),
        "likelihood: expected one of [categorical, gaussian, heteroscedastic-categorical,"
            + " heteroscedastic-gaussian], got 'null'");
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
