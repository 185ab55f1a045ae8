/**
 * The WebAssembly memories that were made since this module was loaded. Load it before jax-js: jax-js 0.1.25 makes its
 * memory while it is loaded, and keeps it private.
 */
const wasmMemories: WebAssembly.Memory[] = [];

WebAssembly.Memory = class extends WebAssembly.Memory {
  constructor(descriptor: WebAssembly.MemoryDescriptor) {
    super(descriptor);
    wasmMemories.push(this);
  }
};

/** Bytes of these memories together; a memory never shrinks. */
export const wasmHeapBytes = () => wasmMemories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
