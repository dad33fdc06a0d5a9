package org.jeffreys.ppl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jeffreys.core.Check;

/** A program's graph as a picture. */
final class GraphSvg {
  private static final String INK = "#1f2937";
  private static final String SOFT = "#5b6472";
  private static final String GREY = "#d5d9e0";
  private static final double ROUNDING = 10;
  private static final double ARROW = 7;
  private static final double SLIMNESS = 0.42;

  private final ProgramGraph graph;
  private final GraphLayout layout;
  private final StringBuilder text = new StringBuilder();

  private GraphSvg(ProgramGraph graph, GraphLayout layout) {
    this.graph = graph;
    this.layout = layout;
  }

  static String text(ProgramGraph graph, GraphLayout layout) {
    return new GraphSvg(graph, layout).whole();
  }

  private String whole() {
    String width = number(Math.ceil(layout.size().width()));
    String height = number(Math.ceil(layout.size().height()));
    add("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%s\" height=\"%s\"", width, height);
    add(" viewBox=\"0 0 %s %s\" role=\"img\" font-family=\"system-ui, sans-serif\"", width, height);
    add(
        " text-anchor=\"middle\"><title>The program</title><desc>%s</desc>\n",
        escaped(graph.description()));
    add("<rect width=\"%s\" height=\"%s\" fill=\"#ffffff\"/>\n", width, height);
    layout.frames().forEach(this::frame);
    for (int i = 0; i < graph.edges().size(); i++) {
      edge(graph.edges().get(i), layout.curves().get(i).points());
    }
    for (ProgramGraph.Node node : graph.nodes()) {
      site(node, box(node.name()));
    }
    return text.append("</svg>\n").toString();
  }

  private GraphLayout.Box box(String site) {
    return Check.present(layout.boxes().get(site), site);
  }

  private void frame(GraphLayout.Framed frame) {
    GraphLayout.Box box = frame.box();
    add("<rect%s rx=\"6\" fill=\"none\" stroke=\"%s\"/>\n", corners(box), SOFT);
    String x = number(box.x() + box.width() - 10);
    String y = number(box.y() + box.height() - 9);
    add("<text x=\"%s\" y=\"%s\" font-size=\"12\" text-anchor=\"end\" fill=\"%s\">", x, y, SOFT);
    add("%s</text>\n", escaped(frame.label()));
  }

  private static String corners(GraphLayout.Box box) {
    return String.format(
        Locale.ROOT,
        " x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\"",
        number(box.x()),
        number(box.y()),
        number(box.width()),
        number(box.height()));
  }

  private void site(ProgramGraph.Node node, GraphLayout.Box box) {
    if (node.kind() == Site.Kind.FACTOR) {
      add(
          "<rect%s fill=\"%s\"><title>%s</title></rect>\n",
          corners(box), INK, escaped(node.name()));
      String x = number(box.x() + box.width() + 5);
      String y = number(box.centreY() + 4);
      add(
          "<text x=\"%s\" y=\"%s\" font-size=\"12\" text-anchor=\"start\" fill=\"%s\">",
          x, y, SOFT);
      add("%s</text>\n", escaped(node.name()));
      return;
    }
    outline(node.kind(), box);
    boolean hasLaw = !node.law().isEmpty();
    String x = number(box.centreX());
    line(x, box.centreY() + (hasLaw ? -2 : 5), 14, INK, node.name());
    if (hasLaw) {
      line(x, box.centreY() + 13, 11, SOFT, node.law());
    }
  }

  private void outline(Site.Kind kind, GraphLayout.Box box) {
    String fill = kind == Site.Kind.OBSERVED ? GREY : "#ffffff";
    String dashes = kind == Site.Kind.DETERMINISTIC ? " stroke-dasharray=\"5 3\"" : "";
    String pen = String.format(" fill=\"%s\" stroke=\"%s\"%s", fill, INK, dashes);
    if (kind == Site.Kind.PARAMETER) {
      add("<rect%s%s/>\n", corners(box), pen);
      return;
    }
    add("<ellipse cx=\"%s\" cy=\"%s\"", number(box.centreX()), number(box.centreY()));
    add(" rx=\"%s\" ry=\"%s\"", number(box.width() / 2), number(box.height() / 2));
    add("%s/>\n", pen);
  }

