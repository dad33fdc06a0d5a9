package org.jeffreys.cli.report;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jeffreys.core.Check;

/**
 * Small grey images of one size in rows and columns, as one PNG: each enlarged by a whole number,
 * with a caption below and a coloured frame where it has them, and a label left of a row.
 *
 * <pre>{@code
 * byte[] png = ImageGrid.of(28, 28, 10).zoom(3).row("wrong").image(pixels, "4: 51%", WRONG).png();
 * }</pre>
 *
 * <p>Draws without fonts and without a screen.
 */
public final class ImageGrid {
  private static final int PAPER = 0xFFFFFF;
  private static final int TEXT = 0x333333;
  private static final int FRAME = 3;
  private static final long MOST_PIXELS = 100_000_000;

  /** What the frame of an image says. */
  public enum Frame {
    /** No frame. */
    NONE(Optional.empty()),
    /** Green: the prediction is right. */
    RIGHT(Optional.of(Hue.GREEN)),
    /** Vermilion: the prediction is wrong. */
    WRONG(Optional.of(Hue.VERMILION)),
    /** Orange: set aside for a person to look at. */
    FLAGGED(Optional.of(Hue.ORANGE));

    private final Optional<Hue> hue;

    Frame(Optional<Hue> hue) {
      this.hue = hue;
    }
  }

  private static final class Cell {
    private final byte[] pixels;
    private final String caption;
    private final Frame frame;

    Cell(byte[] pixels, String caption, Frame frame) {
      this.pixels = pixels;
      this.caption = caption;
      this.frame = frame;
    }
  }

  private static final class Row {
    private final String label;
    private final List<Cell> cells = new ArrayList<>();

    Row(String label) {
      this.label = label;
    }
  }

  private final int height;
  private final int width;
  private final int columns;
  private final List<Row> rows = new ArrayList<>();
  private int zoom = 2;
  private int textScale = 1;
  private int gap = 6;

  private ImageGrid(int height, int width, int columns) {
    this.height = within(height, 1, 4096, "height");
    this.width = within(width, 1, 4096, "width");
    this.columns = within(columns, 1, 4096, "columns");
  }

  private static int within(int value, int least, int most, String name) {
    Check.require(
        value >= least && value <= most,
        name,
        "an integer in [" + least + ", " + most + "]",
        value);
    return value;
  }

  /**
   * Begins a grid without images.
   *
   * @param height of an image, in pixels
   * @param width of an image, in pixels
   * @param columns the most images of a row
   */
  public static ImageGrid of(int height, int width, int columns) {
    return new ImageGrid(height, width, columns);
  }

  /** Draws each pixel of an image as a square of {@code zoom} pixels; 2 unless told. */
  public ImageGrid zoom(int zoom) {
    this.zoom = within(zoom, 1, 64, "zoom");
    return this;
  }

  /** Draws each pixel of a letter as a square of {@code textScale} pixels; 1 unless told. */
  public ImageGrid textScale(int textScale) {
    this.textScale = within(textScale, 1, 64, "textScale");
    return this;
  }

  /** Leaves {@code gap} pixels between images and around them; 6 unless told. */
  public ImageGrid gap(int gap) {
    this.gap = within(gap, 0, 1000, "gap");
    return this;
  }

  /** Begins a row with a label left of it. */
  public ImageGrid row(String label) {
    rows.add(new Row(PixelText.requireDrawable(label, "label")));
    return this;
  }

  /** Adds an image without caption and frame, as {@link #image(byte[], String, Frame)} does. */
  public ImageGrid image(byte[] pixels) {
    return image(pixels, "", Frame.NONE);
  }

  /**
   * Adds an image to the row; where the row is full, to a new one without a label.
   *
   * @param pixels row by row, 0 black to 255 white
   * @param caption what {@link PixelText} can draw; may be empty
   */
  public ImageGrid image(byte[] pixels, String caption, Frame frame) {
    Check.require(
        pixels.length == height * width,
        "pixels",
        height * width + " bytes, " + height + " rows of " + width,
        pixels.length);
    PixelText.requireDrawable(caption, "caption");
    if (rows.isEmpty() || rows.get(rows.size() - 1).cells.size() == columns) {
      rows.add(new Row(""));
    }
    rows.get(rows.size() - 1).cells.add(new Cell(pixels.clone(), caption, frame));
    return this;
  }

