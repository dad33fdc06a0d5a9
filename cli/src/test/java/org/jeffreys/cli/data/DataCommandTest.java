package org.jeffreys.cli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jeffreys.cli.Main;
import org.jeffreys.data.Datasets;
import org.jeffreys.data.ImageSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DataCommandTest {
  private static final String LABELS = "fashion-mnist/t10k-labels-idx1-ubyte.gz";

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path folder;

  private int run(String... args) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    return Main.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
  }

  private int data(String... args) {
    return run(
        Stream.of(Stream.of("data"), Stream.of(args), Stream.of("--data-dir", folder.toString()))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  /** The folder of real data that has this file; skips the test where there is none. */
  private static Path real(String path) {
    return Stream.of(System.getenv("JEFFREYS_DATA"), "../shared/data", "../../shared/data")
        .filter(Objects::nonNull)
        .map(Path::of)
        .filter(place -> Files.exists(place.resolve(path)))
        .findFirst()
        .orElseGet(
            () -> {
              assumeTrue(
                  false, path + ": not found; set JEFFREYS_DATA to the folder that holds it");
              return Path.of("");
            });
  }

  /** A mirror of a folder. */
  private static HttpServer serve(Path content) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          Path file = content.resolve(exchange.getRequestURI().getPath().substring(1));
          boolean there = Files.isRegularFile(file);
          byte[] bytes = there ? Files.readAllBytes(file) : new byte[0];
          exchange.sendResponseHeaders(there ? 200 : 404, there ? bytes.length : -1);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    return server;
  }

  private static String mirror(HttpServer server) {
    return "--mirror=http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Test
  void explainsItself() {
    assertThat(run("data")).isZero();
    assertThat(out.toString()).contains("Usage: jeffreys data").contains("list", "get", "verify");
    assertThat(run("data", "get", "--help")).isZero();
    assertThat(out.toString()).contains("NAME...", "--data-dir=FOLDER", "--mirror=URL");
  }

  @Test
  void listsEveryDataSet() throws IOException {
    Files.createDirectories(folder.resolve("omniglot"));
    Files.writeString(folder.resolve("omniglot/images_background_small1.zip"), "here");
    assertThat(data("list")).isZero();
    String[] lines = out.toString().split("\\R");
    assertThat(lines).hasSize(1 + Datasets.all().size());
    assertThat(lines[0]).startsWith("name ").contains("classes", "licence").endsWith("where");
    for (ImageSource source : Datasets.all()) {
      assertThat(out.toString()).contains("\n" + source.name() + " ", source.licence().name());
    }
    assertThat(lines[1]).startsWith("strokes ").contains("24,000").endsWith("generated");
    assertThat(lines[3]).startsWith("mnist ").contains(" 10 ", "60,000", "10,000", "11.6 MB");
    assertThat(lines[5])
        .contains(" - ", "2,720", "1.3 MB")
        .endsWith(folder.resolve("omniglot") + "");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void fetchesFromAMirrorAndVerifies() throws IOException {
    Path content = real("mnist/train-images-idx3-ubyte.gz");
    HttpServer server = serve(content);
    try {
      assertThat(data("get", "mnist", mirror(server))).isZero();
      assertThat(out.toString())
          .startsWith("mnist: licence CC BY-SA 3.0, as usually quoted, https://creativecommons.org")
          .contains(
              "mnist/t10k-labels-idx1-ubyte.gz: "
                  + folder.resolve("mnist/t10k-labels-idx1-ubyte.gz"));
      assertThat(err.toString()).contains("mnist/train-images-idx3-ubyte.gz: 9680 of 9680 KiB");
    } finally {
      server.stop(0);
    }
    assertThat(data("get", "mnist", "-q", mirror(server))).as("without a server").isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(data("verify", "mnist")).isZero();
    assertThat(out.toString()).hasLineCount(4).contains("t10k-images-idx3-ubyte.gz: ok, ");
    assertThat(data("list")).isZero();
    assertThat(out.toString()).contains(folder.resolve("mnist").toString());
  }

  @Test
  void verifyFindsWhatIsWrongOrMissing() throws IOException {
    Path labels = folder.resolve(LABELS);
    Files.createDirectories(labels.getParent());
    Files.copy(real(LABELS).resolve(LABELS), labels);
    Files.writeString(folder.resolve("fashion-mnist/t10k-images-idx3-ubyte.gz"), "wrong");
    assertThat(data("verify", "fashion-mnist", "omniglot")).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            LABELS + ": ok, " + labels,
            "fashion-mnist/train-images-idx3-ubyte.gz: missing (optional)",
            "fashion-mnist/t10k-images-idx3-ubyte.gz: expected 4422102 bytes, got 5, " + folder,
            "omniglot/images_background_small1.zip: missing\n");
    assertThat(err)
        .hasToString(
            "verify: expected every file whole, got 1 wrong and 1 missing; run 'jeffreys data get"
                + " fashion-mnist omniglot'"
                + System.lineSeparator());
  }

  @Test
  void saysInOneLineWhyItCannotFetch() throws IOException {
    HttpServer server = serve(folder);
    try {
      assertThat(data("get", "omniglot", "-q", mirror(server))).isEqualTo(1);
      assertThat(err)
          .hasToString(
              "omniglot/images_background_small1.zip: expected a download, got status 404 from"
                  + " 127.0.0.1; try again later, or put the file at "
                  + folder.resolve("omniglot/images_background_small1.zip")
                  + System.lineSeparator());
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          data lits         | jeffreys data: expected one of [list, get, verify], got 'lits'; did you mean list?
          data get          | jeffreys data get: expected NAME, got nothing; see jeffreys data get --help
          data get mnits    | dataset: expected one of [strokes, letters, mnist, fashion-mnist, omniglot], got 'mnits'
          data verify mnits | dataset: expected one of [strokes, letters, mnist, fashion-mnist, omniglot], got 'mnits'
          data get mnist --mirror ftp://x | --mirror: expected an address that starts with http:// or https://, got 'ftp://x/mnist/train-images-idx3-ubyte.gz'
          """)
  void saysInOneLineWhatIsWrongWithAnArgument(String args, String message) {
    assertThat(run(args.split(" "))).isEqualTo(2);
    assertThat(err).hasToString(message + System.lineSeparator());
  }
}
