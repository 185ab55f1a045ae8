/*
 * Imported before jax-js, this keeps the worker's Wasm on a single thread. Workers that each run a trial share the
 * cores and gain nothing from more threads: jax-js 0.1.25 waits for its threads at every kernel, which makes steps of
 * small models several times as long.
 */
Reflect.deleteProperty(globalThis, "SharedArrayBuffer");

export {};
