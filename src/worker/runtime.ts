import { chooseDevice, type DeviceReport } from "../engine/device.ts";
import type { RuntimeOptions } from "../engine/onnx/session.ts";
import { ortWasmPaths } from "./ort-assets.ts";
import type { StartRequest } from "./requests.ts";

/** Chooses the device that models are opened on. */
export function start({ device }: StartRequest): Promise<DeviceReport> {
  return chooseDevice(device);
}

/** ONNX Runtime's options for a device. */
export function runtimeOn({ backend, threads }: DeviceReport): RuntimeOptions {
  return { backend, threads, wasmPaths: ortWasmPaths };
}
