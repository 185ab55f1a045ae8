// Before jax-js.
import "../src/worker/one-thread.ts";
import "./side-by-side.worker.ts";
