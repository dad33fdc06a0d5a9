package org.jeffreys.inference;

import java.util.Map;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;

/** A kernel of the tests whose position is the number of steps made, so that draws name theirs. */
record Counting() implements Kernel<Counting.State> {
  record State(Tensor position) implements Kernel.State {
    @Override
    public Snapshot snapshot() {
      return new Snapshot(Map.of("position", position), Map.of());
    }
  }

  @Override
  public State init(Tensor position) {
    return new State(position);
  }

  @Override
  public State step(State state, double stepSize, Rng rng) {
    return new State(state.position().add(1));
  }

  @Override
  public State restore(Snapshot snapshot) {
    return new State(snapshot.tensors().get("position"));
  }
}
