import { readFile } from "node:fs/promises";
import { availableParallelism, cpus, totalmem } from "node:os";
import type { DeviceReport } from "../src/engine/device.ts";

/** The machine and programs that figures were measured with. */
export interface Machine {
  cpu: string;
  cores: number;
  memory_gib: number;
  platform: string;
  node: string;
  backend: string;
  /** The engine's reason for its choice of backend, which names the GPU's adapter if there is one. */
  backend_reason: string;
  jax_js: string;
  onnxruntime_web: string;
}

export async function describeMachine({ backend, reason }: DeviceReport): Promise<Machine> {
  return {
    cpu: cpus()[0]?.model.trim() ?? "unknown",
    cores: availableParallelism(),
    memory_gib: Math.round(totalmem() / 2 ** 30),
    platform: `${process.platform} ${process.arch}`,
    node: process.version,
    backend,
    backend_reason: reason,
    jax_js: await versionOf("@jax-js/jax"),
    onnxruntime_web: await versionOf("onnxruntime-web"),
  };
}

async function versionOf(name: string): Promise<string> {
  const manifest = new URL(`../node_modules/${name}/package.json`, import.meta.url);
  return JSON.parse(await readFile(manifest, "utf8")).version;
}
