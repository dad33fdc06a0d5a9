package org.jeffreys.privacy;

import java.util.List;
import org.jeffreys.core.Check;

/** The accountants, each an upper bound on epsilon, in the order of the tables. */
public final class Accountants {
  private static final List<Accountant> ALL =
      List.of(RdpAccountant.current(), RdpAccountant.classic(), PrvAccountant.standard());

  private Accountants() {}

  /** All accountants. */
  public static List<Accountant> all() {
    return ALL;
  }

  /** The names, in order. */
  public static List<String> names() {
    return ALL.stream().map(Accountant::name).toList();
  }

  /**
   * The accountant of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Accountant named(String name) {
    return ALL.stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow(() -> Check.failure("accountant", "one of " + names(), "'" + name + "'"));
  }
}
