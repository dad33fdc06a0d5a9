package org.jeffreys;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** Files stay under 400 lines and methods under 40, in all modules. */
final class SourceTest {
  private static final int FILE_LINES = 400;
  private static final int METHOD_LINES = 40;

  private static final String TENSOR = "tensor/src/main/java/org/jeffreys/tensor/";

  /** Files that may be longer, each with its reason. */
  private static final Map<String, Integer> LONGER_FILES =
      Map.of(
          // The four classes that curate libtorch's operations: one place to look one up.
          TENSOR + "Tensor.java", 700,
          TENSOR + "Linalg.java", 700,
          TENSOR + "Special.java", 700,
          TENSOR + "Convolution.java", 700);

  /** Methods that may be longer, as {@code file#method}, each with its reason. */
  private static final Map<String, Integer> LONGER_METHODS = Map.of();

  @Test
  void filesAreShort() throws IOException {
    List<String> tooLong = new ArrayList<>();
    for (Path file : sources("src")) {
      int limit = LONGER_FILES.getOrDefault(name(file), FILE_LINES);
      int lines = Files.readAllLines(file).size();
      if (lines > limit) {
        tooLong.add(name(file) + ": expected at most " + limit + " lines, got " + lines);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void methodsAreShort() throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    List<String> tooLong = new ArrayList<>();
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      var units = files.getJavaFileObjectsFromPaths(sources("src/main"));
      var task = (JavacTask) compiler.getTask(null, files, null, List.of(), null, units);
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        new MethodLengths(unit, positions, tooLong).scan(unit, null);
      }
    }
    assertThat(tooLong).isEmpty();
  }

  private static String name(Path file) {
    return root().relativize(file.toAbsolutePath()).toString().replace('\\', '/');
  }

  /** The Java files in {@code folder} of every module. */
  private static List<Path> sources(String folder) throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String module : List.of("tensor", "bayes", "cli", "bench", "examples")) {
      Path start = root().resolve(module).resolve(folder);
      if (Files.isDirectory(start)) {
        try (Stream<Path> files = Files.walk(start)) {
          files.filter(file -> file.toString().endsWith(".java")).sorted().forEach(sources::add);
        }
      }
    }
    assertThat(sources).isNotEmpty();
    return sources;
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(".mvn"))) {
      folder = folder.getParent();
    }
    return folder;
  }

  /** Collects the methods that are longer than they may be. */
  private static final class MethodLengths extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final List<String> tooLong;

    MethodLengths(CompilationUnitTree unit, SourcePositions positions, List<String> tooLong) {
      this.unit = unit;
      this.positions = positions;
      this.tooLong = tooLong;
    }

    @Override
    public Void visitMethod(MethodTree method, Void unused) {
      String name = name(Path.of(unit.getSourceFile().toUri())) + "#" + method.getName();
      long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
      long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
      int limit = LONGER_METHODS.getOrDefault(name, METHOD_LINES);
      if (last - first + 1 > limit) {
        tooLong.add(name + ": expected at most " + limit + " lines, got " + (last - first + 1));
      }
      return super.visitMethod(method, null);
    }
  }
}
