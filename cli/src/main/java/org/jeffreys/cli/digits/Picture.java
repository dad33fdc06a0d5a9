package org.jeffreys.cli.digits;

/** A sheet of images, for a file and for the report. */
final class Picture {
  private final String title;
  private final String description;
  private final byte[] png;

  /** A picture of the given bytes. */
  Picture(String title, String description, byte[] png) {
    this.title = title;
    this.description = description;
    this.png = png.clone();
  }

  String title() {
    return title;
  }

  /** What is to be seen in it, for those who cannot see it. */
  String description() {
    return description;
  }

  byte[] png() {
    return png.clone();
  }
}
