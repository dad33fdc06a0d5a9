package org.jeffreys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jeffreys.data.FlakyServer.Answer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DownloadTest {
  private static final int SIZE = 300_000;
  private static final Download.Settings FAST =
      new Download.Settings(
          Duration.ofSeconds(5), Duration.ofMillis(2000), 3, Duration.ofMillis(10));

  private final byte[] content = new byte[SIZE];
  private final List<String> notes = new ArrayList<>();
  private long furthest;

  @TempDir private Path folder;

  @BeforeEach
  void fill() {
    new Random(1).nextBytes(content);
  }

  private DataFile file(URI... addresses) {
    return new DataFile("set/file.gz", List.of(addresses), sha256(content), SIZE);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private Path fetch(DataFile file) {
    return new Download(FAST)
        .fetch(
            file,
            folder,
            (done, note) -> {
              furthest = Math.max(furthest, done);
              if (!note.isEmpty()) {
                notes.add(note);
              }
            });
  }

  private List<String> requests(Answer... answers) throws IOException {
    try (FlakyServer server = new FlakyServer(content, answers)) {
      Path got = fetch(file(server.address()));
      assertThat(got).isEqualTo(folder.resolve("set/file.gz")).hasBinaryContent(content);
      assertThat(furthest).isEqualTo(SIZE);
      assertThat(names()).containsExactly(".download.lock", "file.gz");
      return server.ranges();
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("set"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private void assertFails(String message, URI address) {
    assertThatThrownBy(() -> fetch(file(address)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage(message);
  }

  private String gaveUp(String reason) {
    return "set/file.gz: expected a download, got "
        + reason
        + " from 127.0.0.1; try again later, or put the file at "
        + folder.resolve("set/file.gz");
  }

  @Test
  void fetchesOnce() throws IOException {
    assertThat(requests(FlakyServer.WELL)).containsExactly("all");
    assertThat(requests(FlakyServer.status(500))).isEmpty();
    assertThat(notes).isEmpty();
  }

  @Test
  void replacesWhatIsWrong() throws IOException {
    Path target = folder.resolve("set/file.gz");
    Files.createDirectories(target.getParent());
    Files.write(target, new byte[SIZE]);
    assertThat(requests(FlakyServer.WELL)).containsExactly("all");
  }

  @Test
  void goesOnWhereTheConnectionWasCut() throws IOException {
    assertThat(
            requests(
                FlakyServer.cutAfter(100_000), FlakyServer.cutAfter(250_000), FlakyServer.WELL))
        .containsExactly("all", "bytes=100000-", "bytes=250000-");
    assertThat(notes).containsExactly("a connection that was cut", "a connection that was cut");
  }

  @Test
  void goesOnInALaterRun() throws IOException {
    try (FlakyServer server =
        new FlakyServer(
            content,
            FlakyServer.cutAfter(50_000),
            FlakyServer.status(503),
            FlakyServer.status(503),
            FlakyServer.WELL)) {
      assertFails(gaveUp("status 503"), server.address());
      assertThat(names()).containsExactly(".download.lock", "file.gz.part", "file.gz.part.origin");
      assertThat(fetch(file(server.address()))).hasBinaryContent(content);
      assertThat(server.ranges())
          .containsExactly("all", "bytes=50000-", "bytes=50000-", "bytes=50000-");
    }
  }

  @Test
  void startsAnewWhereTheServerCannotGoOn() throws IOException {
    assertThat(requests(FlakyServer.cutAfter(100_000), FlakyServer.WITHOUT_RANGES))
        .containsExactly("all", "bytes=100000-");
  }

  @Test
  void startsAnewWithoutAVersion() throws IOException {
    Answer cut = (exchange, bytes) -> FlakyServer.send(exchange, bytes, 100_000, false);
    assertThat(requests(cut, FlakyServer.WELL)).containsExactly("all", "all");
  }

  @Test
  void startsAnewAfterARefusedRange() throws IOException {
    assertThat(requests(FlakyServer.cutAfter(100_000), FlakyServer.status(416), FlakyServer.WELL))
        .containsExactly("all", "bytes=100000-", "all");
  }

  @Test
  void startsAnewAfterAnAnswerFromAnotherPlace() throws IOException {
    Answer elsewhere =
        (exchange, bytes) -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 0-299999/300000");
          exchange.sendResponseHeaders(206, bytes.length);
          exchange.getResponseBody().write(bytes);
        };
    assertThat(requests(FlakyServer.cutAfter(100_000), elsewhere, FlakyServer.WELL))
        .containsExactly("all", "bytes=100000-", "all");
  }

  @Test
  void discardsCorruptBytes() throws IOException {
    byte[] corrupt = content.clone();
    corrupt[123_456] ^= 1;
    Answer wrong = (exchange, bytes) -> FlakyServer.WELL.to(exchange, corrupt);
    try (FlakyServer server = new FlakyServer(content, wrong)) {
      assertFails(
          "set/file.gz: expected SHA-256 "
              + sha256(content)
              + ", got "
              + sha256(corrupt)
              + "; downloaded bytes were discarded",
          server.address());
      assertThat(server.ranges()).hasSize(1);
      assertThat(names()).containsExactly(".download.lock");
    }
  }

  @Test
  void startsAnewWhenThePartWasCorrupt() throws IOException {
    byte[] corrupt = content.clone();
    corrupt[3] ^= 1;
    Answer wrong = (exchange, bytes) -> FlakyServer.cutAfter(100_000).to(exchange, corrupt);
    assertThat(requests(wrong, FlakyServer.WELL)).containsExactly("all", "bytes=100000-", "all");
  }

  @Test
  void refusesAnotherLength() throws IOException {
    Answer less = (exchange, bytes) -> FlakyServer.WELL.to(exchange, Arrays.copyOf(bytes, 7));
    try (FlakyServer server = new FlakyServer(content, less)) {
      assertFails("set/file.gz: expected 300000 bytes, got 7", server.address());
    }
    Answer endless =
        (exchange, bytes) -> {
          exchange.sendResponseHeaders(200, 0);
          for (int i = 0; i < 100; i++) {
            exchange.getResponseBody().write(bytes);
          }
        };
    try (FlakyServer server = new FlakyServer(content, endless)) {
      assertFails("set/file.gz: expected 300000 bytes, got more", server.address());
      assertThat(names()).containsExactly(".download.lock");
    }
    Answer unknown =
        (exchange, bytes) -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(bytes, 0, 1000);
        };
    try (FlakyServer server = new FlakyServer(content, unknown)) {
      assertFails(gaveUp("an end after 1000 of 300000 bytes"), server.address());
    }
  }

  @Test
  void triesTheNextAddress() throws IOException {
    byte[] corrupt = new byte[SIZE];
    Answer wrong = (exchange, bytes) -> FlakyServer.WELL.to(exchange, corrupt);
    try (FlakyServer gone = new FlakyServer(content, FlakyServer.status(404));
        FlakyServer liar = new FlakyServer(content, wrong);
        FlakyServer busy = new FlakyServer(content, FlakyServer.status(503));
        FlakyServer slow = new FlakyServer(content, FlakyServer.status(503), FlakyServer.WELL)) {
      DataFile file = file(gone.address(), liar.address(), busy.address(), slow.address());
      assertThat(fetch(file)).hasBinaryContent(content);
      assertThat(gone.ranges()).hasSize(1);
      assertThat(liar.ranges()).hasSize(1);
      assertThat(busy.ranges()).hasSize(2);
      assertThat(slow.ranges()).hasSize(2);
    }
  }

  @Test
  void givesUpInTheEnd() throws IOException {
    try (FlakyServer server = new FlakyServer(content, FlakyServer.status(503))) {
      assertFails(gaveUp("status 503"), server.address());
      assertThat(server.ranges()).hasSize(3);
    }
    try (FlakyServer server = new FlakyServer(content, FlakyServer.status(404))) {
      assertFails(gaveUp("status 404"), server.address());
      assertThat(server.ranges()).hasSize(1);
    }
    URI nobody;
    try (FlakyServer server = new FlakyServer(content, FlakyServer.WELL)) {
      nobody = server.address();
    }
    assertFails(gaveUp("no connection"), nobody);
  }

  @Test
  void doesNotWaitForASilentServer() throws IOException {
    assertThat(requests(FlakyServer.silentAfter(100_000, 6000), FlakyServer.WELL))
        .containsExactly("all", "bytes=100000-");
    assertThat(notes).containsExactly("no byte for 2.0 s");
  }

  @Test
  void landsWhatWasCompleteWhenKilled() throws IOException {
    Path part = folder.resolve("set/file.gz.part");
    Files.createDirectories(part.getParent());
    Files.write(part, content);
    assertThat(requests(FlakyServer.status(500))).isEmpty();
  }

  @Test
  void doesNotLandWhatIsOnlyAsLong() throws IOException {
    Path part = folder.resolve("set/file.gz.part");
    Files.createDirectories(part.getParent());
    Files.write(part, new byte[SIZE]);
    assertThat(requests(FlakyServer.WELL)).containsExactly("all");
  }

  @Test
  void twoAtOnceFetchOnce() throws IOException {
    Answer slowly =
        (exchange, bytes) -> {
          exchange.sendResponseHeaders(200, bytes.length);
          for (int i = 0; i < 10; i++) {
            exchange.getResponseBody().write(bytes, i * SIZE / 10, SIZE / 10);
            exchange.getResponseBody().flush();
            try {
              TimeUnit.MILLISECONDS.sleep(30);
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
          }
        };
    try (FlakyServer server = new FlakyServer(content, slowly)) {
      DataFile file = file(server.address());
      Download download = new Download(FAST);
      List<CompletableFuture<Path>> both =
          Stream.of(1, 2)
              .map(
                  i ->
                      CompletableFuture.supplyAsync(
                          () -> download.fetch(file, folder, (done, note) -> {}),
                          task -> new Thread(task).start()))
              .toList();
      both.forEach(one -> assertThat(one.join()).hasBinaryContent(content));
      assertThat(server.ranges()).hasSize(1);
    }
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    Files.writeString(folder.resolve("set"), "a file");
    assertThatThrownBy(() -> fetch(file(URI.create("http://127.0.0.1:1/x"))))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageStartingWith(
            folder.resolve("set/file.gz") + ": expected to write the download, got ");
  }
}
