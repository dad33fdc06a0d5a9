package org.jeffreys.inference.mcmc;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jeffreys.core.NumericalException;
import org.jeffreys.tensor.HostStream;

/**
 * One chain as a machine that asks for one gradient after the other: it tries starting points,
 * searches step sizes, and makes iterations, each at its own pace. What it does depends on its
 * streams and on what the density is at the positions it asked for.
 */
final class Chain {
  private static final double SEARCHED_LOG_ACCEPTANCE = Math.log(0.8);
  private static final double LARGEST_STEP = 1e7;

  private enum Phase {
    STARTING,
    SEARCHING,
    MOVING,
    DONE
  }

  private final int index;
  private final HamiltonianSampler settings;
  private final HostStream starts;
  private final HostStream stream;
  private final Consumer<double[]> sink;
  private final Function<double[], String> blame;
  private final List<Integer> windowEnds;
  private final Transition transition;
  private final PhasePoint probe;
  private final Candidate current;
  private final ChainRecord record;
  private final StepSearch search = new StepSearch();
  private final MassEstimator estimator;

  private Phase phase = Phase.STARTING;
  private int tries;
  private double[] startingPoint;
  private MassMatrix mass;
  private double stepSize;
  private boolean searchDue;
  private int searchDirection;
  private double searchEnergy;
  private int iteration;
  private long evaluations;
  private byte[] boundary = new byte[0];
  private long boundaryEvaluations;

  /**
   * A chain before its start.
   *
   * @param index its number among all chains of the run
   * @param scale the typical reach of each coordinate
   * @param sink takes each draw, which it copies
   * @param blame says why a point has no density, behind a colon; empty where nothing is known
   */
  Chain(
      int index,
      HamiltonianSampler settings,
      double[] scale,
      long seed,
      Consumer<double[]> sink,
      Function<double[], String> blame) {
    this.index = index;
    this.settings = settings;
    this.sink = sink;
    this.blame = blame;
    Warmup warmup = settings.warmup();
    starts = HostStream.keyed(seed, "mcmc-start", index);
    stream = HostStream.keyed(seed, "mcmc-chain", index);
    windowEnds = warmup.windowEnds();
    transition = settings.trajectory().transition(scale.length, stream);
    probe = new PhasePoint(scale.length);
    current = new Candidate(scale.length);
    record = new ChainRecord(settings.numSamples());
    mass = warmup.mass().initial(scale);
    estimator = warmup.mass().estimator(scale);
    stepSize = warmup.firstStepSize();
    searchDue = warmup.numIterations() > 0;
    startingPoint = settings.start().point(index, scale.length, starts);
  }

  /** The position at which the density is wanted. */
  double[] wanted() {
    return switch (phase) {
      case STARTING -> startingPoint;
      case SEARCHING -> probe.position();
      case MOVING -> transition.wanted();
      case DONE -> current.position();
    };
  }

  boolean isDone() {
    return phase == Phase.DONE;
  }

  boolean isWarmingUp() {
    return iteration < settings.warmup().numIterations();
  }

  /** Its number among all chains of the run. */
  int index() {
    return index;
  }

  /** The iterations made. */
  int iteration() {
    return iteration;
  }

  /** The gradients asked for. */
  long evaluations() {
    return evaluations;
  }

  ChainRecord record() {
    return record;
  }

  McmcSample.Adapted adapted() {
    return new McmcSample.Adapted(stepSize, mass);
  }

  /**
   * Takes the density at the wanted position.
   *
   * @param gradients those of all chains, of which this one's begin at {@code offset}
   */
  void take(double logProb, double[] gradients, int offset) {
    evaluations++;
    switch (phase) {
      case STARTING -> start(logProb, gradients, offset);
      case SEARCHING -> searched(logProb, gradients, offset);
      case MOVING -> {
        if (transition.advance(logProb, gradients, offset)) {
          endIteration();
        }
      }
      case DONE -> throw new IllegalStateException("chain: expected to go on, got its end");
    }
  }

  private void start(double logProb, double[] gradients, int offset) {
    tries++;
    int dimension = startingPoint.length;
    if (Double.isFinite(logProb) && Vectors.isFinite(gradients, offset, dimension)) {
      current.set(startingPoint, logProb, gradients, offset);
      beginIteration();
    } else if (tries < settings.start().tries()) {
      startingPoint = settings.start().point(index, dimension, starts);
    } else {
      throw new NumericalException(startFailure(logProb));
    }
  }

