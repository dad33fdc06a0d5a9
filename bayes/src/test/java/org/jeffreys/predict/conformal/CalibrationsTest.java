package org.jeffreys.predict.conformal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.Registry;
import org.jeffreys.uncertainty.Calibration;
import org.jeffreys.uncertainty.IsotonicCalibration;
import org.jeffreys.uncertainty.LabelledProbs;
import org.jeffreys.uncertainty.PitValues;
import org.jeffreys.uncertainty.QuantileRecalibration;
import org.jeffreys.uncertainty.TemperatureScaling;
import org.jeffreys.uncertainty.Tempering;
import org.jeffreys.uncertainty.VarianceScaling;
import org.junit.jupiter.api.Test;

/** What all calibrations of the registry have in common. */
final class CalibrationsTest {
  private static final ResidualScore STANDARDISED = new StandardisedResidual();

  private static final List<Calibration> EXAMPLES =
      List.of(
          new TemperatureScaling(1.7, Tempering.DRAWS, 0.5, 0.1 + 0.2),
          IsotonicCalibration.fit(
              LabelledProbs.of(
                  new double[][] {{0.2, 0.3, 0.5}, {0.6, 0.3, 0.1}}, new int[] {1, 0})),
          new VarianceScaling(Doubles.of(1.5, 0.5), 12, 1, -0.5),
          QuantileRecalibration.fit(new PitValues(Doubles.of(0.3, 0.8, 0.85))),
          new SplitConformal(STANDARDISED, 0.9, 2, 30),
          new Cqr(0.9, -0.1, 0.3, false, 30),
          new CvPlus(new AbsoluteResidual(), 0.5, Doubles.of(1, 2, 3, 0), List.of(0, 1, 1, 0)),
          new ConformalSets(new Raps(0.1, 2), true, 0.9, 0.8, 30),
          new MondrianIntervals(STANDARDISED, 0.5, Doubles.of(1, 2), Doubles.of(5, 6)),
          new MondrianSets(new Aps(), false, 0.5, Doubles.of(0.9, 1), Doubles.of(5, 6)),
          new ClassConditionalSets(new Lac(), false, 0.5, Doubles.of(0.9, 1), Doubles.of(5, 6)),
          AdaptiveConformal.start(STANDARDISED, 0.9, 0.01, 10, new double[] {1, 2})
              .update(1, 2, 3.3),
          QuantileTracking.start(STANDARDISED, 0.5, new double[] {1, 2}).update(1, 2, 3.3));

  @Test
  void calibrationsMakeTheRoundTripThroughJson() throws JsonProcessingException {
    var json = new ObjectMapper();
    for (Calibration calibration : EXAMPLES) {
      String text = json.writeValueAsString(Calibrations.describe(calibration));
      assertThat(Calibrations.of(json.readValue(text, Map.class))).isEqualTo(calibration);
    }
    assertThat(EXAMPLES.stream().map(Object::getClass))
        .containsExactlyElementsOf(
            Calibrations.all().stream().<Class<?>>map(Registry.Entry::type).toList());
  }

  @Test
  void allStateWhatTheyGuaranteeAndWhatNot() {
    for (Calibration calibration : EXAMPLES) {
      assertThat(calibration.guarantee())
          .matches("[A-Z].*\\.")
          .containsAnyOf("Not promised: ", "Nothing is promised ")
          .doesNotContain("%");
    }
  }

  @Test
  void scoresMakeTheRoundTrip() {
    List<ResidualScore> residual = List.of(new AbsoluteResidual(), STANDARDISED);
    for (ResidualScore score : residual) {
      assertThat(ResidualScores.of(ResidualScores.describe(score))).isEqualTo(score);
    }
    List<SetScore> sets = List.of(new Lac(), new Aps(), new Raps(0.25, 3));
    for (SetScore score : sets) {
      assertThat(SetScores.of(SetScores.describe(score))).isEqualTo(score);
    }
    assertThat(Stream.concat(residual.stream(), sets.stream()).map(Object::getClass))
        .containsExactlyElementsOf(
            Stream.concat(ResidualScores.all().stream(), SetScores.all().stream())
                .<Class<?>>map(Registry.Entry::type)
                .toList());
  }

  @Test
  void descriptionsAreNamesAndComponents() {
    assertThat(Calibrations.describe(new SplitConformal(STANDARDISED, 0.9, 2, 30)))
        .hasToString(
            "{type=split-conformal, score={type=standardised-residual}, level=0.9, threshold=2.0,"
                + " numExamples=30}");
  }

  @Test
  void refusesWhatIsNone() {
    assertThatThrownBy(() -> Calibrations.of(Map.of("type", "platt")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "calibration: expected one of [temperature, isotonic, variance-scaling,"
                + " quantile-recalibration, split-conformal, cqr, cv-plus, conformal-sets,"
                + " mondrian-intervals, mondrian-sets, class-conditional-sets,"
                + " adaptive-conformal, quantile-tracking], got 'platt'");
    assertThatThrownBy(
            () ->
                Calibrations.of(
                    Map.of("type", "split-conformal", "score", Map.of("type", "hinge"))))
        .hasMessage(
            "score: expected one of [absolute-residual, standardised-residual], got 'hinge'");
    assertThatThrownBy(
            () ->
                Calibrations.of(
                    Map.of(
                        "type",
                        "split-conformal",
                        "score",
                        Map.of("type", "absolute-residual"),
                        "level",
                        0.9,
                        "threshold",
                        1,
                        "numExamples",
                        3)))
        .hasMessage(
            "calibration: expected at least 9 examples for level 0.9, got 3; lower the level or"
                + " calibrate with more");
  }
}
