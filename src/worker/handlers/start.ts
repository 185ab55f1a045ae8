import { chooseDevice, type DeviceReport } from "../../engine/device.ts";
import type { RuntimeOptions } from "../../engine/onnx/session.ts";
import { ortWasmPaths } from "../ort-assets.ts";
import type { StartRequest } from "../requests.ts";

/** Chooses the device; models are opened on it from then on. */
export function start({ device }: StartRequest): Promise<DeviceReport> {
  return chooseDevice(device);
}

/** How ONNX Runtime is to be started on a device. */
export function runtimeOn({ backend, threads }: DeviceReport): RuntimeOptions {
  return { backend, threads, wasmPaths: ortWasmPaths };
}
