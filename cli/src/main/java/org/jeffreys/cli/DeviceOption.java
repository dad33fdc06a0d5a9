package org.jeffreys.cli;

import java.util.regex.Pattern;
import org.jeffreys.core.Check;
import picocli.CommandLine.Option;

/** The option {@code --device}. */
public final class DeviceOption {
  private static final Pattern NAMES = Pattern.compile("cpu|cuda(:\\d{1,3})?");

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "Where tensors live: cpu, cuda or cuda:N (default: ${DEFAULT-VALUE}).")
  private String device = "cpu";

  /** Made by the command that mixes it in. */
  public DeviceOption() {}

  /** The name of the device, checked for its form; whether the machine has it shows later. */
  public String device() {
    Check.require(NAMES.matcher(device).matches(), "--device", "cpu, cuda or cuda:N", device);
    return device;
  }
}
