import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync, strFromU8 } from "fflate";
import { readBytes } from "../src/cli/files.ts";
import { EMBEDDED_PAIRS, EMBEDDED_POLICY } from "../src/cli/models.ts";
import { nodeTrainingPorts, nodeTrainingSource } from "../src/cli/training-ports.ts";
import type { DeviceReport } from "../src/engine/device.ts";
import { openJax } from "../src/engine/jax.ts";
import { effects } from "../src/engine/sweep/analysis/effects.ts";
import { importance } from "../src/engine/sweep/analysis/importance.ts";
import { bestOf, objectiveRange, summaries } from "../src/engine/sweep/analysis/summaries.ts";
import { TrainingMaterials } from "../src/flows/train/materials.ts";
import type { Benchmark } from "./benchmark.ts";
import { growthFigures } from "./exponents.ts";
import type { Figure } from "./figures.ts";
import { type Shape, steadyRandomRun } from "./random-runs.ts";
import { syntheticSweep } from "./synthetic-sweep.ts";
import { timedInTurn } from "./timing.ts";

const ROUNDS = 5;

/** The step that all sizes but one are those of: the embedded policy's shape, a pair of 96 tokens. */
const USUAL: Shape = { pairs: 1, length: 96, prompt: 48, width: 96, layers: 6 };

const STEPS: { name: string; sizes: readonly number[]; shapeOf(size: number): Shape }[] = [
  { name: "step by pairs", sizes: [1, 2, 4, 8], shapeOf: (pairs) => ({ ...USUAL, pairs }) },
  {
    name: "step by tokens a row",
    sizes: [32, 64, 128, 256],
    shapeOf: (length) => ({ ...USUAL, length, prompt: length / 2 }),
  },
  { name: "step by width", sizes: [24, 48, 96, 192], shapeOf: (width) => ({ ...USUAL, width }) },
  { name: "step by layers", sizes: [1, 2, 4, 8], shapeOf: (layers) => ({ ...USUAL, layers }) },
];

/** How time grows with what a person can make larger. */
export const growth: Benchmark = {
  name: "growth",
  about: `The exponent b of time ∝ size^b, and where it bends. Steps: ICRM, all weights, a pair of 96 tokens, 6 layers of width 96 unless it is the size that grows. Pairs: opened for training, read and tokenised. Trials: what the Sweep page computes of them.`,
  async run({ device }) {
    await openJax(device.backend);
    const figures: Figure[] = [];
    for (const { name, sizes, shapeOf } of STEPS) {
      const runs = sizes.map((size) => [size, steadyRandomRun(shapeOf(size))] as const);
      figures.push(
        ...(await growing(
          name,
          runs.map(([size, run]) => [size, () => run.advance()]),
        )),
      );
      for (const [, run] of runs) run.dispose();
    }
    return [...figures, ...(await openingPairs(device)), ...(await analysingTrials())];
  },
};

async function growing(
  name: string,
  works: readonly (readonly [size: number, work: () => Promise<unknown>])[],
): Promise<Figure[]> {
  const named = works.map(([size, work]) => [String(size), work] as const);
  const times = await timedInTurn(Object.fromEntries(named), { rounds: ROUNDS, warmUp: 1 });
  return growthFigures(name, new Map(works.map(([size]) => [size, times[size] as number[]])));
}

async function openingPairs(device: DeviceReport): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), "icrm-bench-growth-"));
  try {
    const lines = strFromU8(gunzipSync(await readBytes(EMBEDDED_PAIRS)))
      .trim()
      .split("\n");
    const works: [number, () => Promise<unknown>][] = [];
    for (const size of [64, 128, 256, 512, 1024]) {
      const file = join(folder, `${size}.jsonl`);
      await writeFile(file, `${lines.slice(0, size).join("\n")}\n`);
      const source = nodeTrainingSource(file, undefined, "pairs");
      const ports = nodeTrainingPorts({ base: EMBEDDED_POLICY, generator: EMBEDDED_POLICY }, device);
      await ports.readBase();
      works.push([size, () => TrainingMaterials.open(source, ports)]);
    }
    return await growing("opening by pairs", works);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function analysingTrials(): Promise<Figure[]> {
  const works = [128, 256, 512, 1024, 2048].map((size) => {
    const record = syntheticSweep(size);
    const { plan } = record;
    const analyse = async () => {
      const found = summaries(record);
      return [bestOf(record), effects(plan, found, objectiveRange(plan.objective)), importance(plan, found)];
    };
    return [size, analyse] as const;
  });
  return growing("analysis by trials", works);
}
