package org.jeffreys.ppl;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A program's graph in the language of Graphviz. */
final class GraphDot {
  private static final String INDENT = "  ";

  private final ProgramGraph graph;
  private final StringBuilder text = new StringBuilder();
  private int clusters;

  private GraphDot(ProgramGraph graph) {
    this.graph = graph;
  }

  static String text(ProgramGraph graph) {
    return new GraphDot(graph).whole();
  }

  private String whole() {
    text.append("digraph program {\n  node [fontname=\"Helvetica\"];\n");
    text.append("  graph [fontname=\"Helvetica\", labelloc=b, labeljust=r];\n");
    within(List.of());
    for (ProgramGraph.Edge edge : graph.edges()) {
      text.append(INDENT).append(quoted(edge.from())).append(" -> ").append(quoted(edge.to()));
      text.append(";\n");
    }
    return text.append("}\n").toString();
  }

  /** The sites right within some plates, then the plates within these. */
  private void within(List<ProgramGraph.Frame> frames) {
    String indent = INDENT.repeat(frames.size() + 1);
    Set<ProgramGraph.Frame> deeper = new LinkedHashSet<>();
    for (ProgramGraph.Node node : graph.nodes()) {
      int depth = frames.size();
      if (node.frames().equals(frames)) {
        text.append(indent).append(quoted(node.name())).append(" [").append(look(node));
        text.append("];\n");
      } else if (node.frames().size() > depth && node.frames().subList(0, depth).equals(frames)) {
        deeper.add(node.frames().get(depth));
      }
    }
    for (ProgramGraph.Frame frame : deeper) {
      text.append(indent).append("subgraph cluster_").append(clusters++).append(" {\n");
      text.append(indent).append("  label=").append(quoted(frame.label())).append(";\n");
      List<ProgramGraph.Frame> inner = new ArrayList<>(frames);
      inner.add(frame);
      within(inner);
      text.append(indent).append("}\n");
    }
  }

  private static String look(ProgramGraph.Node node) {
    String label = node.law().isEmpty() ? node.name() : node.name() + "\n" + node.law();
    String shape =
        switch (node.kind()) {
          case LATENT -> "shape=ellipse";
          case OBSERVED -> "shape=ellipse, style=filled, fillcolor=lightgrey";
          case DETERMINISTIC -> "shape=ellipse, style=dashed";
          case FACTOR -> "shape=square";
          case PARAMETER -> "shape=box";
        };
    return "label=" + quoted(label) + ", " + shape;
  }

  private static String quoted(String name) {
    return '"' + name.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
