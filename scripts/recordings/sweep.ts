import { mkdir, readFile, writeFile } from "node:fs/promises";
import { planFile, readSweep, sweepFile } from "../../src/engine/sweep/record.ts";
import { DEFAULT_SPACE, sweepPlanOf } from "../../src/state/sweep-draft.ts";
import { run } from "../run.ts";

const OUT = "runs/recorded-sweep";

/** What Sweep opens with: the sweep that its defaults give, trained anew unless this machine has it already. */
export async function recordSweep(): Promise<object> {
  const space = `${OUT}/space.json`;
  await mkdir(OUT, { recursive: true });
  await writeFile(space, JSON.stringify(planFile(sweepPlanOf(DEFAULT_SPACE))));
  const code = await run("tsx", ["src/cli/main.ts", "sweep", "--space", space, "--out", OUT]);
  if (code !== 0) throw new Error(`icrm sweep ended with ${code}`);
  const file = `${OUT}/sweep.json`;
  return sweepFile(readSweep(JSON.parse(await readFile(file, "utf8")), file)) as object;
}
