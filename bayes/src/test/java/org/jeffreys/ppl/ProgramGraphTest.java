package org.jeffreys.ppl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jeffreys.NativeMemory;
import org.jeffreys.distribution.Bernoulli;
import org.jeffreys.distribution.Categorical;
import org.jeffreys.distribution.HalfNormal;
import org.jeffreys.distribution.Normal;
import org.jeffreys.distribution.Supports;
import org.jeffreys.distribution.Uniform;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.w3c.dom.Document;

@ExtendWith(NativeMemory.class)
final class ProgramGraphTest {
  private static ProgramGraph graph(Program program) {
    try (Scope scope = Scope.open()) {
      return Model.of(program).render();
    }
  }

  private static List<String> edges(Program program) {
    return graph(program).edges().stream().map(e -> e.from() + " > " + e.to()).toList();
  }

  /** Sites of each kind, plates in plates and one plate opened twice. */
  private static Program rich() {
    return m -> {
      Tensor start = m.param("start", m.number(1), Supports.POSITIVE);
      Tensor mu = m.sample("mu", new Normal(start, m.number(2)));
      Tensor tau = m.sample("tau", HalfNormal.of(3));
      Tensor precision = m.deterministic("precision", tau.pow(-2));
      m.factor("reference", precision.log().mul(-0.5));
      try (Plate group = m.plate("group", 3)) {
        Tensor theta = m.sample("theta", new Normal(mu, tau));
        try (Plate row = m.plate("row", 5, 2)) {
          Tensor y = row.rows(Tensor.zeros(DType.FLOAT64, 5));
          m.observe("y", Normal.of(theta, 1), y);
        }
      }
      try (Plate group = m.plate("group", 3)) {
        m.sample("alone", Normal.of(0, 1).iid(2));
      }
    };
  }

  @Test
  void eightSchoolsHaveTheirGraph() {
    ProgramGraph graph = graph(EightSchools.centred());
    List<ProgramGraph.Frame> school = List.of(new ProgramGraph.Frame("school", 8, 8));
    assertThat(graph.nodes())
        .containsExactly(
            new ProgramGraph.Node("mu", Site.Kind.LATENT, "Normal", List.of()),
            new ProgramGraph.Node("tau", Site.Kind.LATENT, "HalfCauchy", List.of()),
            new ProgramGraph.Node("theta", Site.Kind.LATENT, "Normal", school),
            new ProgramGraph.Node("y", Site.Kind.OBSERVED, "Normal", school));
    assertThat(edges(EightSchools.centred()))
        .containsExactly("mu > theta", "tau > theta", "theta > y");
    assertThat(edges(EightSchools.centred().nonCentred()))
        .containsExactly("mu > theta", "tau > theta", "theta_base > theta", "theta > y");
  }

  @Test
  void sitesOfEachKindHaveTheirEdges() {
    assertThat(edges(rich()))
        .containsExactly(
            "start > mu",
            "mu > theta",
            "tau > precision",
            "tau > theta",
            "precision > reference",
            "theta > y");
    assertThat(graph(rich()).node("alone").distribution()).isEqualTo("Normal × 2");
    assertThat(graph(rich()).node("y").frames())
        .extracting(ProgramGraph.Frame::label)
        .containsExactly("group 3", "row 2 of 5");
    assertThatThrownBy(() -> graph(rich()).node("z"))
        .hasMessage(
            "site: expected one of [start, mu, tau, precision, reference, theta, y, alone], got"
                + " 'z'");
  }

