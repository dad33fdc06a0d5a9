package org.jeffreys.data;

import java.util.List;

/** The ways in which people write the digits, in the order of {@link #NAMES}. */
final class DigitSkeletons {
  static final String NAMES = "0123456789";

  static final List<List<Skeleton>> ALL =
      List.of(zero(), one(), two(), three(), four(), five(), six(), seven(), eight(), nine());

  private DigitSkeletons() {}

  /** One skeleton a path. */
  static List<Skeleton> skeletons(String... paths) {
    return List.of(paths).stream().map(Skeleton::of).toList();
  }

  private static List<Skeleton> zero() {
    return skeletons(
        "55,3 30,15 20,50 32,88 52,97 72,84 80,48 70,14 50,3",
        "50,2 36,20 32,50 37,82 50,98 62,82 67,50 63,18 48,2",
        "62,6 40,10 22,42 24,80 44,97 68,80 78,40 66,8 48,3 38,12",
        "50,10 20,25 12,52 24,84 50,93 78,82 88,50 76,20 46,9");
  }

  private static List<Skeleton> one() {
    return skeletons(
        "51,0 50,50 49,100",
        "60,0 50,50 42,100",
        "32,24 46,12 55,0! 54,50 53,100",
        "32,22 46,10 53,0! 53,50 52,98; 30,98 52,98 76,98");
  }

  private static List<Skeleton> two() {
    return skeletons(
        "20,25 30,8 52,1 74,14 74,34 56,62 20,96! 50,96 84,95",
        "20,22 36,4 60,3 74,22 66,48 44,76 24,92 16,84 28,74 46,84 64,96 84,92",
        "22,20 48,2 74,18 66,46 22,90! 40,88 60,96 82,90");
  }

  private static List<Skeleton> three() {
    return skeletons(
        "22,14 46,1 72,14 68,36 42,46! 70,54 80,76 60,97 34,97 16,84",
        "22,4 50,4 78,4! 58,22 42,40! 68,46 80,70 62,95 38,98 18,86",
        "24,12 50,2 70,18 60,40 40,48 44,43 66,52 78,74 60,96 36,97 18,86");
  }

  private static List<Skeleton> four() {
    return skeletons(
        "30,2 24,30 20,54! 50,54 84,52; 66,10 64,50 62,100",
        "62,2 38,34 14,64! 50,65 88,64; 62,2 62,50 62,100",
        "24,4 22,36 32,52 54,52 73,40; 76,2 73,40 68,100",
        "58,4 36,30 16,60! 50,61 86,58; 66,36 63,70 60,100");
  }

  private static List<Skeleton> five() {
    return skeletons(
        "30,4 28,24 26,44! 50,36 74,48 78,72 60,95 36,97 18,86; 30,4 54,4 78,2",
        "76,4 50,4 34,4! 31,22 28,40! 52,36 76,52 74,80 50,97 20,88",
        "74,6 44,8 34,22 34,40 56,44 74,60 68,86 46,97 20,88");
  }

  private static List<Skeleton> six() {
    return skeletons(
        "66,2 44,16 26,46 22,74 34,95 56,97 74,84 72,64 54,54 36,62 24,78",
        "58,0 36,36 24,68 32,92 54,98 74,82 68,62 48,58 26,74",
        "74,12 58,2 36,18 22,52 26,84 48,98 72,86 74,64 56,52 34,60 24,74");
  }

  private static List<Skeleton> seven() {
    return skeletons(
        "18,6 50,5 82,4! 62,44 46,100",
        "18,6 50,5 82,4! 62,44 46,100; 36,50 56,48 78,48",
        "18,20 20,5! 50,5 82,4! 60,44 50,100",
        "16,10 40,4 76,6! 66,30 50,60 44,100");
  }

  private static List<Skeleton> eight() {
    return skeletons(
        "72,16 50,2 28,14 32,36 54,50 74,70 66,94 42,98 24,82 34,58 58,44 74,28 70,12",
        "50,2 30,10 28,32 50,46 72,32 70,10 48,2; 50,46 24,60 24,86 50,98 76,86 76,60 50,46",
        "64,8 44,3 36,22 50,46 64,72 58,96 42,96 36,76 50,48 62,26 58,6");
  }

  private static List<Skeleton> nine() {
    return skeletons(
        "70,16 52,2 30,12 24,34 38,52 58,46 70,22! 68,60 64,100",
        "74,18 54,2 30,12 26,36 44,52 64,42 74,20 76,56 66,88 44,98 24,88",
        "72,18 56,4 34,10 26,32 40,50 62,40 74,10! 62,58 50,100");
  }
}
