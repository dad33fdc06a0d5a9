package org.jeffreys.cli.report;

/** A sheet of images, for a file and for the report. */
public final class Picture {
  private final String title;
  private final String description;
  private final byte[] png;

  /** A picture of the given bytes. */
  public Picture(String title, String description, byte[] png) {
    this.title = title;
    this.description = description;
    this.png = png.clone();
  }

  /** What it shows. */
  public String title() {
    return title;
  }

  /** What is to be seen in it, for those who cannot see it. */
  public String description() {
    return description;
  }

  /** The bytes of a PNG. */
  public byte[] png() {
    return png.clone();
  }
}
