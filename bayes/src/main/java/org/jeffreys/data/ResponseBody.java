package org.jeffreys.data;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jeffreys.data.TransferException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of an answer, taken piece by piece and never waited for longer than it was agreed: the
 * client's own streams wait for ever for a server that falls silent.
 */
final class ResponseBody implements Flow.Subscriber<List<ByteBuffer>>, AutoCloseable {
  private record Piece(List<ByteBuffer> buffers, @Nullable Throwable failure) {}

  private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
  private final Duration idle;
  private volatile Flow.@Nullable Subscription subscription;

  ResponseBody(Duration idle) {
    this.idle = idle;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    pieces.add(new Piece(buffers, null));
  }

  @Override
  public void onError(Throwable failure) {
    pieces.add(new Piece(List.of(), failure));
  }

  @Override
  public void onComplete() {
    pieces.add(new Piece(List.of(), null));
  }

  /** The next bytes; an empty list at the end. */
  List<ByteBuffer> next() throws TransferException {
    try {
      Piece piece = pieces.poll(idle.toMillis(), TimeUnit.MILLISECONDS);
      if (piece == null) {
        throw new TransferException(Kind.PASSING, "no byte for " + idle.toMillis() / 1000.0 + " s");
      }
      if (piece.failure() != null) {
        throw new TransferException(Kind.PASSING, "a connection that was cut");
      }
      Flow.Subscription open = subscription;
      if (open != null && !piece.buffers().isEmpty()) {
        open.request(1);
      }
      return piece.buffers();
    } catch (InterruptedException e) {
      throw Transfer.interrupted(e);
    }
  }

  /** Ends the transfer, wherever it is. */
  @Override
  public void close() {
    Flow.Subscription open = subscription;
    if (open != null) {
      open.cancel();
    }
  }
}
