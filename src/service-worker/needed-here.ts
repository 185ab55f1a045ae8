import type { PrecacheEntry } from "workbox-precaching";

/**
 * The files that this browser will ask for: of the two builds of ONNX Runtime, 17 and 27 MB, a browser runs only one
 * (worker/ort-assets.ts).
 * @param hasJspi whether the browser has JavaScript promise integration
 */
export function neededHere(files: readonly PrecacheEntry[], hasJspi: boolean): PrecacheEntry[] {
  const other = hasJspi ? ".asyncify" : ".jspi";
  return files.filter(({ url }) => !url.includes(`ort-wasm-simd-threaded${other}`));
}
