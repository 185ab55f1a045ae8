/** Bytes of a page of Wasm memory. */
const PAGE = 65_536;

/** Pages that a memory grows by at least, while it is small: 16 MiB. */
const AHEAD = 256;
const SMALL_BYTES = 2 ** 29;

let isReplaced = false;

/**
 * Makes Wasm memories grow ahead, and say why they cannot grow. Safe to call again.
 *
 * jax-js 0.1.25 grows its memory by what the next array lacks. With memory that threads share every growth takes about a millisecond,
 * and they were a fifth of the time before the first step of a training. A small memory therefore grows by 16 MiB at least, of which the
 * system keeps only what is written to; a large one by what it is asked for, since it may be near its limit.
 *
 * A memory that cannot grow says how much it holds and how much more it was asked for; browsers say neither. It still throws a
 * `RangeError`, by which the caller knows that its arrays are lost.
 */
export function growAhead(): void {
  if (isReplaced) return;
  isReplaced = true;
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages) {
    const held = this.buffer.byteLength;
    if (held < SMALL_BYTES && pages < AHEAD) {
      try {
        return grow.call(this, AHEAD);
      } catch {
        // What was asked for may still fit.
      }
    }
    try {
      return grow.call(this, pages);
    } catch (cause) {
      const [has, more] = [held, pages * PAGE].map((bytes) => `${(bytes / 1e6).toFixed(1)} MB`);
      throw new RangeError(
        `There is no room for this work: its memory of ${has} cannot grow by ${more}. ` +
          "Choose a smaller model or batch, train fewer models at once, or close other pages.",
        { cause },
      );
    }
  };
}
