import { readFile } from "node:fs/promises";
import { summaries } from "../../src/engine/sweep/analysis/summaries.ts";
import { readSweep } from "../../src/engine/sweep/record.ts";
import type { LessonSweep } from "../../src/features/learn/recordings/lesson-sweep.ts";
import { run } from "../run.ts";

const SPACE = "scripts/recordings/lesson-sweep.json";
const OUT = "runs/lesson-sweep";

/** The sweep of lesson 7: every configuration with every seed, trained anew unless this machine has it already. */
export async function recordLessonSweep(): Promise<LessonSweep> {
  const code = await run("tsx", ["src/cli/main.ts", "sweep", "--space", SPACE, "--out", OUT]);
  if (code !== 0) throw new Error(`icrm sweep ended with ${code}`);
  const file = `${OUT}/sweep.json`;
  const record = readSweep(JSON.parse(await readFile(file, "utf8")), file);
  const { vary, seeds, pairs, heldOut, base } = record.plan;
  return {
    vary,
    seeds: [...seeds],
    pairs: pairs as number,
    heldOut: heldOut as number,
    steps: base.steps,
    configurations: summaries(record)
      .toSorted((a, b) => a.configuration - b.configuration)
      .map(({ values, bySeed }) => ({ values, bySeed: seeds.map((seed) => bySeed.get(seed) as number) })),
  };
}
