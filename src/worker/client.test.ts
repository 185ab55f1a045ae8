import { afterEach, expect, test, vi } from "vitest";
import { PlaygroundError } from "../engine/errors.ts";
import { calls, type FromWorker, type Handlers, type ToWorker } from "./calls.ts";
import { EngineClient, isAbort, type WorkerLike } from "./client.ts";
import { exportCalls } from "./handlers/export/calls.ts";
import type { Trajectory } from "./records.ts";
import { loadedWhenAsked, serve, type WorkerEnd } from "./serve.ts";

const unused = () => Promise.reject(new Error("not in this test"));
const nothing = Object.fromEntries(Object.keys(calls).map((kind) => [kind, unused])) as unknown as Handlers;
const unending = () => new Promise<never>(() => {});
const settings = { temperature: 1, topK: 0, topP: 1, seed: 7, maxTokens: 8 };
const generate = { kind: "generate", prompt: "p", settings, prefix: [] } as const;

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1, port2 } of channels.splice(0)) {
    port1.close();
    port2.close();
  }
});

/** Connects a client to workers over real message channels; `workers` lists the ends it has started. */
function connect(handlers: Partial<Handlers>): { client: EngineClient; workers: WorkerLike[] } {
  const workers: WorkerLike[] = [];
  const client = new EngineClient(() => {
    const channel = new MessageChannel();
    channels.push(channel);
    serve(channel.port2 as unknown as WorkerEnd, { ...nothing, ...handlers });
    const worker: WorkerLike = {
      postMessage: (message: ToWorker, transfer = []) => channel.port1.postMessage(message, transfer),
      onmessage: null,
      onerror: null,
      onmessageerror: null,
      terminate: vi.fn(() => channel.port1.close()),
    };
    channel.port1.onmessage = (event: MessageEvent<FromWorker>) => worker.onmessage?.(event);
    workers.push(worker);
    return worker;
  });
  return { client, workers };
}

test("a worker that has lost its GPU is ended: what it still had to do fails for the same reason, and the next request starts another", async () => {
  const { client, workers } = connect({ generate: unending });
  const [first, second] = [client.request<"generate">(generate), client.request<"generate">(generate)];
  const report = { what: "The GPU was lost", where: "device" };
  workers[0]?.onmessage?.({ data: { type: "error", id: 1, report, isOver: true } } as MessageEvent<FromWorker>);
  await expect(first).rejects.toMatchObject({ report });
  await expect(second).rejects.toMatchObject({ report });
  expect(workers[0]?.terminate).toHaveBeenCalled();
  void client.request<"generate">(generate).catch(() => {});
  expect(workers).toHaveLength(2);
});

test("results and events find their request, whatever the order of the answers", async () => {
  const { client } = connect({
    problems: async ({ count }) => {
      await new Promise((resolve) => setTimeout(resolve, 20 - count));
      return [{ prompt: `${count}`, steps: 2, answer: 3, story: "t", majority: [], inDistribution: true, right: 0.6 }];
    },
    generate: async (_, { emit }) => {
      for (let index = 0; index < 3; index++) emit({ type: "rewards", model: "bt", from: index, values: [] });
      return { text: "done" } as Trajectory;
    },
  });
  const seen: number[] = [];
  const [slow, fast, generated] = await Promise.all([
    client.request<"problems">({ kind: "problems", count: 1, seed: 0 }),
    client.request<"problems">({ kind: "problems", count: 19, seed: 0 }),
    client.request<"generate">(generate, { onEvent: (step) => step.type === "rewards" && seen.push(step.from) }),
  ]);
  expect([slow[0]?.prompt, fast[0]?.prompt, generated.text, seen]).toEqual(["1", "19", "done", [0, 1, 2]]);
});

test("an error keeps its report on the way", async () => {
  const report = { what: "Wrong shape", where: "model.safetensors, tensor a", expected: "[2]", found: "[3]" };
  const { client } = connect({
    score: () => Promise.reject(new PlaygroundError(report)),
    problems: () => Promise.reject(new Error("plain")),
  });
  const scored = client.request<"score">({ kind: "score", prompt: "p", settings, response: [] });
  await expect(scored).rejects.toMatchObject({ name: "PlaygroundError", report });
  await expect(client.request<"problems">({ kind: "problems", count: 1, seed: 0 })).rejects.toMatchObject({
    report: { what: "plain" },
  });
});

test("cancelling stops the handler: a partial result when it has one, otherwise an AbortError", async () => {
  const untilAborted = (signal: AbortSignal) =>
    new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
  const { client } = connect({
    generate: async (_, { signal }) => {
      await untilAborted(signal);
      return { text: "as far as it got" } as Trajectory;
    },
    score: async (_, { signal }) => {
      await untilAborted(signal);
      throw signal.reason;
    },
  });
  const stop = new AbortController();
  const partial = client.request<"generate">(generate, { signal: stop.signal });
  const none = client.request<"score">({ kind: "score", prompt: "p", settings, response: [] }, { signal: stop.signal });
  setTimeout(() => stop.abort(), 5);
  expect((await partial).text).toBe("as far as it got");
  expect(await none.catch(isAbort)).toBe(true);
  const late = client.request<"generate">(generate, { signal: stop.signal });
  expect(await late.catch(isAbort)).toBe(true);
});

test("a crash rejects what was under way, and the next request gets a fresh worker", async () => {
  const { client, workers } = connect({
    generate: () => new Promise(() => {}),
    problems: async () => [],
  });
  const lost = client.request<"generate">(generate);
  workers[0]?.onerror?.({ message: "out of memory" } as ErrorEvent);
  await expect(lost).rejects.toMatchObject({ report: { where: "worker" } });
  expect(workers[0]?.terminate).toHaveBeenCalled();
  expect(await client.request<"problems">({ kind: "problems", count: 1, seed: 0 })).toEqual([]);
  expect(workers).toHaveLength(2);
});

test("the handlers of a flow are loaded at its first request, once; after a failure, again at the next request", async () => {
  const load = vi
    .fn<() => Promise<Handlers<keyof typeof exportCalls>>>()
    .mockRejectedValueOnce(new Error("offline"))
    .mockResolvedValue({ exportOnnx: async () => new Blob(["graph"]), packForCluster: unused });
  const { client } = connect(loadedWhenAsked(exportCalls, load));
  const exported = () => client.request<"exportOnnx">({ kind: "exportOnnx", run: "a" });
  expect(load).not.toHaveBeenCalled();
  await expect(exported()).rejects.toThrow("offline");
  expect((await exported()).size).toBe(5);
  await exported();
  expect(load).toHaveBeenCalledTimes(2);
});
