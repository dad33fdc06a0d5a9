package org.jeffreys.bench;

/**
 * The flags that the launcher {@code jeffreys} gives the JVM, for the forks of JMH. It also sets
 * {@code GLIBC_TUNABLES}, which is read before a process starts, so that a fork can only inherit
 * it.
 */
final class LauncherFlags {
  static final String HEAP = "-Xmx320m";
  static final String COLLECTOR = "-XX:+UseSerialGC";
  static final String FREES_BY_SCOPE = "-Dorg.bytedeco.javacpp.nopointergc=true";
  static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  private LauncherFlags() {}
}
