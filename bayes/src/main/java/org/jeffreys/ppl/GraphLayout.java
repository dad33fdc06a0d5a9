package org.jeffreys.ppl;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.options.HierarchyHandling;
import org.eclipse.elk.core.options.NodeLabelPlacement;
import org.eclipse.elk.core.options.SizeConstraint;
import org.eclipse.elk.core.util.NullElkProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;
import org.jeffreys.core.Check;

/**
 * Where the parts of a program's graph are drawn: in layers, from what others depend on down to
 * what depends on them, with plates as boxes around what is theirs.
 *
 * @param boxes of the sites, by name
 * @param frames from the outermost inwards
 * @param curves of the edges, in their order
 * @param size of the whole; its corner is at 0
 * @source Sugiyama, Tagawa and Toda (1981), IEEE Transactions on Systems, Man, and Cybernetics
 *     11(2), for layers; laid out by the Eclipse Layout Kernel
 */
record GraphLayout(Map<String, Box> boxes, List<Framed> frames, List<Curve> curves, Box size) {
  private static final double MARGIN = 12;
  private static final double LABEL_HEIGHT = 26;
  private static final double HEIGHT = 46;
  private static final double FACTOR_SIDE = 14;
  private static final double BETWEEN = 28;

  /** A rectangle, in pixels. */
  record Box(double x, double y, double width, double height) {
    double centreX() {
      return x + width / 2;
    }

    double centreY() {
      return y + height / 2;
    }
  }

  /** A plate. */
  record Framed(String label, Box box) {}

  /** A point, in pixels. */
  record Point(double x, double y) {}

  /** The corners of a line from one site to another. */
  record Curve(List<Point> points) {
    Curve {
      points = List.copyOf(points);
    }
  }

  GraphLayout {
    boxes = Map.copyOf(boxes);
    frames = List.copyOf(frames);
    curves = List.copyOf(curves);
  }

  /**
   * Lays a graph out; the same one in the same way.
   *
   * @throws IllegalStateException if the library is not there
   */
  static GraphLayout of(ProgramGraph graph) {
    try {
      return new Sketch(graph).laidOut();
    } catch (LinkageError | ServiceConfigurationError e) {
      throw new IllegalStateException(
          "svg: expected org.eclipse.elk.alg.layered and org.eclipse.xtext.xbase.lib on the class"
              + " path, got at most one of them; add both, or use dot()",
          e);
    }
  }

  /** How wide text is, about: there are no fonts to ask. */
  static double width(String text, double fontSize) {
    double ems = text.codePoints().mapToDouble(point -> point < 0x2E80 ? 0.6 : 1).sum();
    return ems * fontSize;
  }

  /** A graph as the library wants it. */
  private static final class Sketch {
    private final ElkNode root = ElkGraphUtil.createGraph();
    private final Map<List<ProgramGraph.Frame>, ElkNode> plates = new LinkedHashMap<>();
    private final Map<String, ElkNode> sites = new LinkedHashMap<>();
    private final List<ElkEdge> edges = new ArrayList<>();

    Sketch(ProgramGraph graph) {
      root.setProperty(CoreOptions.ALGORITHM, "org.eclipse.elk.layered");
      root.setProperty(CoreOptions.DIRECTION, Direction.DOWN);
      root.setProperty(CoreOptions.HIERARCHY_HANDLING, HierarchyHandling.INCLUDE_CHILDREN);
      root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.POLYLINE);
      root.setProperty(CoreOptions.PADDING, new ElkPadding(MARGIN));
      spaced(root);
      plates.put(List.of(), root);
      graph.nodes().forEach(this::add);
      for (ProgramGraph.Edge edge : graph.edges()) {
        ElkNode from = Check.present(sites.get(edge.from()), edge.from());
        ElkNode to = Check.present(sites.get(edge.to()), edge.to());
        edges.add(ElkGraphUtil.createSimpleEdge(from, to));
      }
    }

    private void add(ProgramGraph.Node node) {
      ElkNode site = ElkGraphUtil.createNode(plate(node.frames()));
      sites.put(node.name(), site);
      if (node.kind() == Site.Kind.FACTOR) {
        site.setDimensions(FACTOR_SIDE, FACTOR_SIDE);
        site.setProperty(
            CoreOptions.NODE_LABELS_PLACEMENT,
            EnumSet.of(
                NodeLabelPlacement.OUTSIDE,
                NodeLabelPlacement.H_RIGHT,
                NodeLabelPlacement.V_CENTER));
        ElkGraphUtil.createLabel(node.name(), site).setDimensions(width(node.name(), 12), 14);
      } else {
        double text = Math.max(width(node.name(), 14), width(node.law(), 11));
        site.setDimensions(Math.max(64, text + 30), HEIGHT);
      }
    }

    private ElkNode plate(List<ProgramGraph.Frame> frames) {
      ElkNode known = plates.get(frames);
      if (known != null) {
        return known;
      }
      int last = frames.size() - 1;
      ElkNode plate = ElkGraphUtil.createNode(plate(frames.subList(0, last)));
      plate.setProperty(CoreOptions.PADDING, new ElkPadding(MARGIN, MARGIN, LABEL_HEIGHT, MARGIN));
      plate.setProperty(CoreOptions.NODE_SIZE_CONSTRAINTS, SizeConstraint.minimumSize());
      double label = width(frames.get(last).label(), 12);
      plate.setProperty(CoreOptions.NODE_SIZE_MINIMUM, new KVector(label + 2 * MARGIN, 40));
      spaced(plate);
      plates.put(frames, plate);
      return plate;
    }

    private static void spaced(ElkNode parent) {
      parent.setProperty(CoreOptions.SPACING_NODE_NODE, BETWEEN);
      parent.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, BETWEEN);
    }

    GraphLayout laidOut() {
      LayoutMetaDataService.getInstance()
          .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
      new RecursiveGraphLayoutEngine().layout(root, new NullElkProgressMonitor());
      Map<String, Box> boxes = new LinkedHashMap<>();
      sites.forEach((name, node) -> boxes.put(name, box(node)));
      List<Framed> frames = new ArrayList<>();
      plates.forEach(
          (path, node) -> {
            if (!path.isEmpty()) {
              frames.add(new Framed(path.get(path.size() - 1).label(), box(node)));
            }
          });
      return new GraphLayout(boxes, frames, edges.stream().map(Sketch::curve).toList(), box(root));
    }

    private static Box box(ElkNode node) {
      Point corner = corner(node);
      return new Box(corner.x(), corner.y(), node.getWidth(), node.getHeight());
    }

    private static Point corner(ElkNode node) {
      ElkNode parent = node.getParent();
      Point outer = parent == null ? new Point(0, 0) : corner(parent);
      return new Point(outer.x() + node.getX(), outer.y() + node.getY());
    }

    private static Curve curve(ElkEdge edge) {
      Point corner = corner(edge.getContainingNode());
      List<Point> points = new ArrayList<>();
      for (ElkEdgeSection section : edge.getSections()) {
        points.add(at(corner, section.getStartX(), section.getStartY()));
        section.getBendPoints().forEach(bend -> points.add(at(corner, bend.getX(), bend.getY())));
        points.add(at(corner, section.getEndX(), section.getEndY()));
      }
      return new Curve(points);
    }

    private static Point at(Point corner, double x, double y) {
      return new Point(corner.x() + x, corner.y() + y);
    }
  }
}