  private void line(String x, double y, int size, String colour, String words) {
    add("<text x=\"%s\" y=\"%s\" font-size=\"%d\"", x, number(y), size);
    add(" fill=\"%s\">%s</text>\n", colour, escaped(words));
  }

  /** Rounded at its corners, with a head, from outline to outline. */
  private void edge(ProgramGraph.Edge edge, List<GraphLayout.Point> corners) {
    int last = corners.size() - 1;
    List<GraphLayout.Point> points = new ArrayList<>(corners);
    points.set(0, met(edge.from(), corners.get(0), corners.get(1)));
    GraphLayout.Point end = met(edge.to(), corners.get(last), corners.get(last - 1));
    GraphLayout.Point neck = toward(end, points.get(last - 1), ARROW);
    points.set(last, neck);
    StringBuilder path = new StringBuilder("M" + pair(points.get(0)));
    for (int i = 1; i < last; i++) {
      GraphLayout.Point corner = points.get(i);
      path.append("L").append(pair(toward(corner, points.get(i - 1), ROUNDING)));
      path.append("Q").append(pair(corner)).append(" ");
      path.append(pair(toward(corner, points.get(i + 1), ROUNDING)));
    }
    path.append("L").append(pair(neck));
    add("<path d=\"%s\" fill=\"none\" stroke=\"%s\"/>\n", path, INK);
    double sideX = (neck.y() - end.y()) * SLIMNESS;
    double sideY = (end.x() - neck.x()) * SLIMNESS;
    var left = new GraphLayout.Point(neck.x() + sideX, neck.y() + sideY);
    var right = new GraphLayout.Point(neck.x() - sideX, neck.y() - sideY);
    add("<path d=\"M%sL%sL%sZ\" fill=\"%s\"/>\n", pair(end), pair(left), pair(right), INK);
  }

  /** A point on the way from a corner to another point, half of it at most. */
  private static GraphLayout.Point toward(
      GraphLayout.Point corner, GraphLayout.Point other, double distance) {
    double length = Math.hypot(other.x() - corner.x(), other.y() - corner.y());
    return between(corner, other, length == 0 ? 0 : Math.min(distance / length, 0.5));
  }

  private static GraphLayout.Point between(
      GraphLayout.Point from, GraphLayout.Point to, double share) {
    return new GraphLayout.Point(
        from.x() + share * (to.x() - from.x()), from.y() + share * (to.y() - from.y()));
  }

  /** Where the line to an ellipse's box, drawn on, meets the ellipse; the line stays straight. */
  private GraphLayout.Point met(String site, GraphLayout.Point at, GraphLayout.Point from) {
    Site.Kind kind = graph.node(site).kind();
    if (kind == Site.Kind.FACTOR || kind == Site.Kind.PARAMETER) {
      return at;
    }
    GraphLayout.Box box = box(site);
    double ox = (at.x() - box.centreX()) / (box.width() / 2);
    double oy = (at.y() - box.centreY()) / (box.height() / 2);
    double dx = (at.x() - from.x()) / (box.width() / 2);
    double dy = (at.y() - from.y()) / (box.height() / 2);
    double a = dx * dx + dy * dy;
    double b = ox * dx + oy * dy;
    double c = ox * ox + oy * oy - 1;
    double root = b * b - a * c;
    if (a == 0 || root < 0) {
      return at;
    }
    double t = (-b - Math.sqrt(root)) / a;
    return between(from, at, 1 + t);
  }

  private static String pair(GraphLayout.Point point) {
    return number(point.x()) + " " + number(point.y());
  }

  /** To a tenth of a pixel. */
  private static String number(double value) {
    double rounded = Math.rint(value * 10) / 10;
    return rounded == Math.rint(rounded)
        ? Long.toString(Math.round(rounded))
        : Double.toString(rounded);
  }

  private void add(String format, Object... values) {
    text.append(String.format(Locale.ROOT, format, values));
  }

  private static String escaped(String words) {
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
