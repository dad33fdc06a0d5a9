package org.jeffreys.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jeffreys.NativeMemory;
import org.jeffreys.tensor.Rng;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(NativeMemory.class)
final class BatchesTest {
  /** Examples whose input is their row, and whose target is its negative. */
  private static Dataset numbered(int size) {
    double[] rows = new double[size];
    Arrays.setAll(rows, i -> i);
    return new Dataset(Tensor.of(rows, size, 1), Tensor.of(rows, size, 1).mul(-1));
  }

  /** The rows a chain got, without padding. */
  private static List<Integer> members(Batch batch, int chain) {
    double[] rows = batch.inputs().select(0, chain).toDoubles();
    Tensor weights = batch.weights();
    double[] weight = weights == null ? new double[0] : weights.narrow(0, chain, 1).toDoubles();
    return IntStream.range(0, rows.length)
        .filter(i -> weight.length == 0 || weight[i] == 1)
        .mapToObj(i -> (int) rows[i])
        .toList();
  }

  static List<Batches> kinds() {
    return List.of(new Batches.Uniform(5), new Batches.Shuffled(5), new Batches.Poisson(0.3));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void addingAChainLeavesTheOthersTheSame(Batches batches) {
    Dataset data = numbered(17);
    try (Rng two = Rng.streams(3, "test", 2);
        Rng three = Rng.streams(3, "test", 3);
        Rng last = Rng.streams(3, "test", 1, 2)) {
      for (int step = 0; step < 20; step++) {
        Batch of2 = batches.draw(data, step, two);
        Batch of3 = batches.draw(data, step, three);
        Batch of1 = batches.draw(data, step, last);
        assertThat(members(of3, 0)).isEqualTo(members(of2, 0));
        assertThat(members(of3, 1)).isEqualTo(members(of2, 1)).isEqualTo(members(of1, 0));
        assertThat(members(of3, 2)).isEqualTo(members(of1, 1));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void inputsAndTargetsBelongTogether(Batches batches) {
    try (Rng rng = Rng.streams(3, "test", 3)) {
      Batch batch = batches.draw(numbered(17), 0, rng);
      assertThat(batch.inputs().shape()).containsExactly(3, batch.size(), 1);
      assertThat(batch.targets().neg().toDoubles()).isEqualTo(batch.inputs().toDoubles());
      assertThat(batch.numExamples())
          .isEqualTo(
              members(batch, 0).size() + members(batch, 1).size() + members(batch, 2).size());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 17, 40})
  void shuffledCoversEachExampleOnceAnEpochAndCanBeResumed(int size) {
    Dataset data = numbered(17);
    Batches batches = new Batches.Shuffled(size);
    long perEpoch = batches.stepsPerEpoch(17);
    assertThat(perEpoch).isEqualTo((17 + size - 1) / size);
    try (Rng rng = Rng.streams(3, "test", 2);
        Rng again = Rng.streams(3, "test", 2)) {
      List<Integer> first = null;
      for (int epoch = 0; epoch < 3; epoch++) {
        List<Integer> order = new ArrayList<>();
        for (long k = 0; k < perEpoch; k++) {
          Batch batch = batches.draw(data, epoch * perEpoch + k, rng);
          assertThat(batch.scale()).isEqualTo(17.0 / batch.size());
          order.addAll(members(batch, 1));
          assertThat(members(batches.draw(data, epoch * perEpoch + k, again), 1))
              .isEqualTo(members(batch, 1));
        }
        assertThat(order.stream().sorted())
            .containsExactlyElementsOf(IntStream.range(0, 17).boxed().toList());
        assertThat(order).isNotEqualTo(first);
        first = order;
      }
      Batch later = batches.draw(data, 2 * perEpoch, again);
      Batch fresh;
      try (Rng third = Rng.streams(3, "test", 2)) {
        fresh = batches.draw(data, 2 * perEpoch, third);
      }
      assertThat(members(later, 0)).isEqualTo(members(fresh, 0));
    }
  }

  /** Failed with the rate off by a twentieth, and with chains that share a stream. */
  @Test
  void poissonTakesEachExampleIndependently() {
    int n = 40;
    int draws = 4000;
    double q = 0.3;
    Dataset data = numbered(n);
    Batches batches = new Batches.Poisson(q);
    double[] counts = new double[n];
    double[][] sizes = new double[2][draws];
    try (Rng rng = Rng.streams(5, "test", 2)) {
      for (int step = 0; step < draws; step++) {
        try (var scope = Scope.open()) {
          Batch batch = batches.draw(data, step, rng);
          for (int chain = 0; chain < 2; chain++) {
            List<Integer> members = members(batch, chain);
            assertThat(members).doesNotHaveDuplicates();
            members.forEach(row -> counts[row]++);
            sizes[chain][step] = members.size();
          }
        }
      }
    }
    for (double count : counts) {
      assertThat(count).isCloseTo(2 * draws * q, within(5 * Math.sqrt(2 * draws * q * (1 - q))));
    }
    double variance = n * q * (1 - q);
    double covariance = 0;
    for (int chain = 0; chain < 2; chain++) {
      double mean = Arrays.stream(sizes[chain]).average().orElseThrow();
      double found =
          Arrays.stream(sizes[chain]).map(s -> (s - n * q) * (s - n * q)).average().orElseThrow();
      assertThat(mean).isCloseTo(n * q, within(5 * Math.sqrt(variance / draws)));
      assertThat(found).isCloseTo(variance, within(5 * variance * Math.sqrt(2.0 / draws)));
    }
    for (int step = 0; step < draws; step++) {
      covariance += (sizes[0][step] - n * q) * (sizes[1][step] - n * q) / draws;
    }
    assertThat(covariance).isCloseTo(0, within(5 * variance / Math.sqrt(draws)));
  }

  @Test
  void poissonPadsWithZeroWeight() {
    try (Rng rng = Rng.streams(5, "test", 3)) {
      Batch batch = new Batches.Poisson(0.2).draw(numbered(30), 0, rng);
      Tensor weights = Objects.requireNonNull(batch.weights());
      assertThat(weights.shape()).containsExactly(3, batch.size());
      assertThat(weights.sum().item()).isEqualTo((double) batch.numExamples());
      assertThat(weights.sum(1).max(0).item()).isEqualTo((double) batch.size());
      assertThat(batch.scale()).isEqualTo(5);
    }
  }

  @Test
  void anEmptyPoissonBatchIsAllPadding() {
    try (Rng rng = Rng.streams(5, "test", 2)) {
      Batch batch = new Batches.Poisson(1e-12).draw(numbered(3), 0, rng);
      assertThat(batch.numExamples()).isZero();
      assertThat(batch.size()).isEqualTo(1);
      assertThat(Objects.requireNonNull(batch.weights()).toDoubles()).containsExactly(0, 0);
      Batch all = new Batches.Poisson(1).draw(numbered(3), 0, rng);
      assertThat(all.weights()).isNull();
      assertThat(members(all, 1)).containsExactly(0, 1, 2);
    }
  }

  @Test
  void piecesAreThePartsOfABatch() {
    try (Rng rng = Rng.streams(5, "test", 2)) {
      Batch batch = new Batches.Poisson(0.5).draw(numbered(30), 0, rng);
      List<Batch> pieces = batch.pieces(4);
      assertThat(pieces).allMatch(piece -> piece.size() <= 4);
      Tensor[] inputs = pieces.stream().map(Batch::inputs).toArray(Tensor[]::new);
      Tensor[] weights = pieces.stream().map(Batch::weights).toArray(Tensor[]::new);
      assertThat(Tensor.cat(1, inputs).toDoubles()).isEqualTo(batch.inputs().toDoubles());
      assertThat(Tensor.cat(1, weights).toDoubles())
          .isEqualTo(Objects.requireNonNull(batch.weights()).toDoubles());
      assertThat(batch.pieces(batch.size())).containsExactly(batch);
    }
  }

  @Test
  void refusesSettingsOutOfRange() {
    assertThatThrownBy(() -> new Batches.Uniform(0))
        .hasMessage("size: expected an integer >= 1, got 0");
    assertThatThrownBy(() -> new Batches.Shuffled(-1))
        .hasMessage("size: expected an integer >= 1, got -1");
    assertThatThrownBy(() -> new Batches.Poisson(1.5))
        .hasMessage("rate: expected a value in (0, 1], got 1.5");
    assertThatThrownBy(() -> new Batches.Poisson(Double.NaN))
        .hasMessage("rate: expected a value in (0, 1], got NaN");
  }

  @Test
  void fullBatchesAreSharedByAllChains() {
    try (Rng rng = Rng.streams(1, "test", 2)) {
      Batch batch = new Batches.Full().draw(numbered(3), 9, rng);
      assertThat(batch.inputs().shape()).containsExactly(1, 3, 1);
      assertThat(batch.numExamples()).isEqualTo(6);
      assertThat(batch.scale()).isEqualTo(1);
    }
  }

  static List<Batches> allKinds() {
    List<Batches> all = new ArrayList<>(kinds());
    all.add(new Batches.Full());
    return all;
  }

  /** The noise of row r of chain c is 1000 c + r / 100. */
  @ParameterizedTest
  @MethodSource("allKinds")
  void noiseGoesToTheTargetsOfItsRowsAndChain(Batches rule) {
    Dataset data = numbered(17);
    double[] noise = new double[3 * 17];
    Arrays.setAll(noise, i -> 1000.0 * Math.floorDiv(i, 17) + i % 17 / 100.0);
    Batches perturbed = new Batches.Perturbed(rule, Tensor.of(noise, 3, 17, 1));
    assertThat(perturbed.stepsPerEpoch(17)).isEqualTo(rule.stepsPerEpoch(17));
    try (Rng rng = Rng.streams(3, "test", 3);
        Rng again = Rng.streams(3, "test", 3)) {
      for (int step = 0; step < 5; step++) {
        Batch batch = perturbed.draw(data, step, rng);
        Batch plain = rule.draw(data, step, again);
        assertThat(batch.inputs().toDoubles()).isEqualTo(plain.inputs().toDoubles());
        assertThat(batch.numExamples()).isEqualTo(plain.numExamples());
        assertThat(batch.scale()).isEqualTo(plain.scale());
        assertThat(batch.targets().shape()).containsExactly(3, batch.size(), 1);
        for (int chain = 0; chain < 3; chain++) {
          double[] rows =
              batch.inputs().select(0, batch.inputs().size(0) == 1 ? 0 : chain).toDoubles();
          double[] expected = new double[rows.length];
          int c = chain;
          Arrays.setAll(expected, i -> -rows[i] + 1000.0 * c + rows[i] / 100);
          assertThat(batch.targets().select(0, chain).toDoubles())
              .containsExactly(expected, within(1e-9));
        }
      }
    }
  }

  @Test
  void noiseOfOtherChainsIsRefused() {
    Batches perturbed =
        new Batches.Perturbed(new Batches.Full(), Tensor.of(new double[34], 2, 17, 1));
    try (Rng rng = Rng.streams(3, "test", 3)) {
      assertThatThrownBy(() -> perturbed.draw(numbered(17), 0, rng))
          .hasMessage("noise: expected 3 chains, got 2");
    }
  }
}
