package org.jeffreys.cli.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.function.Supplier;
import org.jeffreys.cli.DataDirOption;
import org.jeffreys.cli.FileDigest;
import org.jeffreys.core.Check;
import org.jeffreys.ppl.Program;
import org.jeffreys.ppl.ProgramData;
import org.jeffreys.ppl.ProgramFactory;
import org.jeffreys.ppl.model.Programs;
import org.jeffreys.store.ProgramJson;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which program, and its data. */
final class ProgramSource {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "A program that comes with the library; without a name they are listed.")
  private @Nullable String name;

  @Option(
      names = "--class",
      paramLabel = "CLASS",
      description = "A class of yours that implements ProgramFactory or Program.")
  private @Nullable String className;

  @Option(names = "--jar", paramLabel = "FILE", description = "Where the class is.")
  private @Nullable Path jar;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "The data, a JSON file as Stan has them (.json, .json.gz or .json.zip).")
  private @Nullable Path data;

  @Mixin private final NonCentredOption nonCentred = new NonCentredOption();
  @Mixin private final DataDirOption folders = new DataDirOption();

  ProgramSource() {}

  boolean isNone() {
    Check.require(jar == null || className != null, "--jar", "a --class beside it", "none");
    return name == null && className == null;
  }

  /** What results are called after. */
  String title() {
    return name != null ? name : Check.present(className, "--class");
  }

  /** A digest of what the program is made of. */
  String digest() {
    Check.require(jar == null || Files.isRegularFile(jar), "--jar", "a file", String.valueOf(jar));
    @Nullable Path file = file();
    String ofData = file == null ? "none" : FileDigest.of(file);
    String ofJar = jar == null ? "" : " " + FileDigest.of(jar);
    return ofData + ofJar + nonCentred.digest();
  }

  /** The program; tensors of its data belong to the innermost scope. */
  Program program() {
    @Nullable Path file = file();
    ProgramData values = file == null ? ProgramData.none() : ProgramJson.read(file);
    @Nullable Program made = theirs(() -> factory().of(values));
    Check.require(made != null, "--class", "a class that makes programs", "null of " + className);
    Program program = Check.present(made, "program");
    return nonCentred.applied(
        m ->
            theirs(
                () -> {
                  program.run(m);
                  return program;
                }));
  }

  /** What goes wrong in a class of the user's is said to be there. */
  private <T> T theirs(Supplier<T> code) {
    try {
      return code.get();
    } catch (IndexOutOfBoundsException
        | NullPointerException
        | ClassCastException
        | ArithmeticException
        | NoSuchElementException
        | UnsupportedOperationException e) {
      StackTraceElement[] places = e.getStackTrace();
      String place = places.length == 0 ? "" : " at " + places[0];
      throw new IllegalArgumentException(
          title() + ": expected a program that runs, got " + e + place, e);
    }
  }

  private @Nullable Path file() {
    if (data != null) {
      Check.require(Files.isRegularFile(data), "--data", "a JSON file", data);
      return data;
    }
    @Nullable String source = name == null ? null : Programs.named(name).data();
    if (source == null) {
      return null;
    }
    String place = "posteriordb/data." + source + ".json.zip";
    return folders
        .folders()
        .find(place)
        .orElseThrow(
            () ->
                Check.failure(
                    "--data",
                    "a file of data for " + name,
                    "none, and no "
                        + place
                        + " in the folders of data; the file is in posteriordb's"
                        + " posterior_database/data/data/"
                        + source
                        + ".json.zip"));
  }

  private ProgramFactory factory() {
    if (name != null) {
      Check.require(className == null, "--class", "no NAME beside it", name);
      return Programs.named(name).factory();
    }
    Object instance = instance(Check.present(className, "--class"));
    if (instance instanceof ProgramFactory factory) {
      return factory;
    }
    if (instance instanceof Program program) {
      return values -> program;
    }
    throw Check.failure("--class", "a ProgramFactory or a Program", instance.getClass().getName());
  }

  private Object instance(String type) {
    try {
      return Class.forName(type, true, loader()).getDeclaredConstructor().newInstance();
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException(
          "--class: expected a class of "
              + (jar == null ? "the class path" : jar)
              + ", got "
              + type
              + (jar == null ? "; name its jar with --jar" : ""),
          e);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalArgumentException(
          "--class: expected a public class with a public constructor without arguments, got "
              + type
              + ", "
              + e.getClass().getSimpleName(),
          e);
    }
  }

  @SuppressWarnings("resource") // classes may be loaded from it as long as the program runs
  private ClassLoader loader() {
    ClassLoader own = ProgramSource.class.getClassLoader();
    if (jar == null) {
      return Check.present(own, "class loader");
    }
    Check.require(Files.isRegularFile(jar), "--jar", "a file", jar);
    try {
      return new URLClassLoader(new URL[] {jar.toUri().toURL()}, own);
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(new IOException(e));
    }
  }
}
