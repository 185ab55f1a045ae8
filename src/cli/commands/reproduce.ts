import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Command, Option } from "commander";
import { loadCheckpoint } from "../../engine/checkpoint/checkpoint.ts";
import { weightsHash } from "../../engine/data/content-hash.ts";
import { deviceOption } from "../device.ts";
import { directorySource, writeSafely } from "../files.ts";
import { EMBEDDED_POLICY, embeddedBase } from "../models.ts";
import { atLeastOneOption } from "../options.ts";
import { print } from "../output.ts";
import { ProcessPool } from "../processes.ts";
import { resultPages } from "../reproduce/page.ts";
import { fullPlan, quickPlan } from "../reproduce/plan.ts";
import { Records } from "../reproduce/records.ts";
import { reproduce as computed } from "../reproduce/reproduce.ts";
import type { Workshop, WorkshopSetup } from "../reproduce/workshop.ts";

interface Options {
  quick?: boolean;
  out?: string;
  runs?: string;
  workers: number;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

export const command = new Command("reproduce")
  .description(
    "Train BT, GRM, ICRM, controls and PRM over paired seeds, hold them against the truth, find where consistency helps, and tune policies on them: the paper's claims in the small. Resumes.",
  )
  .option("--quick", "the same path in minutes; its figures mean nothing")
  .option("--out <dir>", "folder for results.json, the page and its plots (default: docs/results, or runs/ when quick)")
  .option("--runs <dir>", "folder for finished parts, which are not computed again")
  .addOption(
    new Option("--workers <n>", "processes that compute at a time")
      .default(availableParallelism(), "one a core")
      .argParser(atLeastOneOption),
  )
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run);

async function run({ quick, workers, device, json, ...folders }: Options): Promise<void> {
  const plan = quick ? quickPlan : fullPlan;
  const out = folders.out ?? (quick ? "runs/reproduce-quick-results" : "docs/results");
  const folder = folders.runs ?? (quick ? "runs/reproduce-quick" : "runs/reproduce");
  const hashOf = async (checkpoint: string) => weightsHash((await loadCheckpoint(directorySource(checkpoint))).weights);
  // All data are made from seeds of this command.
  const origin = { policy: await hashOf(EMBEDDED_POLICY), base: await hashOf(await embeddedBase()) };
  const records = await Records.open(folder, { plan, ...origin });
  const setup: WorkshopSetup = { plan, folder, device };
  const pool = new ProcessPool<Workshop>(new URL("../reproduce/process.ts", import.meta.url), workers, setup);
  try {
    const again = `npm run icrm -- reproduce${quick ? " --quick" : ""}`;
    const results = { command: again, ...origin, ...(await computed(plan, records, pool)) };
    await writeSafely(join(out, "results.json"), `${JSON.stringify(results, null, 1)}\n`);
    for (const [name, content] of resultPages(again, results)) await writeSafely(join(out, name), content);
    print(results, { ...(json && { json }) }, () => join(out, "README.md"));
  } finally {
    pool.close();
  }
}
