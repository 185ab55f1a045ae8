/*
 * Imported before jax-js, this keeps the worker's Wasm on a single thread. Workers that each run a trial share the
 * cores and gain nothing from more threads, which would wait for each other at every kernel.
 */
Reflect.deleteProperty(globalThis, "SharedArrayBuffer");

export {};
