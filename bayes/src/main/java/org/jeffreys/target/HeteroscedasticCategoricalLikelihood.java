package org.jeffreys.target;

import java.util.List;
import org.jeffreys.core.Check;
import org.jeffreys.core.Doubles;
import org.jeffreys.core.NumericalException;
import org.jeffreys.nn.ParameterSpec;
import org.jeffreys.nn.Parameters;
import org.jeffreys.predict.ClassPrediction;
import org.jeffreys.predict.Outputs;
import org.jeffreys.predict.Prediction;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Shape;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Classes whose logits have normal noise of a scale that depends on the input. The first outputs of
 * the network are the logits, the others the logarithms of the noise's scale: one a class, or one
 * for all.
 *
 * <pre>{@code
 * p(y = k | x) = (1/S) Σₛ softmax(f(x) + e^(s(x)) εₛ)ₖ      outputs = (f₁ … f_K, s₁ … s_K or s)
 * }</pre>
 *
 * <p>The nodes εₛ are fixed and belong to the likelihood, so that it is an exact mixture, with no
 * randomness of its own; it stands for the expectation over ε ~ N(0, I). Of 64 nodes, probabilities
 * are within 0.01 of that at a noise of scale 1, and within 0.05 at scale 4; more nodes are nearer,
 * at S times the time and memory of a softmax. Very strong noise on very many classes wants more
 * nodes than classes: one that is never the first at any node has a probability far too small.
 *
 * <p>Probabilities are averaged, not their logarithms: averaging log softmax would be a bound below
 * this by Jensen's inequality, and no distribution. Log probabilities are finite as long as f + e^s
 * ε is: s is at most 87 in float32, 700 in float64. Targets are the index of the class, int64
 * {@code [n, 1]}.
 *
 * <p>The labels alone do not say whether a class is doubtful because its logits are near or because
 * they are noisy: any probabilities come from logits without noise, too. What the noise changes is
 * how a network fits them. Where the noise of a class exceeds all logits by far, its probability is
 * stuck at 1/2 and gradients vanish: a prior of the last layer's parameters near 1, or one scale
 * for all classes, keeps a fit from going there.
 *
 * @param nodes of as many coordinates as there are classes
 * @param sharedScale whether all classes have the same noise
 * @source Kendall and Gal (2017), What uncertainties do we need in Bayesian deep learning?,
 *     NeurIPS, eq. 10 and 12; there ε is drawn anew at each step
 */
