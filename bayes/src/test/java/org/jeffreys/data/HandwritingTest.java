package org.jeffreys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.jeffreys.tensor.HostStream;
import org.junit.jupiter.api.Test;

/** The parts that {@link Handwriting} is made of. */
final class HandwritingTest {
  private static final double[] WIDTHS = {1, 1, 1, 1};

  @Test
  void pathsHaveCornersAndLifts() {
    Skeleton seven = Skeleton.of("18,6 50,5 82,4! 62,44 46,100; 36,50 78,48");
    assertThat(seven.size()).isEqualTo(7);
    assertThat(seven.pieces()).isEqualTo(3);
    assertThat(seven.last(0)).isEqualTo(2);
    assertThat(seven.first(1)).isEqualTo(2);
    assertThat(seven.first(2)).isEqualTo(5);
    assertThat(seven.x(6)).isEqualTo(78);
    assertThat(seven.y(6)).isEqualTo(48);
    assertThatThrownBy(() -> Skeleton.of("18,6 50,5!"))
        .hasMessage("path: expected strokes of two points or more, got 18,6 50,5!");
    assertThatThrownBy(() -> Skeleton.of("18,6 50")).hasMessage("point: expected x,y, got 50");
  }

  @Test
  void curvesPassThroughTheirPointsAndStraightLinesStayStraight() {
    Trace trace = new Trace();
    double[] x = {0, 1, 4, 4.5};
    double[] y = {0, 2, 1, -3};
    trace.addCurve(x, y, WIDTHS, 0, 3);
    assertThat(trace.size()).isEqualTo(22);
    assertThat(trace.joined(0)).isFalse();
    for (int k = 0; k < 4; k++) {
      assertThat(trace.x(7 * k)).isCloseTo(x[k], within(1e-12));
      assertThat(trace.y(7 * k)).isCloseTo(y[k], within(1e-12));
    }
    trace.clear();
    trace.addCurve(new double[] {0, 1, 3}, new double[] {0, 2, 6}, WIDTHS, 0, 2);
    for (int i = 1; i < trace.size(); i++) {
      assertThat(trace.y(i)).isCloseTo(2 * trace.x(i), within(1e-12));
      assertThat(trace.x(i)).isGreaterThan(trace.x(i - 1));
    }
  }

  @Test
  void fitsAndCentresInk() {
    Trace trace = new Trace();
    trace.addCurve(new double[] {0, 3}, new double[] {0, 0}, WIDTHS, 0, 1);
    trace.addCurve(new double[] {3, 3}, new double[] {0, 1}, WIDTHS, 0, 1);
    trace.fit(18, 14);
    assertThat(trace.x(0)).isCloseTo(5, within(1e-12));
    assertThat(trace.x(15)).isCloseTo(23, within(1e-12));
    assertThat(trace.y(15)).isCloseTo(17, within(1e-12));
    trace.centre(14, 14);
    // The stroke along of length 18 has its middle 9, the one down of length 6 none, left of x =
    // 23.
    assertThat(trace.x(15)).isCloseTo(14 + 9 * 18 / 24.0, within(1e-12));
    assertThat(trace.y(15)).isCloseTo(14 + 6 - 3 * 6 / 24.0, within(1e-12));
  }

  @Test
  void inkIsTheAreaOfThePen() {
    for (double radius : new double[] {0.8, 1.2, 2.3}) {
      Trace trace = new Trace();
      trace.addCurve(new double[] {6.3, 19.1}, new double[] {7.7, 20.4}, WIDTHS, 0, 1);
      double length = Math.hypot(19.1 - 6.3, 20.4 - 7.7);
      double area = 2 * radius * length + Math.PI * radius * radius;
      InkRaster raster = new InkRaster(28);
      raster.draw(trace, radius);
      assertThat(sum(raster)).isCloseTo(area, within(0.03 * area));
      raster.blur(0.1);
      assertThat(sum(raster)).isCloseTo(area, within(0.03 * area));
    }
  }

  private static double sum(InkRaster raster) {
    byte[] image = new byte[28 * 28];
    raster.write(1, image, 0);
    double sum = 0;
    for (byte value : image) {
      sum += (value & 255) / 255.0;
    }
    return sum;
  }

  /**
   * At a knot: variance 1/3 of the noise, times the sums of the squared weights, 70/256 an axis.
   */
  @Test
  void elasticFieldIsSmoothAndOfKnownSize() {
    HostStream stream = HostStream.keyed(1, "elastic", 0);
    ElasticField field = new ElasticField();
    int numFields = 4000;
    double square = 0;
    double product = 0;
    for (int i = 0; i < numFields; i++) {
      field.draw(stream);
      Trace trace = new Trace();
      trace.addCurve(new double[] {12, 16}, new double[] {12, 12}, WIDTHS, 0, 1);
      field.displace(trace, 1);
      double here = trace.x(0) - 12;
      square += here * here / numFields;
      product += here * (trace.x(7) - 16) / numFields;
    }
    double variance = 70 * 70 / (3.0 * 256 * 256);
    assertThat(square).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / numFields)));
    // Neighbouring knots: the sum of products of shifted weights is 56/256.
    assertThat(product / square).isCloseTo(56 / 70.0, within(0.03));
  }
}
