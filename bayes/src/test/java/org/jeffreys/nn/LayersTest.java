package org.jeffreys.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LayersTest {
  /** The classes of the package that can be a layer of a network. */
  private static Set<Class<?>> layerClasses() throws IOException, URISyntaxException {
    Path root = Path.of(Layer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (Stream<Path> files = Files.list(root.resolve("org/jeffreys/nn"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
          .map(name -> load("org.jeffreys.nn." + name.substring(0, name.length() - 6)))
          .filter(type -> Layer.class.isAssignableFrom(type) && !type.isAnonymousClass())
          .filter(type -> !Modifier.isInterface(type.getModifiers()))
          .collect(Collectors.toSet());
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(name, e);
    }
  }

  @Test
  void everyLayerIsRegisteredOnceAndHasAnExample() throws IOException, URISyntaxException {
    assertThat(layerClasses())
        .contains(Linear.class, Activation.class)
        .isEqualTo(Layers.all().stream().map(Layers.Entry::type).collect(Collectors.toSet()));
    assertThat(Layers.all()).extracting(Layers.Entry::name).doesNotHaveDuplicates();
    assertThat(Layers.all()).extracting(Layers.Entry::constant).contains(Activation.values());
    assertThat(LayerExamples.all())
        .extracting(example -> Layers.describe(example.layer()).get("type"))
        .containsAll(Layers.all().stream().map(Layers.Entry::name).toList());
  }

  @Test
  void namesAreThoseOfTheClasses() {
    for (Layers.Entry entry : Layers.all()) {
      String kebab =
          entry.constant() == null
              ? entry.type().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-")
              : entry.constant().toString();
      assertThat(entry.name()).isEqualToIgnoringCase(kebab).isLowerCase();
      assertThat(Layers.named(entry.name())).isSameAs(entry);
      assertThat(entry.summary()).isNotBlank();
    }
  }

  @Test
  void describedLayersComeBack() {
    for (LayerExamples.Example example : LayerExamples.all()) {
      assertThat(Layers.of(Layers.describe(example.layer()))).isEqualTo(example.layer());
    }
    assertThat(Layers.describe(new ConcreteDropout(new Linear(3, 2), 0.7)))
        .hasToString(
            "{type=concrete-dropout, layer={type=linear, in=3, out=2}, priorScale=0.7,"
                + " initialRate=0.1, temperature=0.1}");
    assertThat(Layers.describe(new VariationalDropout(3, 2)))
        .hasToString(
            "{type=variational-dropout, in=3, out=2, sharing=weight, initialVariance=0.1}");
    assertThat(Layers.describe(Activation.RELU)).hasToString("{type=relu}");
  }

  @Test
  void numbersMayBeOfAnyType() {
    assertThat(Layers.of(Map.of("type", "linear", "in", 3L, "out", 2.0)))
        .isEqualTo(new Linear(3, 2));
    assertThat(Layers.of(Map.of("type", "dropout", "rate", 0))).isEqualTo(new Dropout(0));
  }

  private static void refused(Map<String, ?> described, String message) {
    assertThatThrownBy(() -> Layers.of(described))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesWhatIsNotALayer() {
    List<String> names = Layers.all().stream().map(Layers.Entry::name).toList();
    refused(Map.of("type", "liner"), "layer: expected one of " + names + ", got 'liner'");
    refused(Map.of("in", 3), "layer: expected a field 'type', got [in]");
    refused(Map.of("type", "dropout"), "dropout: expected fields [rate], got []");
    refused(Map.of("type", "dropout", "rte", 0.1), "dropout: expected fields [rate], got [rte]");
    refused(Map.of("type", "relu", "slope", 1), "relu: expected fields [], got [slope]");
    refused(
        Map.of("type", "linear", "in", 2.5, "out", 1), "linear.in: expected an integer, got 2.5");
    refused(Map.of("type", "dropout", "rate", "0.1"), "dropout.rate: expected a number, got 0.1");
    refused(Map.of("type", "dropout", "rate", 1), "rate: expected a value in [0, 1), got 1.0");
    refused(
        Map.of(
            "type",
            "variational-dropout",
            "in",
            1,
            "out",
            1,
            "sharing",
            "all",
            "initialVariance",
            1),
        "variational-dropout.sharing: expected one of [weight, input, layer], got 'all'");
    Map<String, Object> nested =
        Map.of("priorScale", 1, "initialRate", 0.1, "temperature", 0.1, "type", "concrete-dropout");
    Map<String, Object> withName = new java.util.HashMap<>(nested);
    withName.put("layer", "linear");
    refused(withName, "concrete-dropout.layer: expected a layer, got linear");
    assertThatThrownBy(() -> Layers.describe(new org.jeffreys.Scaled(2)))
        .hasMessage("layer: expected one of " + names + ", got Scaled");
  }
}
