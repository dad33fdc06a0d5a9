package org.jeffreys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jeffreys.NativeMemory;
import org.jeffreys.TestData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(NativeMemory.class)
final class DatasetsTest {
  private static DataFolders only(Path folder) {
    return new DataFolders(List.of(folder), folder);
  }

  @Test
  void namesAndFilesAreDistinct() {
    Set<String> names = new HashSet<>();
    Set<String> files = new HashSet<>();
    for (ImageSource source : Datasets.all()) {
      assertThat(names.add(source.name())).as(source.name()).isTrue();
      assertThat(Datasets.named(source.name())).isSameAs(source);
      assertThat(source.classNames()).doesNotHaveDuplicates();
      for (DataFile file : source.files()) {
        assertThat(files.add(file.path())).as(file.path()).isTrue();
        assertThat(files.add(file.sha256())).as(file.sha256()).isTrue();
        assertThat(file.path()).startsWith(source.name() + "/");
        assertThat(file.addresses())
            .allSatisfy(address -> assertThat(address.getScheme()).startsWith("http"));
      }
    }
    assertThatThrownBy(() -> Datasets.named("mnits"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "dataset: expected one of [strokes, letters, mnist, fashion-mnist, omniglot], got 'mnits'");
  }

  @ParameterizedTest
  @CsvSource({"mnist, TRAIN", "mnist, TEST", "fashion-mnist, TEST", "omniglot, TEST"})
  void theFilesAreThosePublished(String name, Split split) {
    ImageSource source = Datasets.named(name);
    ImageSource.Part part =
        source.parts().stream().filter(each -> each.split() == split).findFirst().orElseThrow();
    for (DataFile file : part.files()) {
      file.verify(TestData.require(file.path()));
    }
    Path folder = TestData.require(part.files().get(0).path()).getParent().getParent();
    try (Images images = source.load(split, only(folder))) {
      assertThat(images.size()).isEqualTo(part.size());
      assertThat(images.classNames()).isEqualTo(source.classNames());
      assertThat(images.height()).isEqualTo(28);
      assertThat(images.width()).isEqualTo(28);
    }
  }

  @Test
  void saysHowToGetWhatIsMissing(@TempDir Path folder) {
    assertThatThrownBy(() -> Datasets.named("mnist").load(Split.TEST, only(folder)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(
            "mnist/t10k-images-idx3-ubyte.gz: expected a file in one of ["
                + folder
                + "], got none; run 'jeffreys data get mnist'");
    assertThatThrownBy(() -> Datasets.named("omniglot").load(Split.TRAIN, only(folder)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("omniglot: expected one of [test], got train");
  }

  @Test
  void trainingNeedsEveryClass(@TempDir Path folder) throws IOException {
    Path mnist = Files.createDirectories(folder.resolve("mnist"));
    int n = 9;
    ByteBuffer images = ByteBuffer.allocate(16 + n * 784).putInt(2051).putInt(n).putInt(28);
    Files.write(mnist.resolve("x"), images.putInt(28).array());
    ByteBuffer labels = ByteBuffer.allocate(8 + n).putInt(2049).putInt(n);
    Files.write(mnist.resolve("y"), labels.put(new byte[] {0, 1, 2, 3, 4, 5, 6, 8, 9}).array());
    ImageSource real = Datasets.named("mnist");
    ImageSource small =
        new ImageSource(
            "mnist",
            real.summary(),
            real.licence(),
            real.classNames(),
            real.parts(),
            (source, part, folders) ->
                new IdxReader(28, 28, source.classNames())
                    .read(folders.require("mnist/x"), folders.require("mnist/y")));
    assertThatThrownBy(() -> small.load(Split.TRAIN, only(folder)))
        .hasMessage("mnist: expected examples of every class, got none of class 7");
    try (Images test = small.load(Split.TEST, only(folder))) {
      assertThat(test.size()).isEqualTo(9);
    }
  }

  @Test
  void verifiesSizeAndChecksum(@TempDir Path folder) throws IOException {
    DataFile file = Datasets.named("mnist").files().get(3);
    Path short1 = Files.write(folder.resolve("a"), new byte[10]);
    assertThatThrownBy(() -> file.verify(short1))
        .hasMessage("mnist/t10k-labels-idx1-ubyte.gz: expected 4542 bytes, got 10");
    Path zeros = Files.write(folder.resolve("b"), new byte[4542]);
    assertThatThrownBy(() -> file.verify(zeros))
        .hasMessage(
            "mnist/t10k-labels-idx1-ubyte.gz: expected SHA-256 "
                + file.sha256()
                + ", got 53a396d808dd391e83dae392ebeab5d2a08beb8037f0960d6bf56aaa0d348035");
    assertThatThrownBy(() -> new DataFile("../x", file.addresses(), file.sha256(), 1))
        .hasMessage("path: expected a relative path, got '../x'");
  }

  @Test
  void looksWhereTheUserSaysFirst(@TempDir Path folder) throws IOException {
    Path home = folder.resolve("home");
    Path cache = home.resolve(".cache/jeffreys/data");
    Path shared = folder.resolve("shared");
    Path named = folder.resolve("named");
    Map<String, String> environment = Map.of("JEFFREYS_DATA", shared.toString());
    DataFolders folders = DataFolders.of(named, environment, "Linux", home);
    assertThat(folders.all()).containsExactly(named, shared, cache);
    assertThat(folders.downloads()).isEqualTo(named);
    assertThat(DataFolders.of(null, environment, "Linux", home).downloads()).isEqualTo(cache);
    for (Path place : List.of(cache, shared, named)) {
      Files.createDirectories(place.resolve("mnist"));
      Path file = Files.writeString(place.resolve("mnist/x"), "");
      assertThat(folders.find("mnist/x")).contains(file);
    }
    assertThat(folders.find("mnist")).isEmpty();
  }

  @Test
  void cachesWhereTheSystemWantsIt(@TempDir Path home) {
    String local = home.resolve("local").toString();
    Map<String, String> none = Map.of();
    assertThat(cache(none, "Mac OS X", home))
        .isEqualTo(home.resolve("Library/Caches/jeffreys/data"));
    assertThat(cache(Map.of("LOCALAPPDATA", local), "Windows 11", home))
        .isEqualTo(home.resolve("local/jeffreys/data"));
    assertThat(cache(none, "Windows 11", home))
        .isEqualTo(home.resolve("AppData/Local/jeffreys/data"));
    assertThat(cache(Map.of("XDG_CACHE_HOME", local), "Linux", home))
        .isEqualTo(home.resolve("local/jeffreys/data"));
    assertThat(cache(Map.of("XDG_CACHE_HOME", "relative"), "Linux", home))
        .isEqualTo(home.resolve(".cache/jeffreys/data"));
  }

  private static Path cache(Map<String, String> environment, String system, Path home) {
    return DataFolders.of(null, environment, system, home).downloads();
  }
}
