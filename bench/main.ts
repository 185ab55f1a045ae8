/** `npm run bench`: measures, prints a table, and writes the figures as JSON. */
import "core-js/actual/iterator/index.js";
import { loadavg } from "node:os";
import { Command, Option } from "commander";
import { openDevice } from "../src/cli/device.ts";
import { fail, log } from "../src/cli/output.ts";
import type { Backend } from "../src/engine/device.ts";
import { alignment } from "./alignment.ts";
import { batched } from "./batched.ts";
import type { Bench, Benchmark } from "./benchmark.ts";
import { frozenLayers } from "./frozen-layers.ts";
import { generation, largeGeneration } from "./generation.ts";
import { growth } from "./growth.ts";
import { importing } from "./importing.ts";
import { largeModel } from "./large-model.ts";
import { largePolicy } from "./large-policy.ts";
import { describeMachine } from "./machine.ts";
import { memory } from "./memory.ts";
import { methods } from "./methods.ts";
import { opening } from "./opening.ts";
import { page } from "./page.ts";
import { pageGrowth } from "./page-growth.ts";
import { pretraining } from "./pretraining.ts";
import { profile } from "./profile.ts";
import { record } from "./record.ts";
import { type Report, type Result, table } from "./report.ts";
import { rollouts } from "./rollouts.ts";
import { scoring } from "./scoring.ts";
import { sharedPrompts } from "./shared-prompts.ts";
import { sideBySide } from "./side-by-side.ts";
import { SiteOnDemand } from "./site.ts";
import { size } from "./size.ts";
import { splitRun } from "./split-run.ts";
import { sweepPage } from "./sweep-page.ts";
import { sweeps } from "./sweeps.ts";
import { tensorflow, tensorflowGpu } from "./tensorflow.ts";
import { threads } from "./threads.ts";
import { trainingPage } from "./training-page.ts";
import { trainingStart } from "./training-start.ts";

const benchmarks = [
  generation,
  largeGeneration,
  batched,
  scoring,
  rollouts,
  pretraining,
  methods,
  frozenLayers,
  sharedPrompts,
  profile,
  largeModel,
  largePolicy,
  sweeps,
  alignment,
  importing,
  memory,
  opening,
  page,
  trainingPage,
  trainingStart,
  sideBySide,
  splitRun,
  threads,
  sweepPage,
  size,
  growth,
  pageGrowth,
  tensorflow,
  tensorflowGpu,
];

interface Options {
  only?: string;
  out?: string;
  device: Backend;
}

const WHOLE = "docs/benchmark";

new Command("bench")
  .description("Measures speed and memory: medians, and ratios within one run. Nothing else should be running.")
  .addOption(new Option("--only <name>", "one benchmark").choices(benchmarks.map(({ name }) => name)))
  .option("--out <folder>", `where to write the figures as JSON, and a page of them; ${WHOLE} for a whole run`)
  .addOption(
    new Option("--device <name>", "where the engine computes; webgpu needs the npm package webgpu")
      .choices(["wasm", "webgpu"])
      .default("wasm"),
  )
  .action(run)
  .parseAsync()
  .catch(fail);

async function run({ only, out = only ? undefined : WHOLE, device: wanted }: Options): Promise<void> {
  const device = await openDevice(wanted);
  const site = new SiteOnDemand();
  const results: Result[] = [];
  for (const benchmark of benchmarks.filter(({ name }) => !only || name === only)) {
    log(`measuring ${benchmark.name} …`);
    results.push(await resultOf(benchmark, { device, site: () => site.open() }));
  }
  await site.close();

  const report: Report = { machine: await describeMachine(device), benchmarks: results };
  if (out)
    await record(
      out,
      report.machine,
      results,
      benchmarks.map(({ name }) => name),
    );
  process.stdout.write(`${table(report)}\n`);
  // A missed target is a result; only a benchmark that could not run is a failure.
  process.exit(results.some(({ failure }) => failure !== null) ? 1 : 0);
}

/** Runs a benchmark; a failure does not stop the other benchmarks. */
async function resultOf({ name, about, run: measure }: Benchmark, bench: Bench): Promise<Result> {
  const began = { name, about, measuredAt: new Date().toISOString(), load: loadavg()[0] ?? 0 };
  try {
    return { ...began, figures: await measure(bench), failure: null };
  } catch (error) {
    return { ...began, figures: [], failure: error instanceof Error ? error.message : String(error) };
  }
}
