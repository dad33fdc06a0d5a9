package org.jeffreys.inference;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.HashMap;
import java.util.Map;
import org.jeffreys.core.Fields;
import org.jeffreys.tensor.Scope;
import org.jeffreys.tensor.Tensor;

/** Posteriors written down and read as by a file: settings as JSON, tensors as bytes. */
public final class Written {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Written() {}

  /** The state of a posterior, in tensors of the innermost scope. */
  public static PosteriorState state(Posterior posterior) {
    try (Scope scope = Scope.open()) {
      PosteriorState state = posterior.state();
      Map<String, Tensor> read = new HashMap<>();
      state
          .tensors()
          .forEach(
              (name, tensor) ->
                  read.put(
                      name,
                      scope.keep(
                          Tensor.ofBytes(tensor.dtype(), tensor.toBytes(), tensor.shape()))));
      String json = JSON.writeValueAsString(state.settings());
      Map<String, Object> settings = Fields.of(state.kind(), JSON.readValue(json, Map.class)).map();
      return new PosteriorState(state.kind(), settings, read);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("settings: expected plain data, got others", e);
    }
  }

  /** The posterior that reads back, which the caller closes. */
  public static Posterior restored(Posterior posterior) {
    try (Scope scope = Scope.open()) {
      return Posteriors.restore(posterior.model(), state(posterior));
    }
  }
}
