import type { Tensor } from "../checkpoint/safetensors.ts";

/** SHA-256 of a value's JSON, in hex; names a data set by its content. */
export async function contentHash(value: unknown): Promise<string> {
  return digest(new TextEncoder().encode(JSON.stringify(value)));
}

/** SHA-256 over the names and numbers of weights, in hex; names a model by its content. */
export async function weightsHash(weights: ReadonlyMap<string, Tensor>): Promise<string> {
  const tensors = [...weights].map(async ([name, { data }]) => [name, await digest(new Float32Array(data))]);
  return contentHash(await Promise.all(tensors));
}

async function digest(bytes: Uint8Array<ArrayBuffer> | Float32Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
