// jax-js has no public count of live arrays. Its backend is a separate module of the (pinned) package whose slots are
// reference-counted; wrapping its calls counts exactly. `s` is what the bundle calls `getBackend`.
import { s as getBackend } from "../../node_modules/@jax-js/jax/dist/backend-CnjgxpXq.js";
import type { Backend } from "../engine/device.ts";

interface SlotBackend {
  malloc(size: number, initialData?: Uint8Array): number;
  incRef(slot: number): void;
  decRef(slot: number): void;
  dispatch(...given: unknown[]): void;
}

export interface Census {
  /** Number of live buffers among those made since the census began. */
  arrays(): number;
  bytes(): number;
  /** The largest number of bytes that were alive at once. */
  peakBytes(): number;
  /** Number of kernels that were run since the census began. */
  kernels(): number;
  stop(): void;
}

/** Counts the buffers that jax-js makes and frees on a backend from now on. */
export function startCensus(device: Backend): Census {
  const backend = getBackend(device) as SlotBackend;
  const { malloc, incRef, decRef, dispatch } = backend;
  const live = new Map<number, { size: number; references: number }>();
  let bytes = 0;
  let peak = 0;
  let kernels = 0;

  backend.malloc = (size, initialData) => {
    const slot = malloc.call(backend, size, initialData);
    live.set(slot, { size, references: 1 });
    bytes += size;
    peak = Math.max(peak, bytes);
    return slot;
  };
  backend.incRef = (slot) => {
    incRef.call(backend, slot);
    const entry = live.get(slot);
    if (entry) entry.references += 1;
  };
  backend.decRef = (slot) => {
    decRef.call(backend, slot);
    const entry = live.get(slot);
    if (entry && --entry.references === 0) {
      live.delete(slot);
      bytes -= entry.size;
    }
  };
  backend.dispatch = (...given) => {
    dispatch.apply(backend, given);
    kernels += 1;
  };

  return {
    arrays: () => live.size,
    bytes: () => bytes,
    peakBytes: () => peak,
    kernels: () => kernels,
    stop: () => Object.assign(backend, { malloc, incRef, decRef, dispatch }),
  };
}
