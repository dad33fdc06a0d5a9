package org.jeffreys.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Gives each test a scope for its tensors, and holds that it leaves none behind elsewhere: released
 * ones not closed, or those of other threads. The number of threads and the library's default type
 * stay as they were, too.
 */
public final class NativeMemory implements BeforeEachCallback, AfterEachCallback {
  private record Before(long live, int threads, torch.ScalarType type, Scope scope) {}

  @Override
  public void beforeEach(ExtensionContext context) {
    int threads = Threads.get();
    store(context).put("before", new Before(Tensor.live(), threads, type(), Scope.open()));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Before before = store(context).remove("before", Before.class);
    before.scope().close();
    assertThat(Tensor.live()).as("live tensors").isEqualTo(before.live());
    assertThat(Threads.get()).as("threads").isEqualTo(before.threads());
    assertThat(type()).as("default type").isEqualTo(before.type());
  }

  private static torch.ScalarType type() {
    return torch.get_default_dtype_as_scalartype().intern();
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    return context.getStore(Namespace.create(NativeMemory.class, context.getUniqueId()));
  }
}
