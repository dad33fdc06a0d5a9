package org.jeffreys.app.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jeffreys.NativeMemory;
import org.jeffreys.core.NumericalException;
import org.jeffreys.data.Images;
import org.jeffreys.inference.Checkpoints;
import org.jeffreys.inference.Run;
import org.jeffreys.optim.Adam;
import org.jeffreys.optim.Schedule;
import org.jeffreys.store.FolderCheckpoints;
import org.jeffreys.store.ModelFile;
import org.jeffreys.store.OutputFolder;
import org.jeffreys.store.SavedVae;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(NativeMemory.class)
final class VaeTest {
  private static final int EPOCHS = 4;
  private static final String KILLED = "test: killed";

  @TempDir private Path path;

  private static Vae vae(int numClasses, double rate, int epochs, Binarisation binarisation) {
    return new Vae(
        new Vae.Config(
            new VaeNetworks.Config(2, 3, 16, 2, numClasses),
            Adam.standard(),
            new Schedule.Constant(rate),
            8,
            epochs,
            binarisation));
  }

  @ParameterizedTest
  @EnumSource
  void learnsWhatThereIs(Binarisation binarisation) {
    try (Images images = SmallVae.grey(400, 1);
        TrainedVae trained = vae(0, 0.01, 20, binarisation).train(images, Run.of(1))) {
      List<VaeEpoch> epochs = trained.epochs();
      assertThat(epochs).extracting(VaeEpoch::number).startsWith(1, 2, 3).hasSize(20);
      double rise = epochs.get(19).elbo() - epochs.get(0).elbo();
      assertThat(rise).isGreaterThan(binarisation == Binarisation.THRESHOLD ? 1.0 : 0.1);
      assertThat(epochs.get(19).divergence()).isPositive();
      assertThat(trained.seconds()).isPositive();
    }
  }

  /** Thresholded images have the one light column of their class. */
  @Test
  void conditionalImagesAreOfTheirClass() {
    try (Images images = SmallVae.grey(400, 1);
        TrainedVae trained = vae(3, 0.01, 20, Binarisation.THRESHOLD).train(images, Run.of(1));
        Rng rng = Rng.of(3, "test")) {
      float[] probs = trained.model().sample(3, rng).toFloats();
      for (int label = 0; label < 3; label++) {
        for (int pixel = 0; pixel < SmallVae.PIXELS; pixel++) {
          boolean isWhite = probs[label * SmallVae.PIXELS + pixel] > 0.5;
          assertThat(isWhite).isEqualTo(pixel % 3 == label);
        }
      }
    }
  }

  @Test
  void interpolationsEndInReconstructions() {
    try (VaeModel model = SmallVae.model(2, SmallVae.CLASSES, 3);
        BinaryImages images = SmallVae.everyImage(1);
        BinaryImages ends = images.range(13, 2)) {
      Tensor path = model.interpolate(ends, 5);
      Tensor rebuilt = model.decode(model.encode(ends).loc(), ends.labels());
      assertThat(path.shape()).containsExactly(5, SmallVae.PIXELS);
      assertThat(path.select(0, 0).sub(rebuilt.select(0, 0)).abs().max(0).item()).isLessThan(1e-6);
      assertThat(path.select(0, 4).sub(rebuilt.select(0, 1)).abs().max(0).item()).isLessThan(1e-6);
    }
  }

  private static List<Object> outcome(Binarisation binarisation, Images images, Run run) {
    try (TrainedVae trained = vae(3, 0.01, EPOCHS, binarisation).train(images, run)) {
      List<Object> all = new ArrayList<>();
      for (float value : trained.model().position().toFloats()) {
        all.add(value);
      }
      trained.epochs().forEach(epoch -> all.addAll(List.of(epoch.elbo(), epoch.divergence())));
      return all;
    }
  }

  /** Checkpoints that fail after their k-th save. */
  private record Killing(Checkpoints inner, AtomicInteger saves, int last) implements Checkpoints {
    @Override
    public Optional<Saved> latest(String part) {
      return inner.latest(part);
    }

    @Override
    public void save(String part, Checkpoint checkpoint, @Nullable Tensor newDraws) {
      inner.save(part, checkpoint, newDraws);
      if (saves.incrementAndGet() == last) {
        throw new IllegalStateException(KILLED);
      }
    }

    @Override
    public long intervalMillis() {
      return inner.intervalMillis();
    }
  }

