package org.jeffreys.tensor;

import org.bytedeco.pytorch.Dispatcher;
import org.bytedeco.pytorch.GenericList;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.IValueVector;
import org.bytedeco.pytorch.OperatorHandle;
import org.bytedeco.pytorch.OperatorHandleOptional;
import org.bytedeco.pytorch.OperatorName;
import org.bytedeco.pytorch.Type;
import org.jspecify.annotations.Nullable;

/**
 * An operation of the library that the presets have no method for, called by its name. A call costs
 * 10 to 20 µs, most of it for wrapping what is passed.
 */
final class Operator {
  private final OperatorHandle handle;

  static {
    Threads.initialise();
  }

  private Operator(OperatorHandle handle) {
    this.handle = handle;
  }

  /** The operation, such as {@code aten::_fused_adam_}; null where this build has none. */
  static @Nullable Operator named(String name) {
    try (OperatorName full = new OperatorName(name, "");
        OperatorHandleOptional found = Dispatcher.singleton().findSchema(full)) {
      return found.has_value() ? new Operator(new OperatorHandle(found.get())) : null;
    }
  }

  /** The type of the elements of a list that the operation takes. */
  Type.TypePtr elementType(int argument) {
    Type.TypePtr list = handle.schema().arguments().getPointer(argument).type();
    return list.access().containedType(0);
  }

  /**
   * Calls it.
   *
   * @param stack the arguments; the results after the call
   */
  void call(IValueVector stack) {
    handle.callBoxed(stack);
  }

  /** A list as an argument. */
  static IValue list(Type.TypePtr elementType, org.bytedeco.pytorch.Tensor... tensors) {
    try (GenericList list = new GenericList(elementType)) {
      for (org.bytedeco.pytorch.Tensor tensor : tensors) {
        try (IValue element = new IValue(tensor)) {
          list.push_back(element);
        }
      }
      return new IValue(list);
    }
  }
}
