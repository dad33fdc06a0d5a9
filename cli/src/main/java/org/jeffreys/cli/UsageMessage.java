package org.jeffreys.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jeffreys.core.Nearest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MaxValuesExceededException;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says in one line, in the form of all our messages, what picocli found wrong. */
final class UsageMessage {
  private UsageMessage() {}

  static String of(ParameterException e) {
    String command = e.getCommandLine().getCommandSpec().qualifiedName();
    if (e.getCause() instanceof IllegalArgumentException ours
        && !(ours instanceof NumberFormatException)) {
      return String.valueOf(ours.getMessage());
    }
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched.getUnmatched().get(0), e.getCommandLine(), command);
    }
    if (e instanceof MissingParameterException missing) {
      List<String> unknown = e.getCommandLine().getUnmatchedArguments();
      return unknown.isEmpty()
          ? missing(missing, command)
          : unmatched(unknown.get(0), e.getCommandLine(), command);
    }
    if (e instanceof OverwrittenOptionException twice) {
      return name(twice.getOverwritten()) + ": expected at most once, got it twice; leave one out";
    }
    ArgSpec argument = e.getArgSpec();
    if (argument == null || e instanceof MaxValuesExceededException) {
      return command + ": " + e.getMessage();
    }
    String got = e.getValue() == null ? e.getMessage() : "'" + e.getValue() + "'";
    return name(argument) + ": expected " + expected(argument) + ", got " + got;
  }

  private static String unmatched(String got, CommandLine line, String command) {
    if (got.startsWith("-")) {
      List<String> options =
          line.getCommandSpec().options().stream()
              .flatMap(option -> Stream.of(option.names()))
              .filter(option -> option.startsWith("--"))
              .toList();
      String given = got.contains("=") ? got.substring(0, got.indexOf('=')) : got;
      return command + ": expected a known option, got " + given + fix(given, options, command);
    }
    List<String> commands = List.copyOf(line.getSubcommands().keySet());
    if (commands.isEmpty()) {
      return command + ": expected options only, got '" + got + "'; see " + command + " --help";
    }
    String expected = commands.stream().collect(Collectors.joining(", ", "one of [", "]"));
    return command + ": expected " + expected + ", got '" + got + "'" + fix(got, commands, command);
  }

  private static String missing(MissingParameterException e, String command) {
    ArgSpec argument = e.getArgSpec() != null ? e.getArgSpec() : e.getMissing().get(0);
    boolean noValue =
        e.getMissing().isEmpty() || String.valueOf(e.getMessage()).contains("parameter for");
    if (noValue) {
      return name(argument) + ": expected " + expected(argument) + ", got nothing";
    }
    String all = e.getMissing().stream().map(UsageMessage::form).collect(Collectors.joining(" "));
    return command + ": expected " + all + ", got nothing; see " + command + " --help";
  }

  private static String form(ArgSpec argument) {
    return argument.isOption()
        ? name(argument) + " " + argument.paramLabel()
        : argument.paramLabel();
  }

  private static String fix(String got, List<String> known, String command) {
    @Nullable String nearest = Nearest.to(got, known);
    return nearest == null ? "; see " + command + " --help" : "; did you mean " + nearest + "?";
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }

  private static String expected(ArgSpec argument) {
    Class<?> type = argument.typeInfo().getType();
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "an integer";
    }
    if (type == double.class
        || type == Double.class
        || type == float.class
        || type == Float.class) {
      return "a number";
    }
    if (type.isEnum()) {
      return Stream.of(type.getEnumConstants())
          .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
          .collect(Collectors.joining(", ", "one of [", "]"));
    }
    if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    }
    return type == Path.class ? "a path" : "a value (" + argument.paramLabel() + ")";
  }
}
