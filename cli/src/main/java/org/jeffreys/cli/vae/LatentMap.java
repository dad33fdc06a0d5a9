package org.jeffreys.cli.vae;

import java.util.Arrays;
import org.jeffreys.app.vae.BinaryImages;
import org.jeffreys.app.vae.VaeModel;
import org.jeffreys.core.Doubles;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Linalg;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/**
 * Where images lie in the plane of the latent in which the means of their guides vary most.
 *
 * @param x the first principal component
 * @param y the second; zeros where the latent has one dimension
 * @param share of the variance of the means that the plane holds
 * @param labels the class of each image, empty where there are none
 */
record LatentMap(Doubles x, Doubles y, double share, Doubles labels) {
  private static final long MOST = 2000;

  static LatentMap of(VaeModel model, BinaryImages images) {
    try (Scope scope = Scope.open();
        BinaryImages some = images.range(0, Math.min(MOST, images.size()))) {
      Tensor loc = model.encode(some).loc().to(DType.FLOAT64);
      Tensor centred = loc.sub(loc.mean(0));
      Linalg.Eigen eigen =
          Linalg.symmetricEigen(centred.transpose(0, 1).matmul(centred).div((double) loc.size(0)));
      double[] values = eigen.values().toDoubles();
      int last = values.length - 1;
      Doubles x = component(centred, eigen, last);
      Doubles y = last == 0 ? x.map(value -> 0) : component(centred, eigen, last - 1);
      double held = values[last] + (last == 0 ? 0 : values[last - 1]);
      Tensor labels = some.labels();
      return new LatentMap(
          x,
          y,
          held / Arrays.stream(values).sum(),
          labels == null
              ? Doubles.of()
              : Doubles.of(Arrays.stream(labels.toLongs()).asDoubleStream()));
    }
  }

  private static Doubles component(Tensor centred, Linalg.Eigen eigen, int index) {
    Tensor direction = eigen.vectors().narrow(1, index, 1);
    return Doubles.of(centred.matmul(direction).squeeze(1).toDoubles());
  }
}
