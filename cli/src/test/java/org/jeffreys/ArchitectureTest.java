package org.jeffreys;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.implement;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jeffreys.distribution.Distribution;
import org.jeffreys.distribution.Distributions;
import org.jeffreys.distribution.Flat;
import org.jeffreys.distribution.Independent;
import org.jeffreys.ppl.AutoGuide;
import org.jeffreys.ppl.AutoGuides;
import org.jeffreys.predict.conformal.Calibrations;
import org.jeffreys.uncertainty.Calibration;
import org.jeffreys.uncertainty.UncertaintyMeasure;
import org.jeffreys.uncertainty.UncertaintyMeasures;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * The plan of {@code docs/architecture.md}, held. A package that doesn't exist yet breaks nothing.
 */
final class ArchitectureTest {
  private static final String ROOT = "org.jeffreys.";

  /**
   * What a package may import: these, and whatever they may import; {@code core} goes without
   * saying.
   */
  private static final Map<String, Set<String>> IMPORTS =
      Map.ofEntries(
          entry("core", Set.of()),
          entry("tape", Set.of()),
          entry("tensor", Set.of("tape")),
          entry("privacy", Set.of()),
          entry("diagnostic", Set.of()),
          entry("uncertainty", Set.of("diagnostic")),
          entry("acquisition", Set.of("uncertainty")),
          entry("predict", Set.of("uncertainty", "diagnostic")),
          entry("nn", Set.of("tensor")),
          entry("optim", Set.of("tensor")),
          entry("data", Set.of("tensor")),
          entry("distribution", Set.of("nn", "tensor")),
          entry("target", Set.of("nn", "distribution", "data", "predict")),
          entry("inference", Set.of("target", "optim", "predict", "privacy", "diagnostic")),
          entry("ppl", Set.of("target", "distribution", "nn", "predict", "diagnostic")),
          entry("table", Set.of("inference")),
          entry("app", Set.of("inference", "acquisition", "ppl")),
          entry("store", Set.of("inference", "ppl", "table", "app")),
          entry("cli", Set.of("app", "ppl", "store", "table")));

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("org.jeffreys");

  @Test
  void packagesImportWhatThePlanAllows() {
    check(classes().should(satisfy("import what the plan allows", ArchitectureTest::imports)));
  }

  @Test
  void packagesHaveNoCycles() {
    check(slices().matching(ROOT + "(*)..").should().beFreeOfCycles());
  }

  @Test
  void packagesAreAtMostTwoDeepAndNullMarked() {
    check(classes().should(satisfy("be in a flat, null-marked package", ArchitectureTest::home)));
  }

  @Test
  void nativesStayInTensor() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "tensor..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco.."));
  }

  @Test
  void numbersOnlyPackagesImportNoTensor() {
    check(
        noClasses()
            .that()
            .resideInAnyPackage(
                ROOT + "privacy..",
                ROOT + "diagnostic..",
                ROOT + "uncertainty..",
                ROOT + "acquisition..",
                ROOT + "predict..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "tensor.."));
  }

  @Test
  void applicationsNameNoMethod() {
    check(
        noClasses()
            .that()
            .resideInAPackage(ROOT + "app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "inference.*.."));
  }

  @Test
  void classesAreClosed() {
    check(
        classes()
            .should(satisfy("be an interface, record, enum or final", ArchitectureTest::open)));
  }

  @Test
  void namesSayWhatAClassIs() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*[.$](Abstract\\w*|\\w*(Utils?|Helper|Manager|Impl|Base))"));
  }

  @Test
  void measuresAreRegistered() {
    assertThat(CLASSES.that(implement(UncertaintyMeasure.class)).stream().map(JavaClass::getName))
        .containsExactlyInAnyOrderElementsOf(
            UncertaintyMeasures.all().stream().map(each -> each.getClass().getName()).toList());
  }

  @Test
  void calibrationsAreRegistered() {
    assertThat(
            CLASSES.that(implement(Calibration.class)).stream()
                .filter(type -> !type.isInterface())
                .map(JavaClass::getName))
        .containsExactlyInAnyOrderElementsOf(
            Calibrations.all().stream().map(entry -> entry.type().getName()).toList());
  }

  @Test
  void guidesAreRegistered() {
    assertThat(
            CLASSES.that(implement(AutoGuide.class)).stream()
                .filter(type -> !type.isInterface())
                .map(JavaClass::getName))
        .containsExactlyInAnyOrderElementsOf(
            AutoGuides.all().stream().map(entry -> entry.guide().getClass().getName()).toList());
  }

  /** Independent is what {@code iid} gives of any of them, Flat has no mass to be tested. */
  @Test
  void distributionsAreRegistered() {
    assertThat(
            CLASSES.that(implement(Distribution.class)).stream()
                .filter(type -> !type.isInterface())
                .filter(type -> type.getPackageName().equals(Distribution.class.getPackageName()))
                .filter(type -> !type.isEquivalentTo(Independent.class))
                .filter(type -> !type.isEquivalentTo(Flat.class))
                .map(JavaClass::getName))
        .containsExactlyInAnyOrderElementsOf(
            Distributions.all().stream().map(entry -> entry.type().getName()).toList());
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }

  private static Stream<String> imports(JavaClass from) {
    String name = packageBelowRoot(from);
    if (!IMPORTS.containsKey(name)) {
      return Stream.of("package " + name + " is not in the plan; add it to docs and to this test");
    }
    Set<String> allowed = new TreeSet<>(List.of(name, "core"));
    addImports(name, allowed);
    return from.getDirectDependenciesFromSelf().stream()
        .filter(dependency -> dependency.getTargetClass().getName().startsWith(ROOT))
        .filter(dependency -> !allowed.contains(packageBelowRoot(dependency.getTargetClass())))
        .map(dependency -> name + " may import " + allowed + ": " + dependency.getDescription());
  }

  private static void addImports(String name, Set<String> into) {
    for (String imported : IMPORTS.getOrDefault(name, Set.of())) {
      into.add(imported);
      addImports(imported, into);
    }
  }

  /** For org.jeffreys.inference.vi: inference. */
  private static String packageBelowRoot(JavaClass type) {
    String path = (type.getPackageName() + ".").substring(ROOT.length());
    return path.isEmpty() ? "(root)" : path.substring(0, path.indexOf('.'));
  }

  private static Stream<String> home(JavaClass type) {
    String name = type.getPackageName();
    if (name.chars().filter(c -> c == '.').count() > 3) {
      return Stream.of(name + " is more than two packages below org.jeffreys");
    }
    return type.getPackage().isAnnotatedWith(NullMarked.class)
        ? Stream.empty()
        : Stream.of(name + " has no package-info.java with @NullMarked");
  }

  private static Stream<String> open(JavaClass type) {
    boolean closed =
        type.isInterface()
            || type.isRecord()
            || type.isEnum()
            || type.isAnonymousClass()
            || type.getModifiers().contains(JavaModifier.FINAL)
            || type.reflect().isSealed();
    return closed ? Stream.empty() : Stream.of(type.getName() + " can be extended by anyone");
  }

  private static ArchCondition<JavaClass> satisfy(
      String description, Function<JavaClass, Stream<String>> violations) {
    return new ArchCondition<>(description) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        violations
            .apply(type)
            .forEach(message -> events.add(SimpleConditionEvent.violated(type, message)));
      }
    };
  }
}
