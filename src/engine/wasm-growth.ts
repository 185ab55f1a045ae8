let isTold = false;

/**
 * Makes a Wasm memory that cannot grow say how much it holds and how much more it was asked for; browsers say neither. It still
 * throws a `RangeError`, by which the caller knows that its arrays are lost. Safe to call again.
 */
export function tellFailedGrowth(): void {
  if (isTold) return;
  isTold = true;
  const { grow } = WebAssembly.Memory.prototype;
  WebAssembly.Memory.prototype.grow = function (pages) {
    try {
      return grow.call(this, pages);
    } catch (cause) {
      const [held, more] = [this.buffer.byteLength, pages * PAGE].map((bytes) => `${(bytes / 1e6).toFixed(1)} MB`);
      throw new RangeError(
        `There is no room for this work: its memory of ${held} cannot grow by ${more}. ` +
          "Choose a smaller model or batch, train fewer models at once, or close other pages.",
        { cause },
      );
    }
  };
}

/** Bytes of a page of Wasm memory. */
const PAGE = 65_536;
