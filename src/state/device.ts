import { create } from "zustand";
import { chooseDevice, type DeviceReport } from "../engine/device.ts";

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
}

export const useDevice = create<DeviceState>()(() => ({
  status: "starting",
  backend: null,
  label: "",
  reason: "",
  threads: 1,
  f16: false,
}));

/**
 * Shows in the header, on a page without an engine, the device that an engine would use. An engine's own report
 * replaces it.
 */
export async function lookForDevice(): Promise<void> {
  const unknown = () => useDevice.getState().status === "starting";
  if (!unknown()) return;
  const report = await chooseDevice();
  if (unknown()) showDevice(report);
}

/** Shows in the header the device of an engine. */
export function showDevice({ backend, adapter, reason, threads, f16 }: DeviceReport): void {
  const single = threads === 1 ? " Single thread: this page has no SharedArrayBuffer." : "";
  useDevice.setState({
    status: "ready",
    backend,
    label: adapter ?? (threads === 1 ? "single thread" : `${threads} threads`),
    reason: reason + single,
    threads,
    f16,
  });
}
