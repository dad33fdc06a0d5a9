package org.jeffreys.examples;

import java.io.PrintStream;
import org.jeffreys.app.vae.Binarisation;
import org.jeffreys.app.vae.BinaryImages;
import org.jeffreys.app.vae.Imputation;
import org.jeffreys.app.vae.TrainedVae;
import org.jeffreys.app.vae.Vae;
import org.jeffreys.app.vae.VaeModel;
import org.jeffreys.app.vae.VaeNetworks;
import org.jeffreys.core.Doubles;
import org.jeffreys.data.Images;
import org.jeffreys.data.Strokes;
import org.jeffreys.inference.Run;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** The tutorial's program: a model of digits that makes, judges and completes them. */
public final class DigitVae {
  private static final int PIXELS = 28 * 28;

  private DigitVae() {}

  /** Prints how well digits are modelled, and how sure the model is of what it fills in. */
  public static void run(PrintStream out) {
    // [model
    var sizes =
        new VaeNetworks.Config(28, 28, 100, 10, 0); // height, width, hidden, latent, classes
    var vae =
        new Vae(
            new Vae.Config(
                sizes,
                Adam.standard(),
                new Schedule.Constant(1e-3),
                100,
                10,
                Binarisation.THRESHOLD));
    try (var scope = Scope.open();
        Images digits = Strokes.digits(6000, 1);
        Images more = Strokes.digits(100, 2);
        BinaryImages test = BinaryImages.thresholded(more);
        Rng rng = Rng.of(0, "evaluation");
        TrainedVae trained = vae.train(digits, Run.of(0))) {
      VaeModel model = trained.model();
      Doubles elbo = model.elbo(test, 10, rng); // in nats, one an image
      Doubles tighter = model.importanceBound(test, 100, rng);
      Tensor known = Tensor.cat(0, bytes(1, PIXELS / 2), bytes(0, PIXELS / 2)); // the upper half
      Imputation filled = model.impute(test, known, new Imputation.Config(20, 20, 40), rng);
      // model]
      out.printf("elbo: %.1f%n", elbo.mean());
      out.printf("nearer to log p: %.1f%n", tighter.mean());
      out.printf("deviation of missing pixels: %.3f%n", 2 * filled.deviation().mean().item());
    }
  }

  private static Tensor bytes(int value, long count) {
    return Tensor.full(DType.UINT8, value, count);
  }

  /** Takes no arguments. */
  public static void main(String[] args) {
    run(System.out);
  }
}
