package org.jeffreys;

import static org.assertj.core.api.Assertions.assertThat;

import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.jeffreys.tensor.Threads;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Gives each test a scope for its tensors, and holds that it leaves none behind elsewhere: released
 * ones not closed, or those of other threads. The number of threads stays as it was, too.
 */
public final class NativeMemory implements BeforeEachCallback, AfterEachCallback {
  private record Before(long live, int threads, Scope scope) {}

  @Override
  public void beforeEach(ExtensionContext context) {
    store(context).put("before", new Before(Tensor.live(), Threads.get(), Scope.open()));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Before before = store(context).remove("before", Before.class);
    before.scope().close();
    assertThat(Tensor.live()).as("live tensors").isEqualTo(before.live());
    assertThat(Threads.get()).as("threads").isEqualTo(before.threads());
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(Namespace.create(NativeMemory.class, context.getUniqueId()));
  }
}
