/**
 * The WebAssembly memories made since this module was loaded. To see that of jax-js, load it first: jax-js 0.1.25 makes
 * its memory while it is loaded, and keeps it private.
 */
export const wasmMemories: WebAssembly.Memory[] = [];

WebAssembly.Memory = class extends WebAssembly.Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    wasmMemories.push(this);
  }
};