  /**
   * The grid as a PNG.
   *
   * @throws IllegalStateException if there is no image, or so many that the PNG would have more
   *     than a hundred million pixels
   */
  public byte[] png() {
    try (var bytes = new ByteArrayOutputStream();
        var out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(draw(), "png", out)) {
        throw new IllegalStateException("png: expected a writer of PNG in this Java, got none");
      }
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private BufferedImage draw() {
    if (rows.stream().allMatch(row -> row.cells.isEmpty())) {
      throw new IllegalStateException("image: expected at least one image, got none");
    }
    int most = rows.stream().mapToInt(row -> row.cells.size()).max().orElse(0);
    int labels = rows.stream().mapToInt(row -> textWidth(row.label)).max().orElse(0);
    int left = labels == 0 ? gap : labels + 2 * gap;
    int cellWidth = cellWidth();
    BufferedImage sheet =
        paper(
            left + (long) most * (cellWidth + gap),
            gap + rows.stream().mapToLong(row -> rowHeight(row) + gap).sum());
    int top = gap;
    for (Row row : rows) {
      int middle = top + FRAME + (height * zoom - PixelText.HEIGHT * textScale) / 2;
      PixelText.draw(sheet, row.label, gap, Math.max(middle, top), textScale, TEXT);
      for (int k = 0; k < row.cells.size(); k++) {
        draw(sheet, row.cells.get(k), left + k * (cellWidth + gap), top, cellWidth);
      }
      top += rowHeight(row) + gap;
    }
    return sheet;
  }

  private static BufferedImage paper(long width, long height) {
    if (width * height > MOST_PIXELS) {
      throw new IllegalStateException(
          "png: expected at most 100000000 pixels, got %d x %d; draw fewer images or a smaller zoom"
              .formatted(width, height));
    }
    var sheet = new BufferedImage((int) width, (int) height, BufferedImage.TYPE_INT_RGB);
    PixelText.fill(sheet, 0, 0, sheet.getWidth(), sheet.getHeight(), PAPER);
    return sheet;
  }

  private int textWidth(String text) {
    return PixelText.width(text, textScale);
  }

  /** As wide as the image with its frame, or as the longest caption. */
  private int cellWidth() {
    int widest = width * zoom + 2 * FRAME;
    for (Row row : rows) {
      for (Cell cell : row.cells) {
        widest = Math.max(widest, textWidth(cell.caption));
      }
    }
    return widest;
  }

  private int rowHeight(Row row) {
    boolean captioned = row.cells.stream().anyMatch(cell -> !cell.caption.isEmpty());
    int framed = height * zoom + 2 * FRAME;
    int full = captioned ? framed + (PixelText.HEIGHT + 2) * textScale : framed;
    return Math.max(full, PixelText.HEIGHT * textScale);
  }

  private void draw(BufferedImage sheet, Cell cell, int left, int top, int cellWidth) {
    int framedWidth = width * zoom + 2 * FRAME;
    int framedHeight = height * zoom + 2 * FRAME;
    int x = left + (cellWidth - framedWidth) / 2;
    cell.frame.hue.ifPresent(
        hue -> PixelText.fill(sheet, x, top, framedWidth, framedHeight, rgb(hue)));
    for (int i = 0; i < cell.pixels.length; i++) {
      int grey = (cell.pixels[i] & 255) * 0x010101;
      int column = x + FRAME + i % width * zoom;
      PixelText.fill(sheet, column, top + FRAME + i / width * zoom, zoom, zoom, grey);
    }
    int indent = (cellWidth - textWidth(cell.caption)) / 2;
    int below = top + framedHeight + 2 * textScale;
    PixelText.draw(sheet, cell.caption, left + indent, below, textScale, TEXT);
  }

  private static int rgb(Hue hue) {
    return Integer.parseInt(hue.code().substring(1), 16);
  }
}
