package org.jeffreys.cli.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jeffreys.table.TableScore;
import org.jeffreys.table.TableScores;

/**
 * What came of one fit of a comparison.
 *
 * @param fold from 1
 * @param scores on the fold's test rows; none where the method refused
 * @param seconds that fitting took, beside the other fits that ran then; of a fit that was
 *     interrupted, since it went on
 * @param refusal why there is no model; empty where there is one
 */
record FitOutcome(String method, int fold, TableScores scores, double seconds, String refusal) {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String RUN = "run";

  static FitOutcome refused(String method, int fold, String reason) {
    return new FitOutcome(method, fold, new TableScores(Map.of()), Double.NaN, reason);
  }

  boolean isRefused() {
    return !refusal.isEmpty();
  }

  /** As JSON; numbers that are not finite stand as text. */
  String json(String fingerprint) {
    ObjectNode node = MAPPER.createObjectNode();
    node.put(RUN, fingerprint).put("method", method).put("fold", fold);
    put(node, "seconds", seconds);
    node.put("refusal", refusal);
    ObjectNode values = node.putObject("scores");
    scores.values().forEach((score, value) -> put(values, score.code(), value));
    return node.toPrettyString() + "\n";
  }

  private static void put(ObjectNode node, String name, double value) {
    if (Double.isFinite(value)) {
      node.put(name, value);
    } else {
      node.put(name, Double.toString(value));
    }
  }

  /** What {@link #json} wrote of the same run; empty if it is of another one. */
  static Optional<FitOutcome> parse(String json, String fingerprint) {
    try {
      JsonNode node = MAPPER.readTree(json);
      if (!fingerprint.equals(node.path(RUN).asText())) {
        return Optional.empty();
      }
      Map<TableScore, Double> values = new EnumMap<>(TableScore.class);
      node.path("scores")
          .properties()
          .forEach(each -> values.put(TableScore.of(each.getKey()), number(each.getValue())));
      return Optional.of(
          new FitOutcome(
              node.path("method").asText(),
              node.path("fold").asInt(),
              new TableScores(values),
              number(node.path("seconds")),
              node.path("refusal").asText()));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static double number(JsonNode node) {
    return Double.parseDouble(node.asText());
  }
}
