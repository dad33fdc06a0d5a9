package org.jeffreys.distribution;

import org.jeffreys.core.Check;
import org.jeffreys.tensor.Gradients;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/**
 * Observations along a Markov chain of hidden states, which are summed out.
 *
 * <pre>{@code
 * p(x) = Σ_z p(z_1) p(x_1 | z_1) Π_{t=2}^T p(z_t | z_{t-1}) p(x_t | z_t)
 * }</pre>
 *
 * <p>Where emissions are not those of a distribution, {@link #logLikelihood} takes their log
 * probabilities; its gradient by these is the posterior probability of each state at each time.
 *
 * @param initialLogits of the first state, up to a constant, @shape [batch…, states]
 * @param transitionLogits of the next state, given the one of the row, @shape [batch…, states,
 *     states]
 * @param emission of an observation, its batch […, numSteps or 1, states] or [states]
 * @param numSteps T, at least 1
 */
public record HiddenMarkovChain(
    Tensor initialLogits, Tensor transitionLogits, Distribution emission, int numSteps)
    implements Distribution {
  /** With more states, the products of a tree cost more than what its fewer operations save. */
  private static final int STATES_OF_TREE = 8;

  private static final int STATES_IN_TURN = 4;

  /** Checks the shapes. */
  public HiddenMarkovChain {
    Check.atLeast(numSteps, 1, "numSteps");
    int states = Events.order("transitionLogits", Shape.of(transitionLogits.shape()));
    Shape initial = Shape.of(initialLogits.shape());
    Check.require(
        Events.last("initialLogits", initial) == states,
        "initialLogits",
        "vectors [..., " + states + "]",
        initial);
    Shape batch = emission.batchShape();
    Check.require(
        batch.rank() > 0
            && batch.size(-1) == states
            && (batch.rank() == 1 || batch.size(-2) == 1 || batch.size(-2) == numSteps),
        "emission",
        "a batch [..., " + numSteps + " or 1, " + states + "]",
        batch);
  }

  @Override
  public Shape batchShape() {
    Shape own = emission.batchShape();
    return Events.broadcast(
        Events.batch(initialLogits, 1),
        Events.batch(transitionLogits, 2),
        Events.batch(own.toArray(), Math.min(2, own.rank())));
  }

  @Override
  public Shape eventShape() {
    return emission.eventShape().prepend(numSteps);
  }

  @Override
  public Support support() {
    return emission.support();
  }

  @Override
  public Tensor logProb(Tensor value) {
    Tensor perState = value.unsqueeze(-1 - emission.eventShape().rank());
    return logLikelihood(initialLogits, transitionLogits, emission.logProb(perState));
  }

  /**
   * The log probability of observations, by the forward algorithm in logarithms.
   *
   * @shape initialLogits [batch…, states]; transitionLogits [batch…, states, states];
   *     emissionLogProbs [batch…, steps, states]; result [batch…]
   */
  public static Tensor logLikelihood(
      Tensor initialLogits, Tensor transitionLogits, Tensor emissionLogProbs) {
    Tensor initial = Events.possible(initialLogits.logSoftmax(-1));
    Tensor transition = Events.possible(transitionLogits.logSoftmax(-1));
    Tensor emissions = Events.possible(emissionLogProbs);
    Tensor first = initial.add(emissions.select(-2, 0));
    long later = emissions.size(-2) - 1;
    if (later == 0) {
      return Events.orNone(first.logSumExp(-1));
    }
    Tensor others = emissions.narrow(-2, 1, later);
    return Events.orNone(
        transition.size(-1) <= STATES_OF_TREE
            ? byTree(first, transition, others)
            : byStep(first, transition, others));
  }

  /** Step after step. */
  static Tensor byStep(Tensor first, Tensor transition, Tensor emissions) {
    Tensor forward = first;
    for (int t = 0; t < emissions.size(-2); t++) {
      Tensor moved = forward.unsqueeze(-1).add(transition).logSumExp(-2);
      forward = moved.add(emissions.select(-2, t));
    }
    return forward.logSumExp(-1);
  }

  /** Products of neighbouring steps, all at once, until one is left: log₂ T rounds. */
  static Tensor byTree(Tensor first, Tensor transition, Tensor emissions) {
    Tensor steps = transition.unsqueeze(-3).add(emissions.unsqueeze(-2));
    while (steps.size(-3) > 1) {
      long pairs = steps.size(-3) / 2;
      Tensor even = everySecond(steps, 0, pairs);
      Tensor odd = everySecond(steps, 1, pairs);
      Tensor products = product(even, odd);
      steps =
          steps.size(-3) == 2 * pairs
              ? products
              : Tensor.cat(-3, products, steps.narrow(-3, 2 * pairs, 1));
    }
    return first.unsqueeze(-1).add(steps.squeeze(-3)).logSumExp(-1, -2);
  }

  /** log Σ_j exp(a_ij + b_jk): with few states, sums of two are faster than those over an axis. */
  private static Tensor product(Tensor a, Tensor b) {
    long states = a.size(-1);
    if (states > STATES_IN_TURN) {
      return a.unsqueeze(-1).add(b.unsqueeze(-3)).logSumExp(-2);
    }
    Tensor sum = a.narrow(-1, 0, 1).add(b.narrow(-2, 0, 1));
    for (int j = 1; j < states; j++) {
      sum = Special.logAddExp(sum, a.narrow(-1, j, 1).add(b.narrow(-2, j, 1)));
    }
    return sum;
  }

  private static Tensor everySecond(Tensor steps, long start, long pairs) {
    Shape batch = Events.batch(steps, 3);
    long states = steps.size(-1);
    return steps
        .narrow(-3, 0, 2 * pairs)
        .reshape(Events.append(batch, pairs, 2, states, states))
        .select(-3, start);
  }

  @Override
  public Tensor sample(Rng rng, Shape shape) {
    Tensor transition = Gradients.stop(transitionLogits).softmax(-1);
    Tensor[] states = new Tensor[numSteps];
    states[0] = Choice.index(rng, Gradients.stop(initialLogits).softmax(-1), shape);
    for (int t = 1; t < numSteps; t++) {
      states[t] = Choice.index(rng, Events.row(transition, states[t - 1]), shape);
    }
    Shape all = Shape.of(Events.append(shape, numSteps, transition.size(-1)));
    Tensor each = Gradients.stop(emission.sample(rng, all));
    return Events.pick(each, Tensor.stack(-1, states), emission.eventShape().rank());
  }

  @Override
  public boolean isReparameterised() {
    return false;
  }

  @Override
  public void check() {
    Events.checkLogits("initialLogits", initialLogits);
    Events.checkLogits("transitionLogits", transitionLogits);
    emission.check();
  }
}
