package org.jeffreys.tensor;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jeffreys.tape.Slots;
import org.jeffreys.tape.TapeBuilder;
import org.jspecify.annotations.Nullable;

/**
 * Writes down on a tape what a thread does with tensors that depend on one.
 *
 * <p>What is computed of others alone is not written: its values are taken where they meet what
 * depends on the input. Whatever it cannot write down ends the recording: an operation that it does
 * not know, an operand that an operation does not tell, elements that are read, memory that is
 * overwritten.
 */
final class Recorder {
  private static final AtomicInteger OPEN = new AtomicInteger();
  private static final ThreadLocal<@Nullable Recorder> CURRENT = new ThreadLocal<>();

  private final TapeBuilder tape;
  private final IdentityHashMap<Tensor, Slots> known = new IdentityHashMap<>();
  private final Set<Tensor> unsaid = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Tensor> touched = Collections.newSetFromMap(new IdentityHashMap<>());
  private boolean pausing;

  /** What cannot be recorded, and why. */
  static final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    Refusal(String reason) {
      super(reason, null, false, false);
    }
  }

  private Recorder(Tensor input) {
    tape = new TapeBuilder(ints(input.shape()));
    known.put(input, tape.input());
  }

  static Recorder start(Tensor input) {
    Recorder recorder = new Recorder(input);
    CURRENT.set(recorder);
    OPEN.incrementAndGet();
    return recorder;
  }

  void stop() {
    OPEN.decrementAndGet();
    CURRENT.remove();
  }

  TapeBuilder tape() {
    return tape;
  }

  /** Where the elements of a tensor are. */
  Slots slots(Tensor tensor) {
    Slots found = known.get(tensor);
    if (found != null) {
      return found;
    }
    refuseIf(unsaid.contains(tensor), "an operation that does not tell its operands");
    pausing = true;
    try (Scope scope = Scope.open()) {
      return tape.constant(tensor.to(DType.FLOAT64).toDoubles(), ints(tensor.shape()));
    } finally {
      pausing = false;
    }
  }

  static int[] ints(long... values) {
    int[] narrow = new int[values.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = Math.toIntExact(values[i]);
    }
    return narrow;
  }

  private static void refuseIf(boolean condition, String reason) {
    if (condition) {
      throw new Refusal(reason);
    }
  }

  /** Whether any thread records. */
  static boolean isOpen() {
    return OPEN.get() != 0;
  }

  private static @Nullable Recorder current() {
    if (!isOpen()) {
      return null;
    }
    Recorder recorder = CURRENT.get();
    return recorder == null || recorder.pausing ? null : recorder;
  }

  /** A tensor was made, by an operation that is to say more. */
  static void made(Tensor tensor) {
    Recorder recorder = current();
    if (recorder != null) {
      recorder.unsaid.add(tensor);
    }
  }

  /** A tensor's memory was asked for. */
  static void touch(Tensor tensor) {
    Recorder recorder = current();
    if (recorder != null && recorder.known.containsKey(tensor)) {
      recorder.touched.add(tensor);
    }
  }

  /**
   * An operation made a tensor.
   *
   * @param number that it was given, NaN for none
   * @param axes or other whole numbers that it was given
   */
  static Tensor note(String name, Tensor result, double number, long[] axes, Tensor... operands) {
    Recorder recorder = current();
    if (recorder != null) {
      recorder.write(name, result, number, axes, operands);
    }
    return result;
  }

  private void write(String name, Tensor result, double number, long[] axes, Tensor... operands) {
    boolean depends = false;
    for (Tensor operand : operands) {
      depends |= known.containsKey(operand);
      touched.remove(operand);
      refuseIf(unsaid.contains(operand), name + " of something that was not told");
    }
    refuseIf(!touched.isEmpty(), name + ", which does not tell its operands");
    unsaid.remove(result);
    if (!depends) {
      return;
    }
    RecordedOperations.Rule rule = RecordedOperations.rule(name);
    refuseIf(rule == null, name);
    refuseIf(result.dtype() == DType.FLOAT32, name + " in float32");
    if (rule != null) {
      Slots[] slots = new Slots[operands.length];
      for (int i = 0; i < slots.length; i++) {
        slots[i] = slots(operands[i]);
      }
      int[] shape = ints(result.shape());
      known.put(result, rule.write(new RecordedOperations.Noted(tape, slots, number, axes, shape)));
    }
  }

  /** What a view of strides was given, if it is of elements in row-major order; nothing else. */
  static long[] strides(org.bytedeco.pytorch.Tensor of, long[] strides, long offset) {
    if (!isOpen() || !of.is_contiguous()) {
      return new long[0];
    }
    long[] all = Arrays.copyOf(strides, strides.length + 1);
    all[strides.length] = offset;
    return all;
  }

  /**
   * Elements of tensors are read or overwritten, which only those may be that depend on nothing.
   */
  static void refuse(String name, Tensor... tensors) {
    Recorder recorder = current();
    if (recorder != null) {
      for (Tensor tensor : tensors) {
        refuseIf(recorder.known.containsKey(tensor) || recorder.unsaid.contains(tensor), name);
      }
    }
  }
}
