package org.jeffreys.nn;

import java.util.Locale;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/** Activation functions: layers without parameters that act element by element. */
public enum Activation implements ParameterFree {
  /** max(x, 0). */
  RELU {
    @Override
    Tensor value(Tensor x) {
      return x.relu();
    }

    @Override
    void apply(float[] values, int count, double[] scratch) {
      ActivationLoops.relu(values, count);
    }

    @Override
    Tensor backward(Tensor x, Tensor y, Tensor delta) {
      return Special.reluBackward(delta, y);
    }
  },
  /** tanh x, whose derivative is 1 - y². */
  TANH {
    @Override
    Tensor value(Tensor x) {
      return x.tanh();
    }

    @Override
    void apply(float[] values, int count, double[] scratch) {
      ActivationLoops.tanh(values, count, scratch);
    }

    @Override
    Tensor backward(Tensor x, Tensor y, Tensor delta) {
      return delta.sub(delta.mul(y.square()));
    }
  },
  /** 1 / (1 + e^-x), whose derivative is y (1 - y). */
  SIGMOID {
    @Override
    Tensor value(Tensor x) {
      return x.sigmoid();
    }

    @Override
    void apply(float[] values, int count, double[] scratch) {
      ActivationLoops.sigmoid(values, count, scratch);
    }

    @Override
    Tensor backward(Tensor x, Tensor y, Tensor delta) {
      return delta.mul(y.sub(y.square()));
    }
  },
  /** log(1 + e^x), whose derivative is the sigmoid. */
  SOFTPLUS {
    @Override
    Tensor value(Tensor x) {
      return Special.softplus(x);
    }

    @Override
    void apply(float[] values, int count, double[] scratch) {
      ActivationLoops.softplus(values, count, scratch);
    }

    @Override
    Tensor backward(Tensor x, Tensor y, Tensor delta) {
      return delta.mul(x.sigmoid());
    }
  },
  /** x s(x) with the sigmoid s, whose derivative is s + y (1 - s). */
  SILU {
    @Override
    Tensor value(Tensor x) {
      return x.mul(x.sigmoid());
    }

    @Override
    void apply(float[] values, int count, double[] scratch) {
      ActivationLoops.silu(values, count, scratch);
    }

    @Override
    Tensor backward(Tensor x, Tensor y, Tensor delta) {
      Tensor s = x.sigmoid();
      return delta.mul(s.add(y).sub(y.mul(s)));
    }
  };

  abstract Tensor value(Tensor x);

  /**
   * As {@link #value}, in place.
   *
   * @param scratch of length {@link ActivationLoops#SOME}
   */
  abstract void apply(float[] values, int count, double[] scratch);

  abstract Tensor backward(Tensor x, Tensor y, Tensor delta);

  @Override
  public Shape outputShape(Shape input) {
    return input;
  }

  @Override
  public Tensor forward(Parameters parameters, Tensor input, Pass pass) {
    return value(input);
  }

  @Override
  public Tensor backward(Visit visit, Tensor delta) {
    return backward(visit.input(), visit.output(), delta);
  }

  /** The name in lower case, as in a network's description. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
