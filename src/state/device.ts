import { create } from "zustand";
import { type Backend, chooseDevice, type DeviceReport } from "../engine/device.ts";
import { reportOf } from "../engine/errors.ts";
import { msg } from "../i18n/msg.ts";

/** The device that the engine computes on, as the header shows it. */
export interface DeviceState {
  status: "starting" | "ready" | "failed";
  backend: "webgpu" | "wasm" | null;
  /** The adapter's own name, or "CPU". */
  label: string;
  /** Why this device was chosen, or why there is none. */
  reason: string;
  /** Number of Wasm threads; 1 without SharedArrayBuffer. */
  threads: number;
  /** Whether WebGPU shaders may use half precision. */
  f16: boolean;
  /** Limits of the adapter in bytes; null on Wasm. */
  limits: DeviceReport["limits"];
}

export const useDevice = create<DeviceState>()(() => ({
  status: "starting",
  backend: null,
  label: "",
  reason: "",
  threads: 1,
  f16: false,
  limits: null,
}));

/**
 * Shows in the header, on a page without an engine, the device that an engine would use: the one that the address asks
 * for, or the best. An engine's own report replaces it.
 */
export async function lookForDevice(wanted = deviceOfAddress()): Promise<void> {
  const unknown = () => useDevice.getState().status === "starting";
  if (!unknown()) return;
  try {
    const report = await chooseDevice(wanted);
    if (unknown()) showDevice(report);
  } catch (error) {
    if (unknown()) useDevice.setState({ status: "failed", backend: null, reason: reportOf(error).what });
  }
}

/** The `device` of an address of any page. */
function deviceOfAddress(): Backend | "auto" {
  const asked = new URLSearchParams(location.hash.split("?")[1]).get("device");
  return asked === "wasm" || asked === "webgpu" ? asked : "auto";
}

/** Shows in the header the device of an engine. */
export function showDevice({ backend, adapter, reason, threads, f16, limits }: DeviceReport): void {
  useDevice.setState({
    status: "ready",
    backend,
    label: adapter ?? (threads === 1 ? msg("single thread") : msg(`${threads} threads`)),
    reason: threads === 1 ? msg(`${reason} Single thread: this page has no SharedArrayBuffer.`) : reason,
    threads,
    f16,
    limits,
  });
}
