package org.jeffreys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final Doubles X = Doubles.of(0, 1, 2);
  private static final Look LOOK = Look.of(Hue.BLUE);

  private static Chart.Builder chart() {
    return Chart.titled("t", "d").axes(Axis.linear("x").in("s"), Axis.log("y").range(0.1, 10));
  }

  @Test
  void isAnOptionObjectOfItsSeries() {
    ObjectNode option =
        chart()
            .band("band", X, X.map(v -> -v), X, LOOK.opacity(0.25))
            .scatter("points", X, X, LOOK.size(4))
            .line("line", X, Doubles.of(1, Double.NaN, 1e6), LOOK.stroke(Look.Stroke.DASHED))
            .zoomable()
            .build()
            .option();
    assertThat(option.at("/legend/data")).hasToString("[\"band\",\"points\",\"line\"]");
    assertThat(option.at("/xAxis/name").asText()).isEqualTo("x [s]");
    assertThat(option.at("/yAxis"))
        .hasToString("{\"type\":\"log\",\"name\":\"y\",\"scale\":true,\"min\":0.1,\"max\":10.0}");
    assertThat(option.at("/series/0/data")).hasToString("[[0,0,0],[1,-1,1],[2,-2,2]]");
    assertThat(option.at("/series/0/itemStyle/opacity").asDouble()).isEqualTo(0.25);
    assertThat(option.at("/series/1/symbolSize").asDouble()).isEqualTo(4);
    assertThat(option.at("/series/2/data")).hasToString("[[0,1],[1,null],[2,1000000]]");
    assertThat(option.at("/series/2/lineStyle/type").asText()).isEqualTo("dashed");
    assertThat(option.at("/tooltip/trigger").asText()).isEqualTo("axis");
    assertThat(option.at("/dataZoom")).hasSize(2);
  }

  @Test
  void namesStandOnAVerticalAxisFromTheTop() {
    ObjectNode option =
        Chart.titled("t", "d")
            .axes(Axis.linear("x"), Axis.names(List.of("first", "second")))
            .spans("error", Doubles.of(1, 2), Doubles.of(3, 4), Doubles.of(0, 1), LOOK)
            .scatter("mean", Doubles.of(2, 3), Doubles.of(0, 1), LOOK)
            .build()
            .option();
    assertThat(option.at("/yAxis"))
        .hasToString(
            "{\"type\":\"category\",\"name\":\"\",\"inverse\":true,\"data\":[\"first\",\"second\"]}");
    assertThat(option.at("/series/0/data"))
        .hasToString("[[1,0],[3,0],[null,null],[2,1],[4,1],[null,null]]");
    assertThat(option.at("/tooltip/trigger").asText()).isEqualTo("item");
    assertThatThrownBy(() -> Axis.names(List.of()))
        .hasMessage("number of labels: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> chart().spans("s", X, Doubles.of(1), X, LOOK))
        .hasMessage("upper: expected 3 values, got 1");
  }

  @Test
  void marksStayOutOfTheLegend() {
    ObjectNode option =
        chart()
            .shade("gap", -1, 1)
            .verticalLine("now", 3)
            .horizontalLine("σ", 0.1)
            .build()
            .option();
    assertThat(option.at("/legend/data")).isEmpty();
    assertThat(option.at("/series/0/markArea/data"))
        .hasToString("[[{\"name\":\"gap\",\"xAxis\":-1.0},{\"xAxis\":1.0}]]");
    assertThat(option.at("/series/1/markLine/data"))
        .hasToString("[{\"name\":\"now\",\"xAxis\":3.0}]");
    assertThat(option.at("/series/2/markLine/data"))
        .hasToString("[{\"name\":\"σ\",\"yAxis\":0.1}]");
  }

  @Test
  void anOutlineStepsAtTheEdges() {
    ObjectNode option =
        Chart.titled("t", "d")
            .axes(Axis.whole("epoch"), Axis.linear("share"))
            .outline("set", Doubles.of(0, 1, 2), Doubles.of(5, 7), LOOK)
            .build()
            .option();
    assertThat(option.at("/series/0/step").asText()).isEqualTo("end");
    assertThat(option.at("/series/0/data")).hasToString("[[0,5],[1,7],[2,7]]");
    assertThat(option.at("/xAxis/minInterval").asInt()).isEqualTo(1);
    assertThatThrownBy(() -> chart().outline("set", X, X, LOOK))
        .hasMessage("edges: expected 4 values, got 3");
  }

  @Test
  void histogramCarriesMiddleEndsAndHeight() {
    ObjectNode option =
        chart().histogram("h", Doubles.of(0, 1, 4), Doubles.of(5, 6), LOOK).build().option();
    assertThat(option.at("/series/0/data")).hasToString("[[0.5,0,1,5],[2.5,1,4,6]]");
    assertThatThrownBy(() -> chart().histogram("h", X, X, LOOK))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("edges: expected 4 values, got 3");
  }

  @Test
  void roundsToEightDigitsButKeepsWholeNumbers() {
    assertThat(ChartData.number(Math.PI)).hasToString("3.1415927");
    assertThat(ChartData.number(-1.23456789e-12)).hasToString("-1.2345679E-12");
    assertThat(ChartData.number(123456789012.0)).hasToString("123456789012");
    assertThat(ChartData.number(1e300)).hasToString("1.0E300");
    assertThat(ChartData.number(Double.NEGATIVE_INFINITY).isNull()).isTrue();
  }

  @Test
  void refusesWhatCannotBeDrawn() {
    assertThatThrownBy(() -> chart().line("l", X, Doubles.of(1), LOOK))
        .hasMessage("y: expected 3 values, got 1");
    assertThatThrownBy(() -> chart().line("l", X, X, LOOK).scatter("l", X, X, LOOK))
        .hasMessage("name: expected a name no other series has, got l");
    assertThatThrownBy(() -> chart().shade("s", 1, 1))
        .hasMessage("to: expected a value > 1.0, got 1.0");
    assertThatThrownBy(() -> Axis.log("y").range(0, 1))
        .hasMessage("min: expected a value > 0 on a logarithmic axis, got 0.0");
    assertThatThrownBy(() -> LOOK.opacity(2))
        .hasMessage("opacity: expected a value in [0, 1], got 2.0");
  }

  @Test
  void huesRepeatWithoutGreyAndInk() {
    assertThat(Hue.cycle(0)).isEqualTo(Hue.BLUE);
    assertThat(Hue.cycle(5)).isEqualTo(Hue.SKY);
    assertThat(Hue.cycle(6)).isEqualTo(Hue.BLUE);
  }
}
