/*
 * Imported before jax-js, it keeps this worker's Wasm on the worker's own thread. Workers that share out the cores among
 * them, a trial each, gain nothing from threads of their own: jax-js 0.1.25 waits for its threads at every kernel, which
 * makes steps of small models several times as long.
 */
Reflect.deleteProperty(globalThis, "SharedArrayBuffer");

export {};
