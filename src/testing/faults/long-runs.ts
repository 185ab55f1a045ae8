import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { memorySource } from "../../engine/checkpoint/source.ts";
import { openJax } from "../../engine/jax.ts";
import { seededRandom } from "../../engine/random.ts";
import { openRewardModel } from "../../engine/reward/reward-model.ts";
import { METHODS } from "../../engine/training/methods.ts";
import { exampleResponses, type Response, type TokenPair } from "../../engine/training/pairs.ts";
import { REWARD_MODEL_DEFAULTS } from "../../engine/training/reward-model-config.ts";
import { RewardRun } from "../../engine/training/reward-run.ts";
import { startCensus } from "../jax-census.ts";
import { tinyModel } from "../tiny-models.ts";

/** What is measured of a process in the middle of a long training. */
interface Size {
  arrays: number;
  arrayBytes: number;
  heapBytes: number;
  listeners: number;
}

export interface LongRun {
  what: string;
  found: string;
  faults: string[];
}

/** The JavaScript heap may hold this much more at the end: what is compiled, and the curves of what was measured. */
const HEAP_GROWTH = 4e6;
const CONTEXT = 2048;
/** How far rewards of training and of ONNX Runtime may lie apart. */
const TOLERANCE = 1e-4;

/** A training of many steps without growth, and responses of one token and of a thousand, for every method. */
export async function tryLongRuns(steps: number): Promise<LongRun[]> {
  await openJax("wasm");
  return [await tryManySteps(steps), await tryLengths()];
}

async function tryManySteps(steps: number): Promise<LongRun> {
  const census = startCensus("wasm");
  const run = await start("icrm", steps, pairsOf([4, 9], 16));
  const sizes: Size[] = [];
  const each = Math.max(1, Math.floor(steps / 5));
  while (!run.done) {
    const { loss } = await run.advance();
    if (run.step % each !== 0) continue;
    await run.evaluate();
    collectGarbage();
    sizes.push({
      arrays: census.arrays(),
      arrayBytes: census.bytes(),
      heapBytes: process.memoryUsage().heapUsed,
      listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
    });
    if (!Number.isFinite(loss)) break;
  }
  run.dispose();
  census.stop();
  const [first, last] = [sizes[0], sizes.at(-1)] as [Size, Size];
  const faults = (["arrays", "arrayBytes", "listeners"] as const).flatMap((name) =>
    sizes.some((size) => size[name] !== first[name]) ? [`${name}: ${sizes.map((size) => size[name])}`] : [],
  );
  if (run.step < steps) faults.push(`it ended at step ${run.step}`);
  if (last.heapBytes - first.heapBytes > HEAP_GROWTH) faults.push(`heap: ${sizes.map(({ heapBytes }) => heapBytes)}`);
  const grown = ((last.heapBytes - first.heapBytes) / 1e6).toFixed(1);
  const found = `${first.arrays} arrays of ${first.arrayBytes} bytes throughout, heap ${grown} MB larger after ${run.step} than after ${each}`;
  return { what: `${steps} steps`, found, faults };
}

async function tryLengths(): Promise<LongRun> {
  const faults: string[] = [];
  let furthest = 0;
  const pairs = [...pairsOf([1, 1000], 1), ...pairsOf([1000, 1], 1), ...pairsOf([1, 1], 1)];
  for (const method of METHODS) {
    const run = await start(method, 1, pairs);
    while (!run.done) {
      const metrics = await run.advance();
      for (const [name, value] of Object.entries(metrics)) {
        if (typeof value === "number" && !Number.isFinite(value)) faults.push(`${method}: ${name} is ${value}`);
      }
    }
    const responses = pairs.flatMap(exampleResponses);
    const rewards = await run.rewardsOf(responses);
    const model = await openRewardModel(await run.checkpoint("run"), { backend: "wasm", threads: 1 });
    const expected = await model.processRewardsOf(
      responses.map(({ ids, responseStart: at }) => ({ promptIds: ids.slice(0, at), responseIds: ids.slice(at) })),
    );
    await model.release();
    run.dispose();
    for (const [i, { prompt, tokens }] of expected.entries()) {
      for (const [t, reward] of [prompt, ...tokens].entries()) {
        furthest = Math.max(furthest, Math.abs((rewards[i]?.[t] ?? Number.NaN) - reward));
      }
    }
    if (!(furthest <= TOLERANCE)) faults.push(`${method}: rewards lie ${furthest} apart`);
  }
  return {
    what: "responses of 1 and 1,000 tokens",
    found: `${METHODS.length} methods, rewards within ${furthest.toExponential(1)} of ONNX Runtime's`,
    faults,
  };
}

async function start(method: (typeof METHODS)[number], steps: number, pairs: readonly TokenPair[]): Promise<RewardRun> {
  const files = tinyModel({ seed: 1, valueHead: true, layers: 1, hidden: 8 });
  const config = JSON.parse(new TextDecoder().decode(files.get("config.json")));
  files.set("config.json", new TextEncoder().encode(JSON.stringify({ ...config, max_position_embeddings: CONTEXT })));
  const base = await loadCheckpoint(memorySource(files));
  const settings = { ...REWARD_MODEL_DEFAULTS, method, steps, batchSize: 2, learningRate: 1e-3 };
  return new RewardRun(settings, { base, pairs: [...pairs], heldOut: [...pairs], padTokenId: 0 });
}

/** Pairs whose chosen and rejected responses have these numbers of tokens. */
function pairsOf([better, worse]: readonly [number, number], count: number): TokenPair[] {
  const random = seededRandom(better + worse);
  const response = (tokens: number, right: boolean): Response => {
    const ids = Array.from({ length: tokens }, () => 3 + Math.floor(random() * 30));
    const steps = [{ end: tokens - 1, right }];
    return { ids: [1, 5, 8, ...ids], responseStart: 3, q: ids.map(() => random()), steps };
  };
  return Array.from({ length: count }, () => ({
    chosen: response(better, true),
    rejected: response(worse, false),
    margin: 0,
  }));
}

function collectGarbage(): void {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
}