public record HeteroscedasticCategoricalLikelihood(NormalNodes nodes, boolean sharedScale)
    implements Likelihood {
  private static final int NUM_NODES = 64;
  private static final double GREATEST_LOG_SCALE = 700;

  /** The logits that predicting holds in memory at once. */
  private static final int PREDICTED = 1 << 20;

  /** Checks the number of classes. */
  public HeteroscedasticCategoricalLikelihood {
    Check.atLeast(nodes.dimension(), 2, "numClasses");
  }

  /**
   * A noise scale for each class, and 64 nodes; the network puts out twice as many numbers as there
   * are classes.
   *
   * @param numClasses at least 2
   */
  public static HeteroscedasticCategoricalLikelihood of(int numClasses) {
    Check.atLeast(numClasses, 2, "numClasses");
    return new HeteroscedasticCategoricalLikelihood(NormalNodes.of(NUM_NODES, numClasses), false);
  }

  /** The same with one scale for all classes: the network puts out one number more than those. */
  public HeteroscedasticCategoricalLikelihood withSharedScale() {
    return new HeteroscedasticCategoricalLikelihood(nodes, true);
  }

  /** The same with another number of nodes, which is even. */
  public HeteroscedasticCategoricalLikelihood withNumNodes(int numNodes) {
    return new HeteroscedasticCategoricalLikelihood(
        NormalNodes.of(numNodes, numClasses()), sharedScale);
  }

  /** The number of classes. */
  public int numClasses() {
    return nodes.dimension();
  }

  private int numOutputs() {
    return sharedScale ? numClasses() + 1 : 2 * numClasses();
  }

  @Override
  public List<ParameterSpec> parameters() {
    return List.of();
  }

  @Override
  public NormalPrior.Normal priorOf(ParameterSpec parameter) {
    throw Check.failure("parameter", "none of a categorical likelihood", parameter.name());
  }

  /**
   * The greatest information of a class about a logit: with the noise known it would be that of a
   * softmax, p (1 - p), and not knowing it leaves less.
   */
  @Override
  public double curvature() {
    return 0.25;
  }

  @Override
  public void check(Shape output, Shape target) {
    Check.require(
        output.equals(Shape.of(numOutputs())),
        "outputs",
        "examples of shape ["
            + numOutputs()
            + "], a logit a class and "
            + (sharedScale ? "a log scale" : "a log scale each"),
        output);
    Check.require(target.equals(Shape.of(1)), "targets", "one class index an example", target);
  }

  @Override
  public void check(Tensor targets) {
    ClassTargets.check(targets, numClasses());
  }

  /**
   * The log probability of each class at each node. The nodes come last, because there are more of
   * them: a softmax along a short last axis takes several times as long.
   *
   * @return @shape [draws, batch, classes, nodes]
   */
  private Tensor atNodes(Tensor outputs) {
    Tensor logits = outputs.narrow(-1, 0, numClasses()).unsqueeze(-1);
    return logits.addProduct(scales(outputs), nodesByClass(outputs.dtype())).logSoftmax(-2);
  }

  /**
   * @shape [classes, nodes]
   */
  private Tensor nodesByClass(DType dtype) {
    return nodes.values(dtype).transpose(0, 1).contiguous();
  }

  /**
   * @shape [draws, batch, classes or 1, 1]
   */
  private Tensor scales(Tensor outputs) {
    int numScales = numOutputs() - numClasses();
    return outputs.narrow(-1, numClasses(), numScales).exp().unsqueeze(-1);
  }

  /**
   * The mean over the nodes.
   *
   * @return @shape [draws, batch, classes]
   */
  private Tensor logProbs(Tensor outputs) {
    return atNodes(outputs).logSumExp(-1).sub(Math.log(nodes.count()));
  }

  /**
   * @shape atNodes [draws, batch, classes, nodes], the result [draws, batch, 1, nodes]
   */
  private static Tensor ofTargets(Tensor atNodes, Tensor targets) {
    Tensor classes =
        targets.unsqueeze(-1).expand(atNodes.size(0), atNodes.size(1), 1, atNodes.size(3));
    return atNodes.gather(-2, classes);
  }

  @Override
  public Tensor logProb(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor ofTargets = ofTargets(atNodes(outputs), targets).squeeze(-2);
    return ofTargets.logSumExp(-1).sub(Math.log(nodes.count()));
  }

  /**
   * {@inheritDoc}
   *
   * <pre>{@code
   * rₛ = pₛ(y) / Σₜ pₜ(y)      δfₖ = Σₛ rₛ (1[k = y] - pₛ(k))      δsₖ = e^(sₖ) Σₛ rₛ (1[k = y] - pₛ(k)) εₛₖ
   * }</pre>
   */
  @Override
  public Tensor delta(Parameters parameters, Tensor outputs, Tensor targets) {
    Tensor atNodes = atNodes(outputs);
    Tensor responsibility = ofTargets(atNodes, targets).softmax(-1);
    Tensor hit = targets.eq(Tensor.range(numClasses())).to(outputs.dtype()).unsqueeze(-1);
    Tensor ofNodes = hit.sub(atNodes.exp()).mul(responsibility);
    Tensor ofLogits = ofNodes.sum(-1);
    Tensor ofScales =
        ofNodes.mulInPlace(nodesByClass(outputs.dtype())).sumKeep(-1).mul(scales(outputs));
    Tensor byClass = ofScales.squeeze(-1);
    return Tensor.cat(-1, ofLogits, sharedScale ? byClass.sumKeep(-1) : byClass);
  }

  @Override
  public @Nullable Tensor parameterDeltas(Parameters parameters, Tensor outputs, Tensor targets) {
    return null;
  }

  /** {@code Σₖ pₖ δ(k) δ(k)ᵀ}, over the classes. */
  @Override
  public Tensor information(Parameters parameters, Tensor outputs) {
    @Nullable Tensor sum = null;
    for (long label = 0; label < numClasses(); label++) {
      Tensor targets = Tensor.of(new long[] {label}, 1, 1, 1).expand(1, outputs.size(1), 1);
      Tensor delta = delta(parameters, outputs, targets);
      Tensor prob = logProb(parameters, outputs, targets).exp().unsqueeze(-1).unsqueeze(-1);
      Tensor part = delta.unsqueeze(-1).mul(delta.unsqueeze(-2)).mul(prob);
      sum = sum == null ? part : sum.add(part);
    }
    return Check.present(sum, "classes");
  }

  @Override
  public Tensor numHits(Tensor outputs, Tensor targets) {
    return ClassTargets.numHits(logProbs(outputs), targets);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Averaged over the noise within each draw, in double precision: so the expected entropy is
   * all of the aleatoric part, noise included, and the mutual information is about the parameters
   * alone.
   *
   * @throws NumericalException if a log scale is above 700: below, log probabilities are finite
   */
  @Override
  public Prediction predict(
      Parameters parameters, Outputs outputs, int numChains, @Nullable Doubles logWeights) {
    Check.require(
        outputs.width() == numOutputs(), "outputs", "width " + numOutputs(), outputs.width());
    double[][] byDraw = new double[outputs.numDraws()][];
    for (int draw = 0; draw < byDraw.length; draw++) {
      byDraw[draw] = logProbs(outputs, draw);
    }
    Outputs logProbs = Outputs.ofDraws(byDraw, outputs.numRows(), numClasses());
    ClassPrediction prediction = ClassPrediction.of(logProbs, numChains);
    return logWeights == null ? prediction : prediction.withLogWeights(logWeights);
  }

  private double[] logProbs(Outputs outputs, int draw) {
    int numRows = outputs.numRows();
    double[] logProbs = new double[Math.multiplyExact(numRows, numClasses())];
    int some = Math.max(1, PREDICTED / (nodes.count() * numClasses()));
    for (int first = 0; first < numRows; first += some) {
      int count = Math.min(some, numRows - first);
      try (Scope scope = Scope.open()) {
        Tensor part = Tensor.of(rows(outputs, draw, first, count), 1, count, numOutputs());
        double[] found = logProbs(part).toDoubles();
        System.arraycopy(found, 0, logProbs, first * numClasses(), found.length);
      }
    }
    return logProbs;
  }

  private double[] rows(Outputs outputs, int draw, int first, int count) {
    double[] values = new double[count * numOutputs()];
    for (int i = 0; i < values.length; i++) {
      int row = first + i / numOutputs();
      int output = i % numOutputs();
      values[i] = outputs.get(draw, row, output);
      if (output >= numClasses() && values[i] > GREATEST_LOG_SCALE) {
        throw new NumericalException(
            "log scale: expected at most 700, got "
                + values[i]
                + " in draw "
                + draw
                + ", row "
                + row
                + "; leave out draws that diverged");
      }
    }
    return values;
  }
}