  private String startFailure(double logProb) {
    String points = tries == 1 ? "the point " : "the last of " + tries + " points ";
    String got =
        Double.isFinite(logProb) ? "a gradient that is not finite" : "a log density of " + logProb;
    return "start: expected a finite log density and gradient, got "
        + got
        + " at "
        + points
        + settings.start().place()
        + " of chain "
        + index
        + (Double.isFinite(logProb) ? "" : blame.apply(startingPoint))
        + "; give starting points, or check the density there";
  }

  /** Goes on from the boundary of an iteration, which is where a checkpoint finds the chain. */
  private void beginIteration() {
    boundary = stream.state();
    boundaryEvaluations = evaluations;
    if (iteration == settings.warmup().numIterations() + settings.numSamples()) {
      phase = Phase.DONE;
    } else if (searchDue) {
      phase = Phase.SEARCHING;
      searchDirection = 0;
      probe();
    } else {
      move();
    }
  }

  private void move() {
    phase = Phase.MOVING;
    transition.begin(current, mass, stepSize);
  }

  private void probe() {
    probe.start(current, mass, stream);
    searchEnergy = probe.energy();
    probe.depart(stepSize, mass);
  }

  /** Halves or doubles the step size until one leapfrog crosses an acceptance of 0.8. */
  private void searched(double logProb, double[] gradients, int offset) {
    probe.arrive(stepSize, mass, logProb, gradients, offset);
    boolean good = searchEnergy - probe.energy() > SEARCHED_LOG_ACCEPTANCE;
    int direction = good ? 1 : -1;
    if (searchDirection == 0) {
      searchDirection = direction;
    }
    if (direction == searchDirection) {
      stepSize *= direction == 1 ? 2 : 0.5;
      requirePossible();
      probe();
    } else {
      search.restart(stepSize);
      searchDue = false;
      move();
    }
  }

  private void requirePossible() {
    if (stepSize > LARGEST_STEP) {
      throw new NumericalException(
          "stepSize: expected a density that falls within 1e7 of chain "
              + index
              + ", got one that does not; check that the posterior is proper");
    }
    if (stepSize == 0) {
      throw new NumericalException(
          "stepSize: expected one that keeps the energy of chain "
              + index
              + ", got none above 0; check that the log density is continuous");
    }
  }

  private void endIteration() {
    current.copyFrom(transition.chosen());
    if (isWarmingUp()) {
      adapt();
    } else {
      record.add(stepSize, transition);
      sink.accept(current.position());
    }
    iteration++;
    beginIteration();
  }

  private void adapt() {
    Warmup warmup = settings.warmup();
    stepSize = search.update(transition.acceptance(), warmup.acceptance());
    boolean isLast = iteration + 1 == warmup.numIterations();
    if (isLast) {
      stepSize = search.found();
    }
    if (windowEnds.isEmpty() || iteration > windowEnds.get(windowEnds.size() - 1)) {
      return;
    }
    if (iteration >= warmup.firstOfWindows()) {
      estimator.add(current.position(), current.gradient());
    }
    if (windowEnds.contains(iteration)) {
      mass = estimator.estimate();
      estimator.restart();
      searchDue = !isLast;
    }
  }

  // -------------------------------------------------------------- checkpoints

  /** Whether there is no boundary of an iteration yet. */
  boolean isStarting() {
    return phase == Phase.STARTING;
  }

  /** Its random stream at the last boundary of an iteration. */
  byte[] boundary() {
    return boundary.clone();
  }

  /** Where the chain was at that boundary: what only changes at the end of an iteration. */
  Map<String, double[]> snapshot() {
    double[] progress = {stepSize, searchDue ? 1 : 0, iteration, boundaryEvaluations};
    return Map.of(
        "position", current.position(),
        "gradient", current.gradient(),
        "logProb", new double[] {current.logProb()},
        "progress", progress,
        "search", search.content(),
        "mass", mass.content().toArray(),
        "estimator", estimator.content(),
        "record", record.content());
  }

  /** Goes on where a chain of the same settings was. */
  void resume(byte[] savedStream, Map<String, double[]> saved) {
    stream.restore(savedStream);
    double logProb = part(saved, "logProb")[0];
    current.set(part(saved, "position"), logProb, part(saved, "gradient"), 0);
    double[] progress = part(saved, "progress");
    stepSize = progress[0];
    searchDue = progress[1] == 1;
    iteration = (int) progress[2];
    evaluations = (long) progress[3];
    search.restore(part(saved, "search"));
    mass = settings.warmup().mass().restore(part(saved, "mass"), startingPoint.length);
    estimator.restore(part(saved, "estimator"));
    record.restore(part(saved, "record"));
    beginIteration();
  }

  private static double[] part(Map<String, double[]> saved, String name) {
    return saved.getOrDefault(name, new double[0]);
  }
}
