import { init, numpy as np } from "@jax-js/jax";
import { expect, test } from "vitest";
import { tellFailedKernels } from "./failed-kernels.ts";

test("a kernel that fails in a thread of jax-js is told, and none that does its work", async () => {
  expect(crossOriginIsolated).toBe(true);
  const told: string[] = [];
  tellFailedKernels(window, (error) => told.push(error));
  await init("wasm");
  const sum = async () => np.sum(np.ones([4096]).mul(2)).jsAsync();
  expect(await sum()).toBe(8192);
  expect(told).toEqual([]);
  const { postMessage } = Worker.prototype;
  Worker.prototype.postMessage = function (message: object, ...rest: unknown[]) {
    const withoutCode = "modules" in message ? { ...message, modules: [] } : message;
    return postMessage.call(this, withoutCode, ...(rest as []));
  };
  await np.exp(np.ones([8192])).jsAsync();
  Worker.prototype.postMessage = postMessage;
  expect(told.length).toBeGreaterThan(0);
});
