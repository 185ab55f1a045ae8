import { Option } from "commander";
import { type Backend, chooseDevice, type DeviceReport } from "../engine/device.ts";
import { log } from "./output.ts";

export function deviceOption(): Option {
  return new Option("--device <name>", "where to compute; webgpu needs the npm package webgpu")
    .choices(["auto", "wasm", "webgpu"])
    .default("auto");
}

/** Chooses the device of a command, and writes the choice and its reason to stderr. */
export async function openDevice(wanted: Backend | "auto"): Promise<DeviceReport> {
  const report = await findDevice(wanted);
  log(`device: ${report.backend} (${report.reason})`);
  return report;
}

export async function findDevice(wanted: Backend | "auto"): Promise<DeviceReport> {
  if (wanted !== "wasm") await installWebGpu();
  return chooseDevice(wanted);
}

interface Dawn {
  create(flags: string[]): GPU;
  globals: { GPUQueue: { prototype: GPUQueue } };
}

/** Provides `navigator.gpu`, which Node lacks, from the npm package `webgpu` (Dawn) if that is installed. */
async function installWebGpu(): Promise<void> {
  const specifier = "webgpu";
  const dawn = (await import(specifier).catch(() => null)) as Dawn | null;
  if (!dawn) return;
  Object.assign(globalThis, dawn.globals);
  copySharedMemory(dawn.globals.GPUQueue.prototype);
  const navigator = { gpu: dawn.create([]), userAgent: "Node", hardwareConcurrency: 1 };
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
}

/**
 * Copies buffers before writing them: unlike browsers, Dawn in Node refuses shared memory, which ONNX Runtime's heap
 * always is.
 */
function copySharedMemory(queue: GPUQueue): void {
  const write = queue.writeBuffer;
  queue.writeBuffer = function (buffer, offset, data, start, size) {
    const shared = ArrayBuffer.isView(data) && data.buffer instanceof SharedArrayBuffer;
    write.call(
      this,
      buffer,
      offset,
      shared ? (data as Uint8Array<ArrayBuffer>).slice() : (data as GPUAllowSharedBufferSource),
      start,
      size,
    );
  };
}
