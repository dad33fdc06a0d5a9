package org.jeffreys.target;

import org.jeffreys.data.Batch;
import org.jeffreys.nn.Parameters;
import org.jeffreys.nn.Pass;
import org.jeffreys.nn.Tape;
import org.jeffreys.tensor.Special;
import org.jeffreys.tensor.Tensor;

/** One forward pass over a batch, and what reverse mode gives. */
final class BatchEvaluation {
  private final NetworkModel model;
  private final Likelihood likelihood;
  private final Tensor position;
  private final Batch batch;
  private final Parameters theirs;
  private final Tape tape;

  BatchEvaluation(NetworkModel model, Tensor position, Batch batch, Pass pass) {
    this.model = model;
    this.likelihood = model.likelihood();
    this.position = position;
    this.batch = batch;
    this.theirs = model.likelihoodViews(position);
    this.tape = model.network().record(model.networkViews(position), batch.inputs(), pass);
  }

  /** The network's. @shape [draws, batch, output…] */
  Tensor outputs() {
    return tape.output();
  }

  /** Of each example, without weights. @shape [draws, batch] */
  Tensor logProb() {
    return likelihood.logProb(theirs, tape.output(), batch.targets());
  }

  /** Of the weighted sum over the batch, times {@code scale}. @shape [draws, dimension] */
  Tensor gradient(double scale) {
    Tensor delta = likelihood.delta(theirs, tape.output(), batch.targets());
    Tensor weights = batch.weights();
    if (weights != null) {
      delta.mulInPlace(weights.unsqueeze(-1));
    }
    tape.backward(scale == 1 ? delta : delta.mulInPlace(scale));
    Tensor gradient = Tensor.empty(model.dtype(), position.size(0), model.dimension());
    tape.gradient(model.networkViews(gradient));
    Tensor deltas = likelihood.parameterDeltas(theirs, tape.output(), batch.targets());
    if (deltas != null) {
      Tensor weighted = weights == null ? deltas : deltas.mul(weights.unsqueeze(-1));
      tail(gradient).copyFrom(weighted.sum(1).mulInPlace(scale));
    }
    return gradient;
  }

  SupervisedTarget.ClippedSum clipped(double clip) {
    tape.backward(likelihood.delta(theirs, tape.output(), batch.targets()));
    Tensor squared = tape.squaredNorms();
    Tensor deltas = likelihood.parameterDeltas(theirs, tape.output(), batch.targets());
    if (deltas != null) {
      squared.addInPlace(deltas.square().sum(-1));
    }
    Tensor factors = Special.clipFactors(squared, clip);
    Tensor clipped = factors.lt(1);
    Tensor weights = batch.weights();
    if (weights != null) {
      factors.mulInPlace(weights);
      clipped = clipped.and(weights.gt(0));
    }
    Tensor sum = Tensor.empty(model.dtype(), position.size(0), model.dimension());
    tape.weightedGradient(factors, model.networkViews(sum));
    if (deltas != null) {
      tail(sum).copyFrom(deltas.mul(factors.unsqueeze(-1)).sum(1));
    }
    return new SupervisedTarget.ClippedSum(sum, clipped.count(1));
  }

  private Tensor tail(Tensor flat) {
    int start = model.network().layout().dimension();
    return flat.narrow(1, start, model.dimension() - start);
  }
}
