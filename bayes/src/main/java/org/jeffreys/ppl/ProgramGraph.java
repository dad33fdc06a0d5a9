package org.jeffreys.ppl;

import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jeffreys.core.Check;
import org.jeffreys.distribution.Distribution;
import org.jeffreys.distribution.Independent;

/**
 * A program as a graph: its sites, and which of them depend on which.
 *
 * <pre>{@code
 * Files.writeString(file, Model.of(program).render().svg());
 * }</pre>
 *
 * <p>Edges are found in runs of the program, through any Java code: a site depends on another one
 * if its distribution, or its value where the program computes it, was computed from the other's
 * value, and not by way of a third site. The program has to go on with what {@code deterministic}
 * returns: from a value that it has kept instead, edges go back to what that was computed from.
 *
 * <p>What is not computed in floating point cannot be seen: comparisons, indices and rounding of a
 * continuous value or of a parameter, and numbers that the program took out of tensors. Of discrete
 * sites that are summed out all is seen. A dependence whose slope is 0 everywhere is one all the
 * same.
 *
 * @param nodes in the order of the program
 * @param edges in the order of the nodes that they begin at
 */
public record ProgramGraph(List<Node> nodes, List<Edge> edges) {
  /**
   * A site.
   *
   * @param distribution in words; empty for sites without
   * @param frames the plates around it, outermost first
   */
  public record Node(String name, Site.Kind kind, String distribution, List<Frame> frames) {
    /** Copies the plates. */
    public Node {
      frames = List.copyOf(frames);
    }

    static Node of(Site site) {
      List<Frame> frames =
          site.plates().stream()
              .map(plate -> new Frame(plate.name(), plate.size(), plate.length()))
              .toList();
      boolean isRandom = site.isLatent() || site.kind() == Site.Kind.OBSERVED;
      return new Node(site.name(), site.kind(), isRandom ? words(site.law()) : "", frames);
    }

    private static String words(Distribution law) {
      if (law instanceof Independent side) {
        StringBuilder text = new StringBuilder(words(side.each()));
        for (long size : side.sizes().toArray()) {
          text.append(" × ").append(size);
        }
        return text.toString();
      }
      String name = law.getClass().getSimpleName();
      return name.isEmpty() ? "a distribution" : name;
    }

    /** The distribution behind a tilde, as a second line; empty for sites without. */
    String law() {
      return distribution.isEmpty() ? "" : "~ " + distribution;
    }
  }

  /**
   * A plate.
   *
   * @param size all repetitions
   * @param length those looked at in a run
   */
  public record Frame(String name, long size, long length) {
    /** Name and size. */
    public String label() {
      return length == size ? name + " " + size : name + " " + length + " of " + size;
    }
  }

  /**
   * A dependence.
   *
   * @param from the site that another one depends on
   * @param to that other one
   */
  public record Edge(String from, String to) {}

  /** Copies the lists. */
  public ProgramGraph {
    nodes = List.copyOf(nodes);
    edges = List.copyOf(edges);
  }

  /**
   * The site of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Node node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                Check.failure(
                    "site", "one of " + nodes.stream().map(Node::name).toList(), "'" + name + "'"));
  }

  /** The graph in words, for those who cannot see its picture. */
  public String description() {
    StringJoiner sites = new StringJoiner("; ");
    for (Node node : nodes) {
      List<String> causes =
          edges.stream().filter(edge -> edge.to().equals(node.name())).map(Edge::from).toList();
      String kind = node.kind().name().toLowerCase(Locale.ROOT);
      String law = node.law().isEmpty() ? "" : " " + node.law();
      String from = causes.isEmpty() ? "" : " depends on " + String.join(", ", causes);
      sites.add(kind + " " + node.name() + law + from);
    }
    return sites.toString();
  }

  /** The text of a DOT file, which Graphviz draws. */
  public String dot() {
    return GraphDot.text(this);
  }

  /**
   * The text of an SVG file: observed sites are grey, deterministic ones dashed, parameters
   * rectangles, terms small squares, plates frames.
   *
   * @throws IllegalStateException if the libraries of the layout are not on the class path: they
   *     are optional dependencies; it names them
   */
  public String svg() {
    return GraphSvg.text(this, GraphLayout.of(this));
  }
}
