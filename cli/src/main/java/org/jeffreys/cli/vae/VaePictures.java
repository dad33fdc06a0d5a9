package org.jeffreys.cli.vae;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jeffreys.app.vae.BinaryImages;
import org.jeffreys.app.vae.Imputation;
import org.jeffreys.app.vae.VaeModel;
import org.jeffreys.app.vae.VaeNetworks;
import org.jeffreys.cli.report.ImageGrid;
import org.jeffreys.cli.report.Picture;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.tensor.DType;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** Sheets of images that the model makes. */
final class VaePictures {
  static final String SAMPLES = "samples";
  static final String RECONSTRUCTIONS = "reconstructions";
  static final String INTERPOLATIONS = "interpolations";
  static final String COMPLETIONS = "completions";

  private static final int COLUMNS = 10;
  private static final int STEPS = 11;
  private static final int ROWS = 8;
  private static final int SHOWN_DRAWS = 5;

  private static final Imputation.Config COMPLETING = new Imputation.Config(50, 50, 100);

  /** A deviation of one half, the greatest there is, is white. */
  private static final double DEVIATION_SCALE = 2 * 255;

  private final VaeModel model;
  private final VaeNetworks.Config sizes;
  private final BinaryImages test;
  private final Map<String, Picture> drawn = new LinkedHashMap<>();
  private double jumps;
  private double moves;
  private double rHat;
  private double pixelsRight;

  VaePictures(VaeModel model, BinaryImages test, long seed) {
    this.model = model;
    this.sizes = model.networks().config();
    this.test = test;
    try (Scope scope = Scope.open();
        Rng rng = Rng.of(seed, "pictures")) {
      samples(rng);
      reconstructions();
      interpolations();
      completions(rng);
    }
  }

  /** The sheet of a name. */
  Picture named(String name) {
    return Objects.requireNonNull(drawn.get(name), name);
  }

  /** The share of the guide's proposals that were accepted when images were filled in. */
  double jumps() {
    return jumps;
  }

  /** The share of Hamiltonian paths that were accepted then. */
  double moves() {
    return moves;
  }

  /** The greatest R-hat of an image that was filled in. */
  double rHat() {
    return rHat;
  }

  /** The share of missing pixels whose more probable colour is right. */
  double pixelsRight() {
    return pixelsRight;
  }

  void write(OutputFolder folder) {
    drawn.forEach((name, picture) -> folder.write("pictures/" + name + ".png", picture.png()));
  }

  private ImageGrid grid(int columns) {
    return ImageGrid.of(sizes.height(), sizes.width(), columns).zoom(2).textScale(2).gap(2);
  }

  private void put(String name, String title, String description, ImageGrid grid) {
    drawn.put(name, new Picture(title, description, grid.png()));
  }

  private void samples(Rng rng) {
    int columns = sizes.isConditional() ? sizes.numClasses() : COLUMNS;
    ImageGrid grid = grid(columns);
    addAll(grid, model.sample(columns * COLUMNS, rng), 255);
    put(
        SAMPLES,
        "Images from the prior",
        "Images that the model makes of random points of the latent"
            + (sizes.isConditional() ? ", a column a class." : "."),
        grid);
  }

  private void reconstructions() {
    try (BinaryImages some = first(2L * COLUMNS)) {
      Tensor found = model.decode(model.encode(some).loc(), some.labels());
      ImageGrid grid = grid(COLUMNS);
      for (long start = 0; start < some.size(); start += COLUMNS) {
        long count = Math.min(COLUMNS, some.size() - start);
        addAll(grid.row("in"), some.pixels().narrow(0, start, count), 255);
        addAll(grid.row("out"), found.narrow(0, start, count), 255);
      }
      put(
          RECONSTRUCTIONS,
          "Test images, and what comes back",
          "Test images above what the decoder makes of the mean of their guide.",
          grid);
    }
  }

  private void interpolations() {
    ImageGrid grid = grid(STEPS);
    int rows = (int) Math.min(ROWS, test.size() / 2);
    for (int row = 0; row < rows; row++) {
      try (BinaryImages ends = test.range(2L * row, 2)) {
        grid.row("");
        addAll(grid, model.interpolate(ends, STEPS), 255);
      }
    }
    put(
        INTERPOLATIONS,
        "From one image to another",
        "Each row goes from the reconstruction of one test image to that of another.",
        grid);
  }

  private void completions(Rng rng) {
    try (BinaryImages some = first(COLUMNS)) {
      Tensor known = upperHalf();
      Imputation found = model.impute(some, known, COMPLETING, rng);
      jumps = found.jumps();
      moves = found.moves();
      rHat = found.rHat().max();
      pixelsRight = pixelsRight(found, some, known);
      ImageGrid grid = grid((int) some.size());
      addAll(grid.row("image"), some.pixels(), 255);
      Tensor seen = some.pixels().to(DType.FLOAT32).mul(known.to(DType.FLOAT32));
      addAll(grid.row("known"), seen, 255);
      addAll(grid.row("mean"), found.mean(), 255);
      addAll(grid.row("deviation"), found.deviation(), DEVIATION_SCALE);
      for (int draw = 0; draw < SHOWN_DRAWS; draw++) {
        addAll(grid.row("draw " + (draw + 1)), found.draws().select(1, draw), 255);
      }
      put(
          COMPLETIONS,
          "Lower halves filled in",
          "Test images, their known upper halves, the mean and the standard deviation of what may"
              + " be below, and five draws of it.",
          grid);
    }
  }

  private BinaryImages first(long count) {
    return test.range(0, Math.min(count, test.size()));
  }

  /** 1 in the rows above the middle. */
  private Tensor upperHalf() {
    int known = sizes.height() / 2 * sizes.width();
    Tensor upper = Tensor.ones(DType.UINT8, known);
    return Tensor.cat(0, upper, Tensor.zeros(DType.UINT8, sizes.pixels() - known));
  }

  private static double pixelsRight(Imputation found, BinaryImages truth, Tensor known) {
    Tensor missing = known.to(DType.FLOAT32).neg().add(1);
    Tensor wrong =
        found.mean().gt(0.5).to(DType.FLOAT32).sub(truth.pixels().to(DType.FLOAT32)).abs();
    return 1 - wrong.mul(missing).sum().item() / (missing.sum().item() * truth.size());
  }

  /** Adds rows of numbers as images, white where they are 255 / factor. */
  private void addAll(ImageGrid grid, Tensor rows, double factor) {
    byte[] all =
        rows.to(DType.FLOAT32).mul(factor).add(0.5).clampMax(255).to(DType.UINT8).toBytes();
    int pixels = sizes.pixels();
    for (int start = 0; start < all.length; start += pixels) {
      grid.image(Arrays.copyOfRange(all, start, start + pixels));
    }
  }
}
