package org.jeffreys.cli.report;

/** Text made safe for where it is put. */
final class Html {
  private Html() {}

  /** Text of an element or of a quoted attribute. */
  static String escape(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.chars()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> safe.append(isAllowed(c) ? (char) c : '\uFFFD');
              }
            });
    return safe.toString();
  }

  /** JSON inside a script element: nothing in it can end the element or begin a comment. */
  static String json(String json) {
    return json.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029");
  }

  /** A script inside a script element; {@code <\/} means the same in its string literals. */
  static String script(String script) {
    return script.replace("</script", "<\\/script").replace("<!--", "<\\!--");
  }

  /** Control characters have no place in XML, hence none in an SVG. */
  private static boolean isAllowed(int c) {
    return c >= 0x20 || c == '\t' || c == '\n' || c == '\r';
  }
}
