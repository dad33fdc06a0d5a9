package org.jeffreys.cli;

/** Shows nothing. */
final class QuietProgress implements Progress {
  @Override
  public void start(String task, long total, String unit) {}

  @Override
  public void advanceTo(long done, String note) {}

  @Override
  public void close() {}
}
