package org.jeffreys.cli.report;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jeffreys.core.Check;

/** A table of a page; the first column names the rows, columns of numbers are aligned right. */
public final class Table {
  /** More columns than that get less room each, and may reach beyond the text. */
  private static final int DENSE = 7;

  private static final String NUMERAL = "[+\\-\u2212]?[0-9.,]+([eE][+\\-\u2212]?[0-9]+)?";

  /** With its standard error, unit and mark, if any. */
  private static final Pattern NUMBER =
      Pattern.compile(NUMERAL + "( ± " + NUMERAL + ")?( ?%)?[*~]?|NaN|\u2013|-?\u221e|");

  private final String caption;
  private final List<String> header;
  private final List<List<String>> rows = new ArrayList<>();
  private final Set<Place> strong = new HashSet<>();

  private record Place(int row, int column) {}

  private Table(String caption, List<String> header) {
    this.caption = caption;
    this.header = header;
  }

  /** Begins a table with the names of its columns. */
  public static Table of(String caption, String... header) {
    Check.atLeast(header.length, 1, "header");
    return new Table(caption, List.of(header));
  }

  /** Adds a row. */
  public Table row(String... cells) {
    Check.require(cells.length == header.size(), "cells", header.size() + " cells", cells.length);
    rows.add(List.of(cells));
    return this;
  }

  /** Makes a cell of the last row stand out. */
  public Table strong(int column) {
    Check.require(
        !rows.isEmpty() && column >= 0 && column < header.size(),
        "column",
        "one of " + header.size() + " columns of a row",
        column);
    strong.add(new Place(rows.size() - 1, column));
    return this;
  }

  String html() {
    StringBuilder html = new StringBuilder("<div class=\"wide");
    html.append(header.size() > DENSE ? " dense" : "").append("\"><table>\n<caption>");
    html.append(Html.escape(caption)).append("</caption>\n<thead><tr>");
    for (int column = 0; column < header.size(); column++) {
      cell(html, "th scope=\"col\"", column, Html.escape(header.get(column)));
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (int row = 0; row < rows.size(); row++) {
      html.append("<tr>");
      for (int column = 0; column < header.size(); column++) {
        String text = Html.escape(rows.get(row).get(column));
        boolean stands = strong.contains(new Place(row, column));
        cell(
            html,
            column == 0 ? "th scope=\"row\"" : "td",
            column,
            stands ? "<strong>" + text + "</strong>" : text);
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody></table></div>\n").toString();
  }

  private void cell(StringBuilder html, String tag, int column, String markup) {
    html.append('<').append(tag).append(isNumeric(column) ? " class=\"number\">" : ">");
    html.append(markup).append("</").append(tag, 0, 2).append('>');
  }

  private boolean isNumeric(int column) {
    return !rows.isEmpty()
        && rows.stream().allMatch(row -> NUMBER.matcher(row.get(column)).matches());
  }
}
