package org.jeffreys.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The scripts and the style sheet a page is made of, from the class path. */
final class Scripts {
  private static final String ECHARTS = "META-INF/maven/org.webjars/echarts/pom.properties";

  private Scripts() {}

  /** Apache ECharts, minified, with its licence notice. */
  static String echarts() {
    Properties version = new Properties();
    try (InputStream in = open("/" + ECHARTS)) {
      version.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String number = version.getProperty("version");
    return read("/META-INF/resources/webjars/echarts/" + number + "/echarts.min.js");
  }

  /** A resource of this package. */
  static String own(String file) {
    return read(file);
  }

  private static String read(String resource) {
    try (InputStream in = open(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String resource) {
    @Nullable InputStream in = Scripts.class.getResourceAsStream(resource);
    if (in == null) {
      throw new IllegalStateException(
          resource + ": expected it on the class path, got nothing; add its jar");
    }
    return in;
  }
}
