package org.jeffreys.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;

/**
 * A chart: one ECharts option object, the same for the page and for the SVG.
 *
 * <p>The option is pure JSON. What JSON cannot say, the drawing of bands and histograms and the
 * text of tooltips, is added by {@code chart.js}, which reads the member {@code jeffreys} of a
 * series. Values are rounded to 8 significant digits; those that are not finite leave a gap.
 */
public final class Chart {
  private final String title;
  private final String description;
  private final ObjectNode option;

  private Chart(String title, String description, ObjectNode option) {
    this.title = title;
    this.description = description;
    this.option = option;
  }

  /**
   * Begins a chart.
   *
   * @param title what it shows
   * @param description what is to be seen in it, for those who cannot see it
   */
  public static Builder titled(String title, String description) {
    return new Builder(title, description);
  }

  /** What the chart shows. */
  public String title() {
    return title;
  }

  /** What is to be seen in it, in words. */
  public String description() {
    return description;
  }

  /** A copy of the option object, without title. */
  public ObjectNode option() {
    return option.deepCopy();
  }

  /** The option object as JSON. */
  String json() {
    return option.toString();
  }

  /** Collects series in the order they are drawn: the first lies at the back. */
  public static final class Builder {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final String title;
    private final String description;
    private final ObjectNode option = JSON.objectNode();
    private final ArrayNode series = JSON.arrayNode();
    private final ArrayNode legend = JSON.arrayNode();
    private final Set<String> names = new HashSet<>();
    private Axis x = Axis.linear("x");
    private Axis y = Axis.linear("y");
    private boolean curves;
    private boolean zoom;

    private Builder(String title, String description) {
      this.title = title;
      this.description = description;
    }

    /** Sets both axes. */
    public Builder axes(Axis x, Axis y) {
      this.x = x;
      this.y = y;
      return this;
    }

    /** Adds a line through the points, in the order given. */
    public Builder line(String name, Doubles x, Doubles y, Look look) {
      curves = true;
      ObjectNode node = series(name, "line", look);
      node.put("symbol", "none");
      ObjectNode line = node.putObject("lineStyle");
      line.put("width", look.size()).put("type", look.stroke().code());
      line.put("opacity", look.opacity());
      node.set("data", ChartData.rows(x, y));
      return this;
    }

    /** Adds points. */
    public Builder scatter(String name, Doubles x, Doubles y, Look look) {
      ObjectNode node = series(name, "scatter", look);
      node.put("symbolSize", look.size());
      node.set("data", ChartData.rows(x, y));
      return this;
    }

    /** Adds a horizontal bar from {@code lower} to {@code upper} at each {@code y}. */
    public Builder spans(String name, Doubles lower, Doubles upper, Doubles y, Look look) {
      Check.require(upper.size() == lower.size(), "upper", lower.size() + " values", upper.size());
      double[] x = new double[3 * lower.size()];
      double[] places = new double[x.length];
      for (int i = 0; i < lower.size(); i++) {
        x[3 * i] = lower.get(i);
        x[3 * i + 1] = upper.get(i);
        x[3 * i + 2] = Double.NaN;
        places[3 * i] = y.get(i);
        places[3 * i + 1] = y.get(i);
        places[3 * i + 2] = Double.NaN;
      }
      return line(name, Doubles.of(x), Doubles.of(places), look);
    }

    /** Adds the area between two curves over the same {@code x}, which must ascend. */
    public Builder band(String name, Doubles x, Doubles lower, Doubles upper, Look look) {
      curves = true;
      ObjectNode node = series(name, "custom", look).put("jeffreys", "band");
      node.put("silent", true).put("clip", true);
      encode(node, new int[] {0}, new int[] {1, 2});
      node.set("data", ChartData.rows(x, lower, upper));
      return this;
    }

    /**
     * Adds bars side by side.
     *
     * @param edges ends of the bins, ascending, one more than there are bins
     * @param heights height of each bar
     */
    public Builder histogram(String name, Doubles edges, Doubles heights, Look look) {
      int bins = heights.size();
      Check.require(edges.size() == bins + 1, "edges", (bins + 1) + " values", edges.size());
      curves = true;
      ObjectNode node = series(name, "custom", look).put("jeffreys", "bins");
      node.put("clip", true);
      encode(node, new int[] {0, 1, 2}, new int[] {3});
      Doubles from = Doubles.of(edges.stream().limit(bins));
      Doubles to = Doubles.of(edges.stream().skip(1));
      double[] middle = new double[bins];
      for (int i = 0; i < bins; i++) {
        middle[i] = (from.get(i) + to.get(i)) / 2;
      }
      node.set("data", ChartData.rows(Doubles.of(middle), from, to, heights));
      return this;
    }

