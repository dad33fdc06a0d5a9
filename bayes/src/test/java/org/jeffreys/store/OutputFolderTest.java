package org.jeffreys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jeffreys.core.Check;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFolderTest {
  @TempDir Path root;

  /** Opens the folder of the first argument and says what came of it; a process of its own. */
  public static final class Contender {
    private Contender() {}

    public static void main(String[] args) {
      try (var folder = OutputFolder.open(Path.of(args[0]), "--out")) {
        folder.writeText("contender.txt", "here");
        System.out.println("opened");
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void createsTheFolderAndWritesWholeFiles() throws IOException {
    Path path = root.resolve("a/b");
    try (var folder = OutputFolder.open(path, "--out")) {
      assertThat(folder.write("one.bin", new byte[] {1, 2})).isEqualTo(path.resolve("one.bin"));
      folder.writeText("charts/two.txt", out -> out.write("σ = 0.1\n"));
      folder.writeText("charts/two.txt", "second");
      folder.write("three.bin", out -> out.write(7));
    }
    assertThat(path.resolve("one.bin")).hasBinaryContent(new byte[] {1, 2});
    assertThat(path.resolve("charts/two.txt")).hasContent("second");
    assertThat(path.resolve("three.bin")).hasBinaryContent(new byte[] {7});
    assertThat(names(path)).containsExactlyInAnyOrder(".lock", "one.bin", "charts", "three.bin");
  }

  @Test
  void aFailedWriteLeavesTheOldFile() throws IOException {
    try (var folder = OutputFolder.open(root, "--out")) {
      folder.writeText("metrics.json", "old");
      assertThatThrownBy(
              () ->
                  folder.writeText(
                      "metrics.json",
                      out -> {
                        out.write("half of the new");
                        out.flush();
                        throw new IOException("disk full");
                      }))
          .isInstanceOf(UncheckedIOException.class)
          .hasMessage(
              "metrics.json: expected to write it to " + root + ", got IOException: disk full");
      assertThat(root.resolve("metrics.json")).hasContent("old");
    }
    assertThat(names(root)).containsExactlyInAnyOrder(".lock", "metrics.json");
  }

  @Test
  void deletesWhatAnInterruptedRunLeft() throws IOException {
    Files.writeString(root.resolve(".partial-3"), "half");
    Files.writeString(root.resolve("draws.csv"), "whole");
    OutputFolder.open(root, "--out").close();
    assertThat(names(root)).containsExactlyInAnyOrder(".lock", "draws.csv");
  }

  @Test
  void refusesAFile() throws IOException {
    Path file = Files.writeString(root.resolve("x"), "");
    assertThatThrownBy(() -> OutputFolder.open(file, "--out"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("--out: expected a folder, got the file " + file);
    assertThatThrownBy(() -> OutputFolder.open(file.resolve("y"), "--out"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("--out: expected a folder that can be created, got " + file);
  }

  @Test
  void refusesNamesOutsideAndItsOwn() {
    try (var folder = OutputFolder.open(root, "--out")) {
      for (String name : List.of("../x", "", ".", "/etc/x", "a/../../x")) {
        assertThatThrownBy(() -> folder.writeText(name, ""))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessage("file: expected a name inside the output folder, got " + name);
      }
      assertThatThrownBy(() -> folder.writeText(".lock", ""))
          .hasMessage("file: expected a name the folder does not use itself, got .lock");
    }
  }

  @Test
  void isOneRunsAtATime() throws IOException {
    Path alias = Files.createSymbolicLink(root.resolve("alias"), Files.createDirectory(real()));
    try (var folder = OutputFolder.open(real(), "--out")) {
      assertThatThrownBy(() -> OutputFolder.open(alias, "--out"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "--out: expected a folder no other run is writing to, got "
                  + alias
                  + ", in use by another run of this process; wait for it or choose another"
                  + " folder");
      folder.writeText("still.txt", "open");
    }
    OutputFolder.open(alias, "--out").close();
  }

  @Test
  void refusesToWriteOnceClosed() {
    var folder = OutputFolder.open(root, "--out");
    folder.close();
    folder.close();
    assertThatThrownBy(() -> folder.writeText("x.txt", ""))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("x.txt: expected an open output folder, got a closed one");
  }

  /** Also after a refused second attempt in this process, which must not cost it the file lock. */
  @Test
  @Tag("slow")
  void keepsOtherProcessesOut() throws Exception {
    try (var folder = OutputFolder.open(root, "--out")) {
      assertThat(contend())
          .isEqualTo(
              "--out: expected a folder no other run is writing to, got "
                  + root
                  + ", in use by process "
                  + ProcessHandle.current().pid()
                  + "; wait for it or choose another folder");
      assertThatThrownBy(() -> OutputFolder.open(root, "--out"))
          .isInstanceOf(IllegalStateException.class);
      assertThat(contend()).startsWith("--out: expected a folder no other run is writing to");
      folder.writeText("mine.txt", "mine");
    }
    assertThat(contend()).isEqualTo("opened");
    assertThat(root.resolve("contender.txt")).hasContent("here");
  }

  private Path real() {
    return root.resolve("real");
  }

  private String contend() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPath(Contender.class, OutputFolder.class, Check.class, Nullable.class),
                Contender.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    process.waitFor();
    return said;
  }

  private static String classPath(Class<?>... classes) {
    return Stream.of(classes)
        .map(
            type ->
                Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation() + "")))
        .map(Path::toString)
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
