package org.jeffreys.target;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jeffreys.Tensors;
import org.jeffreys.core.Doubles;
import org.jeffreys.nn.ParameterLayout;
import org.jeffreys.nn.Parameters;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Tensor;

/**
 * A likelihood, and what fits it.
 *
 * @param numOutputs of a network
 * @param numTargets of an example
 * @param numClasses 0 of real numbers, and -1 of counts
 */
record LikelihoodExample(Likelihood likelihood, int numOutputs, int numTargets, int numClasses) {
  private static final int REAL = 0;
  private static final int COUNT = -1;

  /** One or more of each of the registry, in its order. */
  static final List<LikelihoodExample> ALL =
      List.of(
          new LikelihoodExample(new BernoulliLikelihood(), 1, 1, 2),
          new LikelihoodExample(new CategoricalLikelihood(7), 7, 1, 7),
          real(new DiagonalGaussianLikelihood(Doubles.of(0.4, 2, 0.9)), 3, 3),
          real(DiagonalGaussianLikelihood.of(1, 0.8), 1, 1),
          real(GaussianLikelihood.fixed(0.1 + 0.2), 2, 2),
          real(GaussianLikelihood.learned(3), 1, 1),
          new LikelihoodExample(
              HeteroscedasticCategoricalLikelihood.of(3).withSharedScale().withNumNodes(10),
              4,
              1,
              3),
          real(new HeteroscedasticGaussianLikelihood(0.3), 4, 2),
          real(new HeteroscedasticGaussianLikelihood(0.7), 2, 1),
          real(new HeteroscedasticStudentTLikelihood(5, 0.7), 4, 2),
          real(new HeteroscedasticStudentTLikelihood(2.5, 1.2), 2, 1),
          new LikelihoodExample(new NegativeBinomialLikelihood(2, 1.5), 2, 2, COUNT),
          new LikelihoodExample(new NegativeBinomialLikelihood(3, 0.5), 1, 1, COUNT),
          new LikelihoodExample(new PoissonLikelihood(2.5), 2, 2, COUNT),
          new LikelihoodExample(new PoissonLikelihood(0.7), 1, 1, COUNT),
          real(StudentTLikelihood.fixed(0.6), 2, 2),
          real(StudentTLikelihood.learned(1.5).withDegreesOfFreedom(3.3), 1, 1));

  private static LikelihoodExample real(Likelihood likelihood, int numOutputs, int numTargets) {
    return new LikelihoodExample(likelihood, numOutputs, numTargets, REAL);
  }

  boolean isReal() {
    return numClasses == REAL;
  }

  boolean isClass() {
    return numClasses > 0;
  }

  /** The length of the likelihood's own parameters. */
  int dimension() {
    return ParameterLayout.of(likelihood.parameters()).dimension();
  }

  Parameters views(Tensor flat) {
    return ParameterLayout.of(likelihood.parameters()).views(flat, 0);
  }

  Tensor outputs(Random random, int draws, int batch) {
    return Tensors.uniform(random, draws, batch, numOutputs);
  }

  Tensor targets(Random random, int draws, int batch) {
    int size = draws * batch * numTargets;
    if (isReal()) {
      return Tensors.uniform(random, draws, batch, numTargets);
    }
    long[] integers = random.ints(size, 0, isClass() ? numClasses : 12).asLongStream().toArray();
    return isClass()
        ? Tensor.of(integers, draws, batch, numTargets)
        : Tensor.of(
            DType.FLOAT64,
            Arrays.stream(integers).asDoubleStream().toArray(),
            draws,
            batch,
            numTargets);
  }

  /** What the record is shown as in reports. */
  @Override
  public String toString() {
    return likelihood + " of " + numOutputs + " outputs";
  }
}
