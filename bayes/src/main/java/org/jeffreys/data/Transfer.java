package org.jeffreys.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Flow.Publisher;
import org.jeffreys.data.TransferException.Kind;

/** One attempt to fetch a file from one address, from where the last one ended if possible. */
final class Transfer {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int RANGE_NOT_SATISFIABLE = 416;
  private static final int TOO_MANY_REQUESTS = 429;

  private final HttpClient client;
  private final Duration idle;
  private final DataFile file;
  private final PartFile part;
  private final Download.Watcher watcher;

  Transfer(
      HttpClient client, Duration idle, DataFile file, PartFile part, Download.Watcher watcher) {
    this.client = client;
    this.idle = idle;
    this.file = file;
    this.part = part;
    this.watcher = watcher;
  }

  /**
   * Completes the part file.
   *
   * @throws TransferException if the network or the server fails
   * @throws IOException if the part file cannot be written
   */
  void run(URI address) throws TransferException, IOException {
    if (part.size() >= file.size()) {
      part.discard();
    }
    Optional<String> validator = part.validator(address);
    HttpRequest.Builder request = HttpRequest.newBuilder(address).timeout(idle);
    if (validator.isPresent()) {
      request.header("Range", "bytes=" + part.size() + "-").header("If-Range", validator.get());
    }
    HttpResponse<Publisher<List<ByteBuffer>>> response = send(request.build());
    try (ResponseBody body = new ResponseBody(idle)) {
      response.body().subscribe(body);
      boolean goesOn = goesOn(response, validator.isPresent());
      long start = goesOn ? part.size() : 0;
      try (FileChannel channel = goesOn ? part.goOn() : part.start(address, response.headers())) {
        copy(body, channel, start);
        channel.force(true);
      }
      verify(goesOn);
    }
  }

  private HttpResponse<Publisher<List<ByteBuffer>>> send(HttpRequest request)
      throws TransferException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofPublisher());
    } catch (HttpTimeoutException e) {
      throw passing("no answer in time");
    } catch (ConnectException e) {
      throw passing("no connection");
    } catch (IOException e) {
      throw passing("a failed connection (" + FileFailure.reason(e) + ")");
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static TransferException passing(String message) {
    return new TransferException(Kind.PASSING, message);
  }

  static UncheckedIOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    InterruptedIOException cause = new InterruptedIOException("download: interrupted");
    cause.initCause(e);
    return new UncheckedIOException("download: expected to finish, got interrupted", cause);
  }

  /** Whether the answer goes on from the part file, not from the first byte. */
  private boolean goesOn(HttpResponse<?> response, boolean asked)
      throws TransferException, IOException {
    int status = response.statusCode();
    HttpHeaders headers = response.headers();
    if (status == PARTIAL && asked) {
      String range = "bytes " + part.size() + "-" + (file.size() - 1) + "/";
      String got = headers.firstValue("Content-Range").orElse("no range");
      if (!got.startsWith(range)) {
        part.discard();
        throw passing("an answer from another place (" + got + ")");
      }
      return true;
    }
    if (status == RANGE_NOT_SATISFIABLE && asked) {
      part.discard();
      throw passing("a refusal to go on");
    }
    if (status != OK) {
      boolean passing = status >= 500 || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
      throw new TransferException(passing ? Kind.PASSING : Kind.FINAL, "status " + status);
    }
    long length = headers.firstValueAsLong("Content-Length").orElse(file.size());
    if (length != file.size()) {
      throw wrongSize(length);
    }
    return false;
  }

  private TransferException wrongSize(Object got) {
    return new TransferException(
        Kind.WRONG_CONTENT, file.path() + ": expected " + file.size() + " bytes, got " + got);
  }

  private void copy(ResponseBody body, FileChannel channel, long start)
      throws TransferException, IOException {
    long done = start;
    watcher.at(done, "");
    for (List<ByteBuffer> buffers = body.next(); !buffers.isEmpty(); buffers = body.next()) {
      for (ByteBuffer buffer : buffers) {
        done += buffer.remaining();
        if (done > file.size()) {
          part.discard();
          throw wrongSize("more");
        }
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
      }
      watcher.at(done, "");
    }
    if (done < file.size()) {
      throw passing("an end after " + done + " of " + file.size() + " bytes");
    }
  }

  /** Wrong bytes of several attempts say nothing yet of the address: it may start anew. */
  private void verify(boolean wentOn) throws TransferException, IOException {
    try {
      file.verify(part.path());
    } catch (UncheckedIOException e) {
      part.discard();
      String message = e.getMessage() + "; downloaded bytes were discarded";
      throw wentOn ? passing(message) : new TransferException(Kind.WRONG_CONTENT, message);
    }
  }
}
