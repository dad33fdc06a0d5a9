package org.jeffreys.data;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A server of one file on this machine, whose answers misbehave as they are told to. */
final class FlakyServer implements AutoCloseable {
  /** What an answer does. */
  interface Answer {
    void to(HttpExchange exchange, byte[] content) throws IOException;
  }

  /** The whole, or what is asked for by Range if If-Range names this version. */
  static final Answer WELL = (exchange, content) -> send(exchange, content, content.length, true);

  /** The whole whatever is asked for, without a version. */
  static final Answer WITHOUT_RANGES =
      (exchange, content) -> {
        exchange.sendResponseHeaders(200, content.length);
        exchange.getResponseBody().write(content);
      };

  static Answer cutAfter(int count) {
    return (exchange, content) -> send(exchange, content, count, true);
  }

  static Answer status(int status) {
    return (exchange, content) -> exchange.sendResponseHeaders(status, -1);
  }

  /** Waits before it sends the rest. */
  static Answer silentAfter(int count, int millis) {
    return (exchange, content) -> {
      exchange.getResponseHeaders().set("ETag", "\"v1\"");
      exchange.sendResponseHeaders(200, content.length);
      OutputStream out = exchange.getResponseBody();
      out.write(content, 0, count);
      out.flush();
      sleep(millis);
      out.write(content, count, content.length - count);
    };
  }

  private static final String VERSION = "\"v1\"";

  private final byte[] content;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());

  FlakyServer(byte[] content, Answer... answers) throws IOException {
    this.content = content;
    this.answers.addAll(List.of(answers));
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.setExecutor(threads);
    server.start();
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/file");
  }

  /** The Range of each request so far, "all" for none. */
  List<String> ranges() {
    return List.copyOf(ranges);
  }

  private void answer(HttpExchange exchange) {
    @Nullable String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range == null ? "all" : range);
    try (exchange) {
      next().to(exchange, content);
    } catch (IOException e) {
      // The client went away, or was told of more bytes than came: both are meant.
      exchange.close();
    }
  }

  /** The answers in turn; the last one for ever. */
  private synchronized Answer next() {
    return answers.size() > 1 ? answers.remove() : answers.element();
  }

  /** Sends up to the byte {@code end}, and promises the rest. */
  static void send(HttpExchange exchange, byte[] content, int end, boolean versioned)
      throws IOException {
    if (versioned) {
      exchange.getResponseHeaders().set("ETag", VERSION);
    }
    @Nullable String range = exchange.getRequestHeaders().getFirst("Range");
    boolean goOn =
        range != null && VERSION.equals(exchange.getRequestHeaders().getFirst("If-Range"));
    int start = goOn ? Integer.parseInt(range.replaceAll("\\D", "")) : 0;
    if (goOn) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes " + start + "-" + (content.length - 1) + "/" + content.length);
    }
    exchange.sendResponseHeaders(goOn ? 206 : 200, content.length - start);
    OutputStream out = exchange.getResponseBody();
    out.write(content, start, Math.max(0, end - start));
    out.flush();
    if (end < content.length) {
      // Lets the client take what was sent before the connection is cut.
      sleep(100);
    }
  }

  private static void sleep(int millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
