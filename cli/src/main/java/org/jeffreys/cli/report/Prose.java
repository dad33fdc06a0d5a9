package org.jeffreys.cli.report;

import java.net.URI;
import org.jeffreys.core.Check;

/**
 * A paragraph built of plain text, emphasis, code and links; what is given is always shown as is.
 */
public final class Prose {
  private final StringBuilder html = new StringBuilder();

  private Prose() {}

  /** Begins with plain text. */
  public static Prose of(String text) {
    return new Prose().text(text);
  }

  /** Adds plain text. */
  public Prose text(String text) {
    html.append(Html.escape(text));
    return this;
  }

  /** Adds text that matters. */
  public Prose strong(String text) {
    return wrap("strong", text);
  }

  /** Adds a name, an option or a formula in a fixed-width font. */
  public Prose code(String text) {
    return wrap("code", text);
  }

  /** Adds a link. */
  public Prose link(String text, URI target) {
    boolean web = "https".equals(target.getScheme()) || "http".equals(target.getScheme());
    boolean relative = target.getScheme() == null;
    Check.require(web || relative, "target", "an http, https or relative address", target);
    html.append("<a href=\"").append(Html.escape(target.toString())).append("\">");
    html.append(Html.escape(text)).append("</a>");
    return this;
  }

  String html() {
    return html.toString();
  }

  private Prose wrap(String tag, String text) {
    html.append('<').append(tag).append('>').append(Html.escape(text));
    html.append("</").append(tag).append('>');
    return this;
  }
}