    /**
     * Adds the outline of bars side by side, given as for {@link #histogram}: outlines of several
     * sets can lie over one another.
     */
    public Builder outline(String name, Doubles edges, Doubles heights, Look look) {
      int bins = heights.size();
      Check.require(edges.size() == bins + 1, "edges", (bins + 1) + " values", edges.size());
      double[] steps = Arrays.copyOf(heights.toArray(), bins + 1);
      steps[bins] = steps[bins - 1];
      line(name, edges, Doubles.of(steps), look);
      ((ObjectNode) series.get(series.size() - 1)).put("step", "end");
      return this;
    }

    /** Shades the chart from {@code from} to {@code to} on the x axis. */
    public Builder shade(String label, double from, double to) {
      Check.require(from < to, "to", "a value > " + from, to);
      ArrayNode ends = mark("markArea").withArray("data").addArray();
      ends.addObject().put("name", label).put("xAxis", from);
      ends.addObject().put("xAxis", to);
      return this;
    }

    /** Draws a line across at {@code x}. */
    public Builder verticalLine(String label, double x) {
      return rule(label, "xAxis", x);
    }

    /** Draws a line across at {@code y}. */
    public Builder horizontalLine(String label, double y) {
      return rule(label, "yAxis", y);
    }

    /** Lets the reader zoom along the x axis. */
    public Builder zoomable() {
      zoom = true;
      return this;
    }

    /** The chart. */
    public Chart build() {
      option.put("animation", false);
      option.set("legend", JSON.objectNode().set("data", legend));
      option.set("xAxis", axis(x));
      option.set("yAxis", axis(y));
      boolean byAxis = curves && y.scale() != Axis.Scale.NAMES;
      option.putObject("tooltip").put("trigger", byAxis ? "axis" : "item");
      if (zoom) {
        ArrayNode zooms = option.putArray("dataZoom");
        zooms.addObject().put("type", "slider").put("filterMode", "none");
        zooms
            .addObject()
            .put("type", "inside")
            .put("filterMode", "none")
            .put("zoomOnMouseWheel", "ctrl")
            .put("moveOnMouseWheel", false);
      }
      if (y.scale() == Axis.Scale.NAMES) {
        // Else points would lie under lines that were added before them.
        for (int i = 0; i < series.size(); i++) {
          ((ObjectNode) series.get(i)).put("z", i + 2);
        }
      }
      option.set("series", series);
      return new Chart(title, description, option.deepCopy());
    }

    private Builder rule(String label, String axis, double at) {
      Check.finite(at, "at");
      ObjectNode node = mark("markLine");
      node.putArray("symbol").add("none").add("none");
      node.withArray("data").addObject().put("name", label).put(axis, at);
      return this;
    }

    /** A mark hangs on a series without data of its own, so that the legend leaves it alone. */
    private ObjectNode mark(String kind) {
      ObjectNode node = series.addObject().put("type", "line").put("silent", true);
      node.putArray("data");
      ObjectNode mark = node.putObject(kind).put("silent", true);
      mark.putArray("data");
      return mark;
    }

    private ObjectNode series(String name, String type, Look look) {
      Check.require(names.add(name), "name", "a name no other series has", name);
      legend.add(name);
      ObjectNode node = series.addObject().put("type", type).put("name", name);
      ObjectNode item = node.putObject("itemStyle").put("color", look.hue().code());
      item.put("opacity", look.opacity());
      return node;
    }

    private static void encode(ObjectNode node, int[] x, int[] y) {
      ObjectNode encode = node.putObject("encode");
      ArrayNode across = encode.putArray("x");
      for (int column : x) {
        across.add(column);
      }
      ArrayNode up = encode.putArray("y");
      for (int column : y) {
        up.add(column);
      }
    }

    private static ObjectNode axis(Axis axis) {
      ObjectNode node = JSON.objectNode();
      if (axis.scale() == Axis.Scale.NAMES) {
        node.put("type", "category").put("name", "").put("inverse", true);
        axis.labels().forEach(node.putArray("data")::add);
        return node;
      }
      boolean log = axis.scale() == Axis.Scale.LOG;
      node.put("type", log ? "log" : "value").put("name", axis.label());
      node.put("scale", true);
      if (axis.scale() == Axis.Scale.WHOLE) {
        node.put("minInterval", 1);
      }
      if (!Double.isNaN(axis.min())) {
        node.put("min", axis.min());
      }
      if (!Double.isNaN(axis.max())) {
        node.put("max", axis.max());
      }
      return node;
    }
  }
}
