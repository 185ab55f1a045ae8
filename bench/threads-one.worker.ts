// Before jax-js.
import "../src/worker/one-thread.ts";
import "./threads.worker.ts";