  @ParameterizedTest
  @EnumSource
  void killedAfterAnyEpochItEndsInTheSameBits(Binarisation binarisation) {
    try (Images images = SmallVae.grey(30, 1);
        OutputFolder folder = OutputFolder.open(path, "--out")) {
      List<Object> expected = outcome(binarisation, images, Run.of(5));
      for (int last = 1; last <= EPOCHS; last++) {
        String fingerprint = "run " + last;
        Killing killing =
            new Killing(new FolderCheckpoints(folder, fingerprint, 0), new AtomicInteger(), last);
        assertThatThrownBy(() -> outcome(binarisation, images, Run.of(5).withCheckpoints(killing)))
            .hasMessage(KILLED);
        Run resumed = Run.of(5).withCheckpoints(new FolderCheckpoints(folder, fingerprint, 0));
        assertThat(outcome(binarisation, images, resumed)).isEqualTo(expected);
      }
    }
  }

  @Test
  void divergenceOfTrainingEndsItAndNamesTheStep() {
    try (Images images = SmallVae.grey(30, 1)) {
      assertThatThrownBy(() -> vae(0, 1e8, 3, Binarisation.THRESHOLD).train(images, Run.of(1)))
          .isInstanceOf(NumericalException.class)
          .hasMessageMatching(
              "step [2-5]: expected a finite elbo, got (NaN|-Infinity) at learningRate 1.0E8; lower"
                  + " learningRate");
    }
  }

  @Test
  void refusesImagesOfAnotherSizeOrWithoutClasses() {
    try (Images images = SmallVae.grey(30, 1);
        Images small = Images.of(new byte[12], null, 1, 2, 3, List.of());
        Images wide = Images.of(new byte[12], null, 1, 1, 12, List.of())) {
      Vae conditional = vae(3, 0.01, 1, Binarisation.THRESHOLD);
      assertThatThrownBy(() -> conditional.train(wide, Run.of(1)))
          .hasMessage("images: expected grey images of 2 x 3, got 1 x 12 x 1");
      assertThatThrownBy(() -> conditional.train(small, Run.of(1)))
          .hasMessage("images: expected labels of 3 classes, got none");
      assertThatThrownBy(() -> vae(2, 0.01, 1, Binarisation.THRESHOLD).train(images, Run.of(1)))
          .hasMessage("images: expected labels of 2 classes, got 3 classes");
    }
  }

  @Test
  void modelFilesHoldTheSameBits() {
    try (VaeModel model = SmallVae.model(2, SmallVae.CLASSES, 3);
        SavedVae saved = new SavedVae(model, List.of("a", "b", "c"), Map.of("data", "test"))) {
      Path file = path.resolve("model.jeffreys");
      ModelFile.write(file, saved);
      try (SavedVae read = ModelFile.readVae(file)) {
        assertThat(read.classNames()).isEqualTo(saved.classNames());
        assertThat(read.notes()).isEqualTo(saved.notes());
        assertThat(read.vae().networks().config()).isEqualTo(model.networks().config());
        assertThat(read.vae().position().toBytes()).isEqualTo(model.position().toBytes());
      }
      assertThatThrownBy(() -> ModelFile.readImages(file))
          .hasMessage(file + ": expected a model of images, got a variational autoencoder");
    }
  }

  /** Else a run that was resumed would end in a file of other bytes. */
  @Test
  void notesAreInOrderWhateverTheirMap() {
    Map<String, String> backwards = new LinkedHashMap<>();
    backwards.put("seed", "0");
    backwards.put("data", "test");
    try (SavedVae saved = new SavedVae(SmallVae.model(2, 0, 3), List.of(), backwards)) {
      assertThat(saved.notes().keySet()).containsExactly("data", "seed");
    }
  }

  @Test
  void greyIsWhiteFromOneHalf() {
    try (Images grey =
            Images.of(new byte[] {0, 127, (byte) 128, (byte) 255}, null, 1, 2, 2, List.of());
        BinaryImages images = BinaryImages.thresholded(grey);
        Rng rng = Rng.of(1, "test");
        BinaryImages drawn = BinaryImages.sampled(grey, rng)) {
      assertThat(images.pixels().toBytes()).containsExactly(0, 0, 1, 1);
      byte[] white = drawn.pixels().toBytes();
      assertThat(white[0]).isZero();
      assertThat(white[3]).isEqualTo((byte) 1);
    }
  }
}
