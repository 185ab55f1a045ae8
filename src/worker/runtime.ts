import type { DeviceReport } from "../engine/device.ts";
import type { RuntimeOptions } from "../engine/onnx/session.ts";
import { ortWasmPaths } from "./ort-assets.ts";

/** ONNX Runtime's options for a device. */
export function runtimeOn({ backend, threads }: DeviceReport): RuntimeOptions {
  return { backend, threads, wasmPaths: ortWasmPaths };
}
