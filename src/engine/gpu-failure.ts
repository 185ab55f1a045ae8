/*
 * WebGPU throws nothing where a GPU has no memory left or refuses a command. Whatever needed it is left out, and numbers come out
 * wrong without a word. Here the first such error ends the device, and with it all work on it; the error is kept to say why.
 */
import { PlaygroundError } from "./errors.ts";

interface Watched {
  error: GPUError | null;
  /** Bytes of the buffers that have not been destroyed. */
  held: number;
  /** Bytes of the buffer that was made last. */
  last: number;
}

const watched = new WeakMap<GPUDevice, Watched>();

/** Why each of the watched devices was lost, for which it resolves. */
const losses = new Map<GPUDevice, Promise<PlaygroundError>>();

/**
 * Milliseconds after an error in which a lost device reports itself: its loss shows first in errors of the work on it.
 */
export const LOSS_TOLD_MS = 1000;

/** Ends a device at its first error that nobody handles. Safe to call again. */
export function endAtFirstError(device: GPUDevice): void {
  if (watched.has(device)) return;
  const state: Watched = { error: null, held: 0, last: 0 };
  watched.set(device, state);
  losses.set(device, lossOfDevice(device));
  const createBuffer = device.createBuffer.bind(device);
  device.createBuffer = (descriptor) => {
    const buffer = createBuffer(descriptor);
    const { size } = descriptor;
    state.held += size;
    state.last = size;
    const destroy = buffer.destroy.bind(buffer);
    let isHeld = true;
    buffer.destroy = (() => {
      if (isHeld) state.held -= size;
      isHeld = false;
      destroy();
    }) as typeof buffer.destroy;
    return buffer;
  };
  device.addEventListener("uncapturederror", ({ error }) => {
    state.error ??= error;
    device.destroy();
  });
}

/** Why `endAtFirstError` ended a device; null if it did not. */
export function gpuFailure(device: GPUDevice): PlaygroundError | null {
  const { error, held, last } = watched.get(device) ?? {};
  return error ? failedGpu(error, `beside ${megabytes(held)}, at a buffer of ${megabytes(last)}`) : null;
}

/**
 * Resolves when a device is lost, and with it all that is on it: after a reset by the driver, by the system, when the GPU is
 * unplugged, or where it has no memory left or refuses a command.
 */
export async function lossOfDevice(device: GPUDevice): Promise<PlaygroundError> {
  const { reason, message } = await device.lost;
  const failure = gpuFailure(device);
  if (failure) return failure;
  return new PlaygroundError({
    what: "The GPU was lost",
    where: "device",
    expected: "a GPU that stays until the work is done",
    found: message || reason,
    fix: "Start again on a fresh device. If the GPU is lost again, choose Wasm: device=wasm in the address.",
  });
}

/** After an error: why a device that `endAtFirstError` watches was lost, as the cause of it; null if none was. */
export async function lossBehind(): Promise<PlaygroundError | null> {
  if (losses.size === 0) return null;
  const quiet = new Promise<null>((resolve) => setTimeout(resolve, LOSS_TOLD_MS, null));
  return Promise.race([...losses.values(), quiet]);
}

/** @param where what was being done, with sizes */
export function failedGpu(error: GPUError, where: string): PlaygroundError {
  const { message } = error;
  // Node's WebGPU has no constructor by that name.
  if (error.constructor.name === "GPUOutOfMemoryError") {
    return new PlaygroundError({
      what: "The GPU has no memory left for this work",
      where: `GPU, ${where}`,
      found: message,
      expected: "room on the GPU",
      fix: "Choose a smaller model or batch, close other pages that use the GPU, or choose Wasm: device=wasm in the address.",
    });
  }
  return new PlaygroundError({
    what: "The GPU refused a command, and the numbers after it would be wrong",
    where: `GPU, ${where}`,
    found: message,
    expected: "commands that the GPU can do",
    fix: "Start again on a fresh device. If it happens again, choose Wasm: device=wasm in the address.",
  });
}

function megabytes(bytes = 0): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
