package org.jeffreys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

@Tag("slow")
class ChartSvgTest {
  private static ChartSvg svg;

  @BeforeAll
  static void loadEcharts() {
    svg = new ChartSvg();
  }

  private static Document parse(String text) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void everyChartOfTheExampleIsWellFormed() throws Exception {
    Document predictive = parse(svg.render(ExampleReport.predictive(), 900, 460));
    assertThat(predictive.getDocumentElement().getAttribute("viewBox")).isEqualTo("0 0 900 460");
    assertThat(predictive.getElementsByTagName("title").item(0).getTextContent())
        .isEqualTo("Posterior predictive");
    assertThat(predictive.getElementsByTagName("path").getLength()).isGreaterThan(1000);
    for (Chart chart :
        new Chart[] {ExampleReport.scales(), ExampleReport.traces(), ExampleReport.weights()}) {
      assertThat(parse(svg.render(chart, 600, 300)).getDocumentElement().getTagName())
          .isEqualTo("svg");
    }
  }

  /** The pixels of a polygon with known corners: x from 0 to 2 and y from -1 to 1 fill the grid. */
  @Test
  void aBandRunsAlongItsLowerCurveAndBackAlongItsUpper() {
    Doubles x = Doubles.of(0, 1, 2);
    Chart chart =
        Chart.titled("t", "d")
            .axes(Axis.linear("x").range(0, 2), Axis.linear("y").range(-1, 1))
            .band("b", x, Doubles.of(-1, 0, -1), Doubles.of(1, 0.5, 1), Look.of(Hue.GREEN))
            .build();
    String drawn = svg.render(chart, 500, 400);
    MatchResult grid =
        find(drawn, "<path d=\"M([\\d.]+) ([\\d.]+)L([\\d.]+) [\\d.]+\" fill=\"transparent\"");
    double left = Double.parseDouble(grid.group(1));
    double right = Double.parseDouble(grid.group(3));
    double floor = Double.parseDouble(grid.group(2)) - 0.5;
    MatchResult band = find(drawn, "<polygon points=\"([^\"]*)\" fill=\"#009E73\"");
    double[] corners =
        Pattern.compile(" ")
            .splitAsStream(band.group(1))
            .mapToDouble(Double::parseDouble)
            .toArray();
    double top = corners[7];
    double[] expected = {
      left,
      floor,
      (left + right) / 2,
      (floor + top) / 2,
      right,
      floor,
      right,
      top,
      (left + right) / 2,
      top + (floor - top) / 4,
      left,
      top
    };
    assertThat(corners).hasSize(12);
    for (int i = 0; i < corners.length; i++) {
      assertThat(corners[i]).as("corner %d", i).isBetween(expected[i] - 0.6, expected[i] + 0.6);
    }
  }

  @Test
  void gapsSplitABand() {
    Doubles x = Doubles.of(0, 1, 2, 3, 4);
    Doubles upper = Doubles.of(1, 1, Double.NaN, 1, 1);
    Chart chart =
        Chart.titled("t", "d")
            .band("b", x, ExampleReport.constant(0, 5), upper, Look.of(Hue.GREEN))
            .build();
    String drawn = svg.render(chart, 500, 400);
    assertThat(Pattern.compile("<polygon [^>]* fill=\"#009E73\"").matcher(drawn).results().count())
        .isEqualTo(2);
  }

  @Test
  void textIsTextWhateverItHolds() throws Exception {
    String evil = "a<b>&\"c\"</svg><script>alert(1)</script>";
    Doubles x = Doubles.of(0, 1);
    Chart chart =
        Chart.titled(evil, evil)
            .axes(Axis.linear(evil), Axis.linear(evil).in("<i>"))
            .line(evil, x, x, Look.of(Hue.INK))
            .shade(evil, 0, 0.5)
            .build();
    Document document = parse(svg.render(chart, 900, 300));
    assertThat(document.getElementsByTagName("script").getLength()).isZero();
    assertThat(document.getElementsByTagName("desc").item(0).getTextContent()).isEqualTo(evil);
  }

  @Test
  void sameChartSameText() {
    Chart chart = ExampleReport.weights();
    String first = svg.render(chart, 500, 300);
    assertThat(svg.render(chart, 500, 300))
        .isEqualTo(first)
        .doesNotContain("zr", "ecmeta", "<style");
  }

  @Test
  void refusesSizesThatHoldNoChart() {
    assertThatThrownBy(() -> svg.render(ExampleReport.weights(), 100, 300))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("width: expected an integer >= 200, got 100");
  }

  private static MatchResult find(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().findFirst().orElseThrow();
  }
}