  /**
   * Sites summed out are seen even through comparisons and indices, and not beyond a third site.
   */
  @Test
  void discreteSitesHaveTheirEdges() {
    Program program =
        m -> {
          Tensor weight = m.sample("weight", Uniform.of(0, 1));
          Tensor loc = m.sample("loc", Normal.of(0, 1).iid(3));
          try (Plate row = m.plate("row", 4)) {
            Tensor coin = m.sample("coin", new Bernoulli(weight.log()));
            Tensor index = m.sample("index", Categorical.of(0.2, 0.3, 0.5));
            Tensor mean = m.deterministic("mean", coin.gt(0.5).where(m.number(3), m.number(-1)));
            Tensor scale = index.to(DType.FLOAT64).add(1);
            m.observe("y", new Normal(mean, scale), Tensor.zeros(DType.FLOAT64, 4));
            m.observe("z", new Normal(m.number(0), coin.add(1)), Tensor.zeros(DType.FLOAT64, 4));
          }
          m.observe("w", Normal.of(loc.sum(-1), 1), m.number(0.5));
        };
    assertThat(edges(program))
        .containsExactly(
            "weight > coin", "loc > w", "coin > mean", "coin > z", "index > y", "mean > y");
  }

  /** By bounds, by values that are observed again, by slopes of 0; not by comparisons. */
  @Test
  void otherWaysAreSeenOrNot() {
    Program program =
        m -> {
          Tensor a = m.sample("a", Uniform.of(0, 1));
          m.sample("bounded", new Uniform(m.number(-1), a));
          Tensor point = m.sample("point", Normal.of(0, 1));
          m.observe("flat", new Normal(point.mul(0), m.number(1)), m.number(0));
          Tensor first = m.observe("first", Normal.of(0, 1), m.number(1));
          m.observe("second", Normal.of(first, 1), m.number(1));
          m.observe("residual", Normal.of(0, 1), point.sub(1));
          m.observe("rounded", Normal.of(0, 1), point.gt(0).to(DType.FLOAT64));
        };
    assertThat(edges(program))
        .containsExactly("a > bounded", "point > flat", "point > residual", "first > second");
    Map<String, Tensor> one = Map.of("point", Tensor.full(DType.FLOAT64, 1, 1));
    assertThat(graph(program.intervene(one)).node("point"))
        .isEqualTo(new ProgramGraph.Node("point", Site.Kind.DETERMINISTIC, "", List.of()));
  }

  @Test
  void dotNestsPlates() {
    assertThat(graph(rich()).dot())
        .isEqualTo(
            """
            digraph program {
              node [fontname="Helvetica"];
              graph [fontname="Helvetica", labelloc=b, labeljust=r];
              "start" [label="start", shape=box];
              "mu" [label="mu\\n~ Normal", shape=ellipse];
              "tau" [label="tau\\n~ HalfNormal", shape=ellipse];
              "precision" [label="precision", shape=ellipse, style=dashed];
              "reference" [label="reference", shape=square];
              subgraph cluster_0 {
                label="group 3";
                "theta" [label="theta\\n~ Normal", shape=ellipse];
                "alone" [label="alone\\n~ Normal × 2", shape=ellipse];
                subgraph cluster_1 {
                  label="row 2 of 5";
                  "y" [label="y\\n~ Normal", shape=ellipse, style=filled, fillcolor=lightgrey];
                }
              }
              "start" -> "mu";
              "mu" -> "theta";
              "tau" -> "precision";
              "tau" -> "theta";
              "precision" -> "reference";
              "theta" -> "y";
            }
            """);
  }

  /** Sites lie within their plates and nowhere else, and none lies on another. */
  @Test
  void layoutKeepsSitesInTheirPlates() {
    ProgramGraph graph = graph(rich());
    GraphLayout layout = GraphLayout.of(graph);
    assertThat(layout.frames())
        .extracting(GraphLayout.Framed::label)
        .containsExactly("group 3", "row 2 of 5");
    for (ProgramGraph.Node node : graph.nodes()) {
      GraphLayout.Box box = box(layout, node);
      List<String> own = node.frames().stream().map(ProgramGraph.Frame::label).toList();
      for (GraphLayout.Framed frame : layout.frames()) {
        boolean isWithin = own.contains(frame.label());
        assertThat(overlap(box, frame.box()))
            .as(node.name())
            .isCloseTo(isWithin ? box.width() * box.height() : 0, within(1e-6));
      }
      for (ProgramGraph.Node other : graph.nodes()) {
        if (!other.equals(node)) {
          assertThat(overlap(box, box(layout, other))).as(node.name()).isZero();
        }
      }
    }
    for (ProgramGraph.Edge edge : graph.edges()) {
      double from = box(layout, graph.node(edge.from())).centreY();
      assertThat(box(layout, graph.node(edge.to())).centreY()).as("%s", edge).isGreaterThan(from);
    }
  }

