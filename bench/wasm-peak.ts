/** Independent sums of four numbers each: enough to hide the latency of an addition after a multiplication. */
const SUMS = 12;
const LANES = 4;

/** Floating-point operations of one iteration. */
export const FLOP_PER_ITERATION = SUMS * LANES * 2;

/** Runs so many iterations. */
export type PeakLoop = (iterations: number) => void;

/**
 * A Wasm program that does nothing but multiply and add in SIMD registers: no program of 128-bit Wasm SIMD without fused
 * multiply-add, which jax-js does not use, can be faster on a core.
 */
export function wasmPeak(): PeakLoop {
  const module = new WebAssembly.Module(
    new Uint8Array([...HEADER, ...types(), ...functions(), ...exported(), ...code()]),
  );
  return new WebAssembly.Instance(module).exports.run as PeakLoop;
}

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const [I32, V128, NO_RESULT] = [0x7f, 0x7b, 0x40];

/** A section of a Wasm module: its id, its length in two bytes, its content. */
function section(id: number, content: readonly number[]): number[] {
  return [id, ...length(content.length), ...content];
}

/** A number below 2^14 in LEB128 with two bytes. */
function length(value: number): number[] {
  return [(value & 0x7f) | 0x80, value >> 7];
}

/** One type: an i32 and no result. */
const types = () => section(1, [1, 0x60, 1, I32, 0]);
const functions = () => section(3, [1, 0]);
/** Exports function 0 as "run". */
const exported = () => section(7, [1, 3, 0x72, 0x75, 0x6e, 0, 0]);

function code(): number[] {
  const sums = Array.from({ length: SUMS }, (_, i) => i + 1);
  const body = [
    // Locals: the sums.
    ...[1, SUMS, V128],
    ...[0x03, NO_RESULT],
    // sum = sum · 0.5 + 0.5, which stays between 0 and 1.
    ...sums.flatMap((sum) => [0x20, sum, ...half(), 0xfd, 0xe6, 0x01, ...half(), 0xfd, 0xe4, 0x01, 0x21, sum]),
    // iterations − 1, and again unless it is 0.
    ...[0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0],
    ...[0x0b, 0x0b],
  ];
  return section(10, [1, ...length(body.length), ...body]);
}

/** v128.const of four times 0.5. */
function half(): number[] {
  return [0xfd, 0x0c, ...new Uint8Array(Float32Array.of(0.5, 0.5, 0.5, 0.5).buffer)];
}
