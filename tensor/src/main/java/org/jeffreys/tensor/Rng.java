package org.jeffreys.tensor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Generator;
import org.bytedeco.pytorch.GeneratorOptional;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.global.torch;
import org.jeffreys.core.Check;

/**
 * Random numbers: one stream a chain, keyed by (seed, purpose, chain).
 *
 * <p>Axis 0 of what is drawn is the chain; each of its rows comes from that chain's stream, so that
 * adding a chain leaves the other chains' numbers the same. A stream is a Mersenne twister for
 * tensors, whose 19,968 bits are all derived from the key, and a {@link HostStream} for numbers on
 * the heap. Both states together are what {@link #state} gives and {@link #restore} takes.
 *
 * <p>Not thread-safe: one thread draws at a time. The native generators are freed by {@link
 * #close}.
 *
 * @source Matsumoto and Nishimura (1998), ACM TOMACS 8(1)
 */
public final class Rng implements AutoCloseable {
  private static final int WORDS = 624;
  private static final int NATIVE_BYTES = 5056;
  private static final int STATE_BYTES = NATIVE_BYTES + HostStream.STATE_BYTES;

  private final long seed;
  private final int firstChain;
  private final List<Stream> streams;
  private boolean closed;

  private static final Fill NORMAL = (row, argument) -> row.normal_(0, 1, argument);

  private record Stream(Generator generator, GeneratorOptional argument, HostStream host) {}

  private Rng(long seed, int firstChain, List<Stream> streams) {
    this.seed = seed;
    this.firstChain = firstChain;
    this.streams = streams;
  }

  /** One stream. */
  public static Rng of(long seed, String purpose) {
    return streams(seed, purpose, 1);
  }

  /** The streams of chains 0 to {@code numChains} - 1. */
  public static Rng streams(long seed, String purpose, int numChains) {
    return streams(seed, purpose, 0, numChains);
  }

  /** The streams of {@code numChains} chains from {@code firstChain}: a thread's share of them. */
  public static Rng streams(long seed, String purpose, int firstChain, int numChains) {
    Check.atLeast(firstChain, 0, "firstChain");
    Check.atLeast(numChains, 1, "numChains");
    Threads.initialise();
    List<Stream> streams = new ArrayList<>();
    for (int chain = firstChain; chain < firstChain + numChains; chain++) {
      HostStream key = HostStream.keyed(seed, purpose, chain);
      Generator generator = torch.make_generator_cpu(0);
      Stream stream =
          new Stream(
              generator,
              new GeneratorOptional(generator),
              HostStream.keyed(key.nextLong(), purpose, chain));
      setTwister(stream, key);
      streams.add(stream);
    }
    return new Rng(seed, firstChain, List.copyOf(streams));
  }

  /** The number of chains. */
  public int numChains() {
    return streams.size();
  }

  /**
   * A stream apart, which depends on the seed, the chain and the given key alone: what is drawn
   * from it can be drawn again without any state.
   */
  public HostStream apart(String purpose, int chain, long key) {
    Check.index(chain, streams.size(), "chain");
    return HostStream.keyed(seed, purpose + '/' + key, firstChain + (long) chain);
  }

  /** The stream of numbers on the heap of a chain. */
  public HostStream host(int chain) {
    return streams.get(Check.index(chain, streams.size(), "chain")).host;
  }

  /**
   * Standard normal numbers.
   *
   * @param shape axis 0 is the chain, unless there is one stream
   */
  public Tensor normal(DType dtype, long... shape) {
    return drawn("normal", dtype, shape, NORMAL);
  }

  /** Overwrites a tensor with standard normal numbers. */
  public Tensor fillNormal(Tensor out) {
    return fill("fillNormal", out, NORMAL);
  }

  /** Numbers uniform on [0, 1). */
  public Tensor uniform(DType dtype, long... shape) {
    return drawn("uniform", dtype, shape, (row, argument) -> row.uniform_(0, 1, argument));
  }

  /**
   * Numbers that are 1 / keep with probability keep, and 0 else: what dropout multiplies by. Their
   * mean is 1.
   *
   * <p>Each compares 8 random bits where keep is a multiple of 1/256, else 16: a keep that is not a
   * multiple of 1/65536 is rounded to one, see {@link #realisedKeep}.
   *
   * @param keep in (0, 1]
   * @param shape axis 0 is the chain, unless there is one stream
   */
  public Tensor mask(DType dtype, double keep, long... shape) {
    requireOpen();
    Check.require(dtype.isFloating(), "mask", "float32 or float64", dtype);
    double realised = realisedKeep(keep);
    Shape sizes = new Shape(shape);
    if (realised == 1) {
      return Tensor.ones(dtype, shape);
    }
    long rows = streams.size();
    if (rows > 1 && (sizes.rank() == 0 || sizes.size(0) != rows)) {
      throw Check.failure("shape", "axis 0 of length " + rows + ", one row a chain", sizes);
    }
    boolean bytes = realised * 256 == Math.rint(realised * 256);
    long row = sizes.numElements() / Math.max(1, rows);
    long perWord = bytes ? Long.BYTES : Long.BYTES / Short.BYTES;
    try (Scope scope = Scope.open()) {
      Tensor words = Tensor.empty(DType.INT64, rows, (row + perWord - 1) / perWord);
      try (LongOptional top = new LongOptional()) {
        fill(words.handle(), (each, argument) -> each.random_(Long.MIN_VALUE, top, argument));
      }
      Tensor parts = view(words, bytes ? DType.UINT8 : DType.INT16).narrow(1, 0, row);
      double bound = bytes ? realised * 256 : realised * 65536 + Short.MIN_VALUE;
      Tensor mask = below(parts.to(dtype), bound).mulInPlace(1 / realised);
      return scope.keep(mask.reshape(shape));
    }
  }

