package org.jeffreys.cli.report;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;

/**
 * A report in one HTML file that opens without a network.
 *
 * <p>It carries ECharts and its own styles; a policy in its head forbids it to load anything. It
 * follows the reader's light or dark scheme, narrow screens and printing. Text is shown as it is
 * given: markup comes from {@link Prose}, {@link Table} and {@link Chart} only.
 */
public final class ReportPage {
  private static final int CHART_HEIGHT = 380;
  private static final int STILL_WIDTH = 860;

  private final String title;
  private final String lead;
  private final List<String> tiles = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();

  /** A piece of the page: markup, or charts side by side with their height in pixels. */
  private record Part(String html, List<Chart> charts, int height) {}

  private ReportPage(String title, String lead) {
    this.title = title;
    this.lead = lead;
  }

  /**
   * Begins a page.
   *
   * @param title its heading
   * @param lead the paragraph that says what came out
   */
  public static ReportPage titled(String title, String lead) {
    return new ReportPage(title, lead);
  }

  /**
   * Adds a key figure to the row under the lead.
   *
   * @param label what it is
   * @param value the figure, such as {@code 94.8 %}
   * @param note how to read it; may be empty
   */
  public ReportPage keyFigure(String label, String value, String note) {
    tiles.add(
        "<div class=\"tile\"><dt>"
            + Html.escape(label)
            + "</dt><dd>"
            + Html.escape(value)
            + (note.isEmpty() ? "" : "<small>" + Html.escape(note) + "</small>")
            + "</dd></div>\n");
    return this;
  }

  /** Begins a section. */
  public ReportPage section(String heading) {
    return add("<h2>" + Html.escape(heading) + "</h2>\n");
  }

  /** Adds a paragraph of plain text. */
  public ReportPage paragraph(String text) {
    return paragraph(Prose.of(text));
  }

  /** Adds a paragraph. */
  public ReportPage paragraph(Prose prose) {
    return add("<p>" + prose.html() + "</p>\n");
  }

  /** Adds text in a fixed-width font with its line breaks, such as a command. */
  public ReportPage listing(String text) {
    return add("<pre><code>" + Html.escape(text) + "</code></pre>\n");
  }

  /** Adds a table. */
  public ReportPage table(Table table) {
    return add(table.html());
  }

  /** Adds a chart 380 pixels high. */
  public ReportPage chart(Chart chart) {
    return chart(chart, CHART_HEIGHT);
  }

  /** Adds a chart. */
  public ReportPage chart(Chart chart, int heightPixels) {
    return charts(List.of(chart), heightPixels);
  }

  /** Adds charts, two side by side where the page is wide enough. */
  public ReportPage charts(List<Chart> charts, int heightPixels) {
    Check.atLeast(charts.size(), 1, "number of charts");
    Check.atLeast(heightPixels, 150, "heightPixels");
    parts.add(new Part("", List.copyOf(charts), heightPixels));
    return this;
  }

  /**
   * Adds a picture, which the page carries in itself and shrinks to its width.
   *
   * @param title what it shows
   * @param description what is to be seen in it, for those who cannot see it
   * @param png the bytes of a PNG
   */
  public ReportPage picture(String title, String description, byte[] png) {
    return image(title, description, "image/png", png);
  }

  /**
   * Adds a drawing, as {@link #picture}.
   *
   * @param svg the text of an SVG file
   */
  public ReportPage drawing(String title, String description, String svg) {
    return image(title, description, "image/svg+xml", svg.getBytes(StandardCharsets.UTF_8));
  }

  private ReportPage image(String title, String description, String type, byte[] bytes) {
    return add(
        "<figure>\n<figcaption>"
            + Html.escape(title)
            + "</figcaption>\n<img alt=\""
            + Html.escape(description)
            + "\" src=\"data:"
            + type
            + ";base64,"
            + Base64.getEncoder().encodeToString(bytes)
            + "\">\n</figure>\n");
  }

  /** The page; readers without scripts see the descriptions in place of the charts. */
  public String html() {
    return html(null);
  }

  /** The page; readers without scripts see still pictures of the charts. */
  public String htmlWithStills(ChartSvg stills) {
    return html(stills);
  }

  private String html(@Nullable ChartSvg stills) {
    StringBuilder body = new StringBuilder();
    int charts = 0;
    for (Part part : parts) {
      body.append(part.html);
      boolean several = part.charts.size() > 1;
      body.append(several ? "<div class=\"charts\">\n" : "");
      for (Chart chart : part.charts) {
        figure(body, chart, part.height, "chart-" + ++charts, stills);
      }
      body.append(several ? "</div>\n" : "");
    }
    String scripts =
        charts == 0
            ? ""
            : script(Scripts.echarts()) + script(Scripts.own("chart.js") + Scripts.own("page.js"));
    String figures =
        tiles.isEmpty() ? "" : "<dl class=\"tiles\">\n" + String.join("", tiles) + "</dl>\n";
    return head()
        + "<h1>"
        + Html.escape(title)
        + "</h1>\n<p class=\"lead\">"
        + Html.escape(lead)
        + "</p>\n"
        + figures
        + body
        + "</main>\n"
        + scripts
        + "</body>\n</html>\n";
  }

  private String head() {
    return """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
    script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    """
        + "<title>"
        + Html.escape(title)
        + "</title>\n<style>\n"
        + Scripts.own("page.css")
        + "</style>\n</head>\n<body>\n<main>\n";
  }

  private static void figure(
      StringBuilder body, Chart chart, int height, String id, @Nullable ChartSvg stills) {
    String description = Html.escape(chart.description());
    body.append("<figure>\n<figcaption>")
        .append(Html.escape(chart.title()))
        .append("</figcaption>\n");
    body.append("<div class=\"chart\" id=\"")
        .append(id)
        .append("\" style=\"height:")
        .append(height);
    body.append("px\" role=\"img\" aria-label=\"").append(description).append("\"></div>\n");
    body.append("<script type=\"application/json\" id=\"").append(id).append("-option\">");
    body.append(Html.json(chart.json())).append("</script>\n<noscript>");
    body.append("<style>#").append(id).append("{display:none}</style>");
    body.append(
        stills == null
            ? "<p>" + description + "</p>"
            : stills.render(chart, STILL_WIDTH, Math.max(height, CHART_HEIGHT)));
    body.append("</noscript>\n</figure>\n");
  }

  private ReportPage add(String html) {
    parts.add(new Part(html, List.of(), 0));
    return this;
  }

  private static String script(String script) {
    return "<script>\n" + Html.script(script) + "\n</script>\n";
  }
}
