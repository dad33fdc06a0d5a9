package org.jeffreys.cli.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jeffreys.core.Check;
import org.mozilla.javascript.Context;
import org.mozilla.javascript.ContextFactory;
import org.mozilla.javascript.Function;
import org.mozilla.javascript.Scriptable;
import org.mozilla.javascript.ScriptableObject;

/**
 * Renders charts to SVG without a browser, by running ECharts in Rhino.
 *
 * <p>Making one loads ECharts, which takes about a second; each chart takes a fraction of that.
 * Text is not measured with a font but estimated, as ECharts does on servers. Threads take turns.
 */
public final class ChartSvg {
  /** ECharts asks for timers, for what it shows later; a still picture has no later. */
  private static final String TIMERS =
      "var setTimeout = function () { return 0; }, clearTimeout = function () {};";

  private static final Pattern STYLE = Pattern.compile("<style >.*?</style>\\n?", Pattern.DOTALL);
  private static final Pattern TAG = Pattern.compile("<[^>]*>");
  private static final Pattern MOUSE = Pattern.compile(" (class|ecmeta_\\w+)=\"[^\"]*\"");
  private static final Pattern NAME = Pattern.compile("zr\\d+-");

  private final ContextFactory factory = new ContextFactory();
  private final Scriptable global;
  private final Function svg;

  /** Loads ECharts. */
  public ChartSvg() {
    try (Context context = enter()) {
      global = context.initSafeStandardObjects();
      context.evaluateString(global, TIMERS, "timers.js", 1, null);
      context.evaluateString(global, Scripts.echarts(), "echarts.js", 1, null);
      context.evaluateString(global, Scripts.own("chart.js"), "chart.js", 1, null);
      Scriptable charts = (Scriptable) ScriptableObject.getProperty(global, "jeffreysCharts");
      svg = (Function) ScriptableObject.getProperty(charts, "svg");
    }
  }

  /**
   * The chart with its title as an SVG document, dark on white.
   *
   * @param width in pixels, >= 200
   * @param height in pixels, >= 150
   */
  public synchronized String render(Chart chart, int width, int height) {
    Check.atLeast(width, 200, "width");
    Check.atLeast(height, 150, "height");
    Object[] arguments = {chart.json(), chart.title(), width, height};
    try (Context context = enter()) {
      String drawn = Context.toString(svg.call(context, global, global, arguments));
      return describe(still(drawn, chart), chart);
    }
  }

  private Context enter() {
    Context context = factory.enterContext();
    context.setLanguageVersion(Context.VERSION_ES6);
    return context;
  }

  /**
   * Without what serves only a mouse, and with names that depend on the chart alone: ECharts counts
   * its drawings.
   */
  private static String still(String drawn, Chart chart) {
    String name = "j" + Integer.toHexString(chart.json().hashCode()) + "-";
    String plain = STYLE.matcher(drawn).replaceAll("");
    return TAG.matcher(plain)
        .replaceAll(
            tag ->
                Matcher.quoteReplacement(
                    NAME.matcher(MOUSE.matcher(tag.group()).replaceAll("")).replaceAll(name)));
  }

  private static String describe(String drawn, Chart chart) {
    int end = drawn.indexOf('>');
    return drawn.substring(0, end)
        + " role=\"img\"><title>"
        + Html.escape(chart.title())
        + "</title><desc>"
        + Html.escape(chart.description())
        + "</desc>"
        + drawn.substring(end + 1);
  }
}
