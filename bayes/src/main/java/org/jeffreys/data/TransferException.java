package org.jeffreys.data;

/** An attempt to fetch a file that failed on the network or the server's side. */
final class TransferException extends Exception {
  private static final long serialVersionUID = 1L;

  /** What an attempt's end means for the next one. */
  enum Kind {
    /** The same address may do better later. */
    PASSING,
    /** The address does not offer the file. */
    FINAL,
    /** The address offers something else; the message is complete. */
    WRONG_CONTENT
  }

  private final Kind kind;
  private final String reason;

  TransferException(Kind kind, String reason) {
    super(reason);
    this.kind = kind;
    this.reason = reason;
  }

  /** What went wrong, to stand behind "got" unless the content was wrong. */
  String reason() {
    return reason;
  }

  boolean isFinal() {
    return kind != Kind.PASSING;
  }

  boolean isWrongContent() {
    return kind == Kind.WRONG_CONTENT;
  }
}
