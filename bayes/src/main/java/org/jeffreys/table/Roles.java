package org.jeffreys.table;

import java.util.List;
import java.util.Optional;
import org.jeffreys.core.Check;

/**
 * What the columns of a table are for; all that is not named here is a feature. Columns are given
 * by name, or as {@link Table#nameOf} says.
 *
 * @param targets what is to be predicted; several make several real outputs
 * @param kind what the targets are; empty: found out
 * @param weights how much each row counts; empty: all the same
 * @param ignored used for nothing
 */
public record Roles(
    List<String> targets,
    Optional<TargetKind> kind,
    Optional<String> weights,
    List<String> ignored) {

  /** Checks that there is a target. */
  public Roles {
    targets = List.copyOf(targets);
    ignored = List.copyOf(ignored);
    Check.require(!targets.isEmpty(), "--target", "at least one column", "none");
  }

  /** Targets of a kind that is found out. */
  public static Roles of(String... targets) {
    return new Roles(List.of(targets), Optional.empty(), Optional.empty(), List.of());
  }

  /** These roles with targets of a given kind. */
  public Roles withKind(TargetKind given) {
    return new Roles(targets, Optional.of(given), weights, ignored);
  }

  /** These roles with a column of weights. */
  public Roles withWeights(String column) {
    return new Roles(targets, kind, Optional.of(column), ignored);
  }

  /** These roles without some columns. */
  public Roles withIgnored(String... columns) {
    return new Roles(targets, kind, weights, List.of(columns));
  }
}
