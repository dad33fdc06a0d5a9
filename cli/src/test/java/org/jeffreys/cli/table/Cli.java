package org.jeffreys.cli.table;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.jeffreys.cli.Main;

/** What came of one command. */
record Cli(int code, String out, String err) {
  static Cli run(Object... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] args = Stream.of(words).map(String::valueOf).toArray(String[]::new);
    int code = Main.run(args, new PrintWriter(out, true), new PrintWriter(err, true));
    return new Cli(code, out.toString(), err.toString());
  }

  /** The one line of an error. */
  String message() {
    return err.strip();
  }
}
