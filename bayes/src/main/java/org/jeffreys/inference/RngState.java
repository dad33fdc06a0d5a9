package org.jeffreys.inference;

import java.util.Arrays;

/** The state of random streams, as bytes; immutable. */
public final class RngState {
  private final byte[] bytes;

  /** A copy of the given bytes. */
  public RngState(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  /** A copy of the bytes. */
  public byte[] bytes() {
    return bytes.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RngState that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return bytes.length + " bytes";
  }
}
