package org.jeffreys.tensor;

import java.util.Locale;
import org.bytedeco.pytorch.global.torch;
import org.jeffreys.core.Check;

/** Where a tensor lives and is computed. CUDA needs the presets' GPU natives and is untested. */
public enum Device {
  /** Main memory and the processor. */
  CPU(torch.DeviceType.CPU),
  /** The first NVIDIA GPU. */
  CUDA(torch.DeviceType.CUDA);

  private final torch.DeviceType type;

  Device(torch.DeviceType type) {
    this.type = type;
  }

  /**
   * The device of a name.
   *
   * @param name {@code cpu} or {@code cuda}
   * @throws IllegalArgumentException for another name, and for a device this machine does not have
   */
  public static Device named(String name) {
    for (Device device : values()) {
      if (device.toString().equals(name)) {
        require(device);
        return device;
      }
    }
    throw Check.failure("device", "one of [cpu, cuda]", "'" + name + "'");
  }

  static void require(Device device) {
    if (!device.isAvailable()) {
      Check.require(
          false,
          "device",
          "a device of this machine",
          "'" + device + "'",
          "use cpu, or add the GPU natives of the presets");
    }
  }

  /** Whether this machine and the natives on the class path offer the device. */
  public boolean isAvailable() {
    Threads.initialise();
    return this == CPU || torch.hasCUDA();
  }

  org.bytedeco.pytorch.Device toNative() {
    return new org.bytedeco.pytorch.Device(type);
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
