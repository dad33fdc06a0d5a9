package org.jeffreys.cli;

import java.io.Console;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether somebody watches who can see a bar move. */
final class Terminal {
  private Terminal() {}

  static boolean isInteractive() {
    return isTerminal(System.console()) && canMoveCursor(System.getenv());
  }

  static boolean canMoveCursor(Map<String, String> environment) {
    boolean windows = environment.containsKey("WINDIR");
    String term = environment.getOrDefault("TERM", windows ? "windows" : "dumb");
    return !term.isEmpty() && !term.equals("dumb");
  }

  /** From Java 22 on there may be a console without a terminal, which only its own method tells. */
  private static boolean isTerminal(@Nullable Console console) {
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
