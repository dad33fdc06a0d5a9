package org.jeffreys.cli;

import org.jeffreys.tensor.Device;
import picocli.CommandLine.Option;

/** The option {@code --device}. */
public final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "Where tensors live: cpu or cuda (default: ${DEFAULT-VALUE}).")
  private String device = "cpu";

  /** Made by the command that mixes it in. */
  public DeviceOption() {}

  /** The device, checked to be there. */
  public Device device() {
    try {
      return Device.named(device);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--" + e.getMessage(), e);
    }
  }
}
