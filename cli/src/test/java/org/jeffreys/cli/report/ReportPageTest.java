package org.jeffreys.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import org.jeffreys.core.Doubles;
import org.junit.jupiter.api.Test;

class ReportPageTest {
  @Test
  void carriesEverythingItNeedsOnce() {
    String html = ExampleReport.page().html();
    assertThat(html).hasSizeBetween(1_100_000, 2_000_000);
    assertThat(count(html, "Licensed to the Apache Software Foundation")).isEqualTo(1);
    assertThat(count(html, "var jeffreysCharts")).isEqualTo(1);
    assertThat(count(html, "class=\"chart\"")).isEqualTo(4);
    assertThat(count(html, "<script")).isEqualTo(6).isEqualTo(count(html, "</script>"));
    assertThat(html).doesNotContainPattern("(src|href)=\"(https?:)?//(?!example\\.org)");
    assertThat(html).contains("default-src 'none'").contains("<html lang=\"en\">");
  }

  @Test
  void textIsTextWhateverItHolds() {
    String evil = "</script><script>alert('x')</script><!--&\"";
    Doubles x = Doubles.of(0, 1);
    Chart chart = Chart.titled(evil, evil).line(evil, x, x, Look.of(Hue.BLUE)).build();
    String html =
        ReportPage.titled(evil, evil)
            .keyFigure(evil, evil, evil)
            .section(evil)
            .paragraph(evil)
            .paragraph(Prose.of(evil).strong(evil).code(evil).link(evil, URI.create("a?b=1&c='")))
            .listing(evil)
            .table(Table.of(evil, evil).row(evil))
            .chart(chart)
            .html();
    assertThat(html).doesNotContain("<script>alert").doesNotContain("</script><script>");
    assertThat(html).contains("\\u003c/script>\\u003cscript>alert('x')");
    assertThat(html).contains("<a href=\"a?b=1&amp;c=&#39;\">");
    assertThat(count(html, "<script")).isEqualTo(3).isEqualTo(count(html, "</script>"));
  }

  @Test
  void aPageWithoutChartsCarriesNoScripts() {
    String html = ReportPage.titled("t", "l").paragraph("p").html();
    assertThat(html).hasSizeLessThan(6000).doesNotContain("<script").endsWith("</body>\n</html>\n");
  }

  @Test
  void numbersOfATableAlignRight() {
    String html =
        Table.of("c", "name", "mean", "unit", "with error")
            .row("a", "-1.5", "nats", "91.2 ± 0.8 %~")
            .row("b", "2e-3", "", "1.5")
            .html();
    assertThat(html)
        .contains("<th scope=\"col\">name</th><th scope=\"col\" class=\"number\">mean</th>")
        .contains("<th scope=\"row\">a</th><td class=\"number\">-1.5</td><td>nats</td>")
        .contains("<td class=\"number\">91.2 ± 0.8 %~</td>");
    assertThatThrownBy(() -> Table.of("c", "a", "b").row("x"))
        .hasMessage("cells: expected 2 cells, got 1");
  }

  @Test
  void carriesPicturesInItself() {
    String html =
        ReportPage.titled("t", "l").picture("a < b", "a \"b\"", new byte[] {1, 2, 3}).html();
    assertThat(html)
        .contains("<figcaption>a &lt; b</figcaption>\n<img alt=\"a &quot;b&quot;\"")
        .contains("src=\"data:image/png;base64,AQID\">")
        .contains("img-src data:");
  }

  @Test
  void chartsSideBySideShareABox() {
    Chart chart = Chart.titled("t", "d").build();
    String html =
        ReportPage.titled("t", "l").charts(List.of(chart, chart), 200).chart(chart).html();
    assertThat(count(html, "<div class=\"charts\">")).isEqualTo(1);
    assertThat(count(html, "<figure>")).isEqualTo(3);
    assertThat(html).contains("id=\"chart-2\" style=\"height:200px\"");
  }

  @Test
  void cellsThatStandOutKeepTheirAlignment() {
    Table table = Table.of("c", "name", "mean").row("a", "1.5").strong(1).row("b", "2.5");
    assertThat(table.html())
        .contains("<td class=\"number\"><strong>1.5</strong></td>")
        .contains("<td class=\"number\">2.5</td>");
    assertThatThrownBy(() -> table.strong(2))
        .hasMessage("column: expected one of 2 columns of a row, got 2");
  }

  @Test
  void linksLeadToPagesOnly() {
    assertThatThrownBy(() -> Prose.of("").link("x", URI.create("javascript:alert(1)")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("target: expected an http, https or relative address, got javascript:alert(1)");
  }

  private static int count(String text, String part) {
    return (int) Pattern.compile(part, Pattern.LITERAL).matcher(text).results().count();
  }
}