  private static GraphLayout.Box box(GraphLayout layout, ProgramGraph.Node node) {
    return org.jeffreys.core.Check.present(layout.boxes().get(node.name()), node.name());
  }

  private static double overlap(GraphLayout.Box a, GraphLayout.Box b) {
    double width = Math.min(a.x() + a.width(), b.x() + b.width()) - Math.max(a.x(), b.x());
    double height = Math.min(a.y() + a.height(), b.y() + b.height()) - Math.max(a.y(), b.y());
    return Math.max(0, width) * Math.max(0, height);
  }

  @Test
  void svgIsXmlWithAllSites() throws Exception {
    Program program =
        m -> {
          Tensor odd = m.sample("<a & b>", Normal.of(0, 1));
          m.deterministic("μ…漢字", odd.mul(2));
        };
    Document odd = parsed(graph(program).svg());
    assertThat(odd.getElementsByTagName("text").item(0).getTextContent()).isEqualTo("<a & b>");
    assertThat(odd.getElementsByTagName("desc").item(0).getTextContent())
        .isEqualTo("latent <a & b> ~ Normal; deterministic μ…漢字 depends on <a & b>");
    Document document = parsed(graph(rich()).svg());
    assertThat(document.getElementsByTagName("ellipse").getLength()).isEqualTo(6);
    assertThat(document.getElementsByTagName("path").getLength()).isEqualTo(2 * 6);
    assertThat(parsed(graph(m -> {}).svg()).getElementsByTagName("text").getLength()).isZero();
  }

  private static Document parsed(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)));
  }

  /** The picture of the tutorial; -Dpictures=write writes it. */
  @Test
  void theTutorialShowsThePicture() throws IOException {
    Path picture =
        Path.of("").toAbsolutePath().getParent().resolve("docs/images/eight-schools.svg");
    String svg = graph(EightSchools.centred().nonCentred()).svg();
    if ("write".equals(System.getProperty("pictures"))) {
      Files.writeString(picture, svg);
    }
    assertThat(Files.readString(picture)).isEqualTo(svg);
  }

  /** Loads the package anew, without what lays pictures out. */
  private static final class Without extends ClassLoader {
    Without() {
      super(ProgramGraphTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.eclipse.elk.")) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("org.jeffreys.ppl.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      return known == null ? defined(name) : known;
    }

    private Class<?> defined(String name) throws ClassNotFoundException {
      String file = name.replace('.', '/') + ".class";
      try (InputStream in = getResourceAsStream(file)) {
        byte[] bytes = org.jeffreys.core.Check.present(in, file).readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }

  @Test
  void saysWhatIsMissingForPictures() throws ReflectiveOperationException {
    Class<?> type = new Without().loadClass(ProgramGraph.class.getName());
    Object graph = type.getConstructor(List.class, List.class).newInstance(List.of(), List.of());
    assertThat(type.getMethod("dot").invoke(graph).toString()).startsWith("digraph program {");
    assertThatThrownBy(() -> type.getMethod("svg").invoke(graph))
        .isInstanceOf(InvocationTargetException.class)
        .cause()
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "svg: expected org.eclipse.elk.alg.layered and org.eclipse.xtext.xbase.lib on the class"
                + " path, got at most one of them; add both, or use dot()");
  }
}