  /** The probability that {@link #mask} realises: {@code keep} rounded to a multiple of 1/65536. */
  public static double realisedKeep(double keep) {
    Check.require(keep > 0 && keep <= 1, "keep", "a value in (0, 1]", keep);
    return Math.max(1, Math.rint(keep * 65536)) / 65536;
  }

  private static Tensor view(Tensor words, DType part) {
    return Tensor.wrap(words.handle().view(part.scalarType()), part);
  }

  /** {@code min(max(bound - x, 0), 1)} of whole numbers: a comparison costs twice as much. */
  private static Tensor below(Tensor x, double bound) {
    return Call.unary(
        "mask",
        x,
        a -> {
          var distance = torch.rsub(a, Native.scalar(bound));
          torch.hardtanh_(distance, Native.scalar(0), Native.scalar(1));
          return distance;
        });
  }

  private Tensor drawn(String name, DType dtype, long[] shape, Fill fill) {
    try (Scope scope = Scope.open()) {
      return scope.keep(fill(name, Tensor.empty(dtype, shape), fill));
    }
  }

  private interface Fill {
    Object apply(org.bytedeco.pytorch.Tensor row, GeneratorOptional argument);
  }

  private Tensor fill(String name, Tensor out, Fill fill) {
    requireOpen();
    Call.requireFloating(name, out);
    if (streams.size() > 1 && (out.rank() == 0 || out.size(0) != streams.size())) {
      throw Check.failure("shape", "axis 0 of length " + streams.size() + ", one row a chain", out);
    }
    org.bytedeco.pytorch.Tensor all = out.handle();
    if (!all.is_contiguous() || all.is_cuda()) {
      return fillStaged(name, out, fill);
    }
    try {
      fill(all, fill);
    } catch (RuntimeException e) {
      throw Native.failure(name, e, out.toString());
    }
    return out;
  }

  private void fill(org.bytedeco.pytorch.Tensor all, Fill fill) {
    if (streams.size() == 1) {
      fill.apply(all, streams.get(0).argument);
      return;
    }
    for (int chain = 0; chain < streams.size(); chain++) {
      try (org.bytedeco.pytorch.Tensor row = all.select(0, chain)) {
        fill.apply(row, streams.get(chain).argument);
      }
    }
  }

  // The library fills strided memory in another order, and the generators are the processor's.
  private Tensor fillStaged(String name, Tensor out, Fill fill) {
    try (Scope scope = Scope.open()) {
      Tensor dense = fill(name, Tensor.empty(out.dtype(), out.shape()), fill);
      return out.copyFrom(dense.to(out.device()));
    }
  }

  /** The state of every stream: what a checkpoint holds. */
  public byte[] state() {
    requireOpen();
    ByteBuffer buffer = ByteBuffer.allocate(STATE_BYTES * streams.size());
    for (Stream stream : streams) {
      try (Tensor state = Scope.release(Tensor.wrap(stream.generator.get_state(), DType.UINT8))) {
        buffer.put(state.toBytes());
      }
      stream.host.write(buffer);
    }
    return buffer.array();
  }

  /**
   * Puts every stream where it was when {@link #state} was called.
   *
   * @throws IllegalArgumentException if the state is of another number of chains, or damaged
   */
  public void restore(byte[] state) {
    requireOpen();
    Check.require(
        state.length == STATE_BYTES * streams.size(),
        "state",
        STATE_BYTES * streams.size() + " bytes for " + streams.size() + " chains",
        state.length);
    ByteBuffer buffer = ByteBuffer.wrap(state);
    byte[] twister = new byte[NATIVE_BYTES];
    for (Stream stream : streams) {
      buffer.get(twister);
      setState(stream, twister);
      stream.host.read(buffer);
    }
  }

  private void requireOpen() {
    // The library would take a freed generator for its own default one.
    if (closed) {
      throw new IllegalStateException("rng: expected open streams, got closed ones");
    }
  }

  /** Frees the native generators; closing twice does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    for (Stream stream : streams) {
      stream.argument.close();
      stream.generator.close();
    }
  }

  // libtorch seeds its twister with 32 bits, so that streams of one run could collide; all words
  // come from the key instead. Layout: CPUGeneratorImplStateLegacy of ATen.
  private static void setTwister(Stream stream, HostStream key) {
    ByteBuffer state = ByteBuffer.allocate(NATIVE_BYTES).order(ByteOrder.nativeOrder());
    state.putLong(0).putInt(1).putInt(1).putLong(0);
    state.putLong((key.nextLong() & 0xffffffffL) | 0x80000000L);
    for (int i = 1; i < WORDS; i++) {
      state.putLong(key.nextLong() & 0xffffffffL);
    }
    setState(stream, state.array());
  }

  private static void setState(Stream stream, byte[] bytes) {
    try (Tensor state = Scope.release(Tensor.ofBytes(DType.UINT8, bytes, bytes.length))) {
      Call.run("state", () -> stream.generator.set_state(state.handle()), state);
    }
  }
}
