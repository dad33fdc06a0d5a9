package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.jeffreys.tensor.Numbers.assertValues;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(NativeMemory.class)
final class ScopeTest {
  private static final String CLOSED =
      "tensor: expected an open tensor, got a closed one; keep it with scope.keep(tensor)";

  private static Tensor three() {
    return Tensor.of(new double[] {1, 2, 3}, 3);
  }

  @Test
  void whatIsMadeInsideIsFreedAndWhatIsKeptGoesOutward() {
    Tensor kept;
    Tensor freed;
    try (Scope outer = Scope.open()) {
      Tensor twice;
      try (Scope inner = Scope.open()) {
        freed = three();
        twice = inner.keep(inner.keep(freed.mul(2)));
      }
      assertThat(freed.isClosed()).isTrue();
      kept = outer.keep(twice);
    }
    assertValues(kept, 2, 4, 6);
  }

  @Test
  void anExceptionFreesAll() {
    long before = Tensor.live();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> {
              try (Scope scope = Scope.open()) {
                scope.keep(three()).add(three()).add(Tensor.zeros(DType.FLOAT64, 2));
              }
            });
    assertThat(Tensor.live() - before).as("what was kept before").isEqualTo(1);
  }

  @Test
  void releasedTensorsAreTheCallersUntilAScopeOwnsThem() {
    Tensor alone;
    try (Scope scope = Scope.open()) {
      alone = Scope.release(three());
      assertThat(scope.keep(alone)).isSameAs(alone);
    }
    assertThat(alone.isClosed()).isFalse();
    try (Scope scope = Scope.open()) {
      scope.own(alone);
      try (Scope inner = Scope.open()) {
        inner.own(alone);
      }
      assertThat(alone.isClosed()).as("owned by the outer scope").isFalse();
    }
    assertThat(alone.isClosed()).isTrue();
  }

  @Test
  void closedTensorsAreRefusedEverywhere() {
    Tensor open = three();
    Tensor closed = three();
    closed.shape();
    closed.close();
    closed.close();
    assertThatIllegalStateException().isThrownBy(closed::exp).withMessage(CLOSED);
    assertThatIllegalStateException().isThrownBy(() -> open.add(closed)).withMessage(CLOSED);
    assertThatIllegalStateException().isThrownBy(() -> open.addInPlace(closed)).withMessage(CLOSED);
    assertThatIllegalStateException().isThrownBy(() -> closed.fill(1)).withMessage(CLOSED);
    assertThatIllegalStateException().isThrownBy(closed::shape).withMessage(CLOSED);
    assertThatIllegalStateException().isThrownBy(closed::toDoubles).withMessage(CLOSED);
    assertThatIllegalStateException().isThrownBy(closed::item).withMessage(CLOSED);
    assertThatIllegalStateException()
        .isThrownBy(() -> closed.copyFrom(new double[3]))
        .withMessage(CLOSED);
    assertThatIllegalStateException().isThrownBy(() -> Tensor.cat(0, open, closed));
    assertThatIllegalStateException().isThrownBy(() -> Linalg.qr(closed)).withMessage(CLOSED);
    assertThatIllegalStateException().isThrownBy(() -> Gradients.track(closed)).withMessage(CLOSED);
    assertThat(closed).hasToString("float64 (closed)");
    assertThat(closed.dtype()).isEqualTo(DType.FLOAT64);
  }

  @Test
  void viewsOutliveTheirBase() {
    Tensor base = Tensor.range(1 << 20);
    Tensor view = base.narrow(0, 1 << 19, 2);
    base.close();
    for (int i = 0; i < 100; i++) {
      Tensor.zeros(DType.INT64, 1 << 20).close();
    }
    assertThat(view.toLongs()).containsExactly(1 << 19, (1 << 19) + 1);
  }

  @Test
  void scopesCloseInReverseOrderAndOnce() {
    Scope outer = Scope.open();
    Scope inner = Scope.open();
    assertThatIllegalStateException()
        .isThrownBy(outer::close)
        .withMessage(
            "scope: expected the innermost open scope, got an outer one; close scopes in reverse"
                + " order");
    inner.close();
    outer.close();
    outer.close();
    Tensor alone = Scope.release(three());
    assertThatIllegalStateException()
        .isThrownBy(() -> outer.own(alone))
        .withMessage("scope: expected an open scope, got a closed one");
    alone.close();
  }

  @Test
  void aScopeIsConfinedToItsThread() throws InterruptedException {
    try (Scope scope = Scope.open()) {
      AtomicReference<Throwable> refused = new AtomicReference<>();
      AtomicReference<Tensor> made = new AtomicReference<>();
      Thread other =
          new Thread(
              () -> {
                made.set(three());
                try {
                  scope.keep(made.get());
                } catch (IllegalStateException e) {
                  refused.set(e);
                }
              },
              "other");
      other.start();
      other.join();
      String here = Thread.currentThread().getName();
      assertThat(refused.get())
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "scope: expected use on thread '%s', got 'other'; open a scope on each thread"
                  .formatted(here));
      scope.own(made.get());
      assertValues(made.get().add(1), 2, 3, 4);
    }
  }

  @Test
  void threadsComputeSideBySide() throws InterruptedException, ExecutionException {
    Tensor shared = Tensor.range(1000).to(DType.FLOAT64);
    ExecutorService pool = Executors.newFixedThreadPool(4);
    try {
      var results =
          java.util.stream.IntStream.range(0, 8)
              .mapToObj(worker -> pool.submit(() -> summed(shared, worker)))
              .toList();
      for (int worker = 0; worker < 8; worker++) {
        assertThat(results.get(worker).get()).isEqualTo(200.0 * (499500 + 1000 * worker));
      }
    } finally {
      pool.shutdown();
    }
  }

  private static double summed(Tensor shared, int worker) {
    double total = 0;
    for (int i = 0; i < 200; i++) {
      try (Scope scope = Scope.open()) {
        total += shared.add(worker).reshape(10, 100).sum(0).sum().item();
      }
    }
    return total;
  }

  @Test
  void openScopesForgetWhatWasClosed() {
    try (Scope scope = Scope.open()) {
      Tensor state = three();
      for (int i = 0; i < 10_000; i++) {
        try (Scope step = Scope.open()) {
          Tensor next = step.keep(state.add(1));
          state.close();
          state = next;
        }
      }
      assertThat(scope.numRemembered()).isLessThan(1000);
      assertValues(state, 10_001, 10_002, 10_003);
    }
  }
}
