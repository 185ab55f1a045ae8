/** Independent sums of four numbers each: enough to hide the latency of an addition after a multiplication. */
const SUMS = 12;
const LANES = 4;

/** Floating-point operations of one iteration. */
export const FLOP_PER_ITERATION = SUMS * LANES * 2;

/** Runs so many iterations and returns what has been summed up: a compiler drops sums that nobody reads. */
export type PeakLoop = (iterations: number) => number;

/**
 * A Wasm program that does nothing but multiply and add in SIMD registers, fused where the runtime can (relaxed SIMD), as
 * jax-js does: no program of 128-bit Wasm SIMD is faster on a core.
 */
export function wasmPeak(): PeakLoop {
  const fused = program(true);
  const bytes = WebAssembly.validate(fused) ? fused : program(false);
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports.run as PeakLoop;
}

function program(fused: boolean): Uint8Array<ArrayBuffer> {
  return new Uint8Array([...HEADER, ...types(), ...functions(), ...exported(), ...code(fused)]);
}

const HEADER = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00];
const [I32, F32, V128, NO_RESULT] = [0x7f, 0x7d, 0x7b, 0x40];

/** A section of a Wasm module: its id, its length in two bytes, its content. */
function section(id: number, content: readonly number[]): number[] {
  return [id, ...length(content.length), ...content];
}

/** A number below 2^14 in LEB128 with two bytes. */
function length(value: number): number[] {
  return [(value & 0x7f) | 0x80, value >> 7];
}

/** One type: from an i32 to an f32. */
const types = () => section(1, [1, 0x60, 1, I32, 1, F32]);
const functions = () => section(3, [1, 0]);
/** Exports function 0 as "run". */
const exported = () => section(7, [1, 3, 0x72, 0x75, 0x6e, 0, 0]);

function code(fused: boolean): number[] {
  const sums = Array.from({ length: SUMS }, (_, i) => i + 1);
  const body = [
    // Locals: the sums.
    ...[1, SUMS, V128],
    ...[0x03, NO_RESULT],
    // sum = sum · a + a, which stays below 1; a differs from sum to sum, so that no two of them are the same.
    ...sums.flatMap((sum) => {
      const a = constant(sum / (4 * SUMS));
      const multiplied = fused ? a : [...a, 0xfd, 0xe6, 0x01];
      const added = fused ? [...a, 0xfd, 0x85, 0x02] : [...a, 0xfd, 0xe4, 0x01];
      return [0x20, sum, ...multiplied, ...added, 0x21, sum];
    }),
    // iterations − 1, and again unless it is 0.
    ...[0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b],
    // The first lane of the sum of all sums.
    ...[0x20, 1, ...sums.slice(1).flatMap((sum) => [0x20, sum, 0xfd, 0xe4, 0x01]), 0xfd, 0x1f, 0],
    0x0b,
  ];
  return section(10, [1, ...length(body.length), ...body]);
}

/** v128.const of four times a number. */
function constant(value: number): number[] {
  return [0xfd, 0x0c, ...new Uint8Array(Float32Array.of(value, value, value, value).buffer)];
}
