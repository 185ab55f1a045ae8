import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Command, InvalidArgumentError, Option } from "commander";
import { parseJson } from "../../engine/checkpoint/json.ts";
import { csvText } from "../../engine/csv.ts";
import { NOTHING_LEFT_OUT } from "../../engine/data/left-out.ts";
import type { Backend } from "../../engine/device.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { bestOf, confirmed } from "../../engine/sweep/analysis/summaries.ts";
import { type Arrangement, calibrate, calibrationText } from "../../engine/sweep/calibrate.ts";
import { confirmationOf, confirmationTrials } from "../../engine/sweep/confirm.ts";
import { trialTable } from "../../engine/sweep/export.ts";
import {
  checkPlan,
  type Shard,
  type SweepPlan,
  supervisionOfPlan,
  type TrialRequest,
  trialsOf,
  WHOLE,
} from "../../engine/sweep/plan.ts";
import {
  checkSameMaterial,
  mergeSweeps,
  readSweep,
  type SweepRecord,
  sweepFile,
  withTrial,
} from "../../engine/sweep/record.ts";
import { runTrials } from "../../engine/sweep/run-trials.ts";
import type { Assignment } from "../../engine/sweep/space.ts";
import { type Trial, trialKey } from "../../engine/sweep/trial.ts";
import type { TrialWorker } from "../../engine/sweep/trial-worker.ts";
import { REWARD_MODEL_SETTINGS } from "../../engine/training/reward-model-settings.ts";
import { withFileNames } from "../../engine/training/setting-names.ts";
import { deviceOption, openDevice } from "../device.ts";
import { exists, readBytes, writeSafely } from "../files.ts";
import { leftOutDocument, strictOption, tellLeftOut } from "../left-out.ts";
import { EMBEDDED_PAIRS, EMBEDDED_POLICY, embeddedBase } from "../models.ts";
import { atLeastOneOption } from "../options.ts";
import { log, print } from "../output.ts";
import type { SweepSources } from "../sweep/materials.ts";
import { spawnThread } from "../sweep/spawn-thread.ts";
import { nodeTrainingSource } from "../training-ports.ts";

interface Options {
  space?: string;
  trials?: number;
  workers: number | "auto";
  together: number | "auto";
  shard: Shard;
  confirm?: number;
  data: string;
  heldOut?: string;
  base?: string;
  generator: string;
  out: string;
  strict?: boolean;
  device: "auto" | "wasm" | "webgpu";
  json?: boolean;
}

const merge = new Command("merge")
  .description("Join the shards of a sweep into one.")
  .argument("<dirs...>", "folders of sweeps with the same plan")
  .requiredOption("--out <dir>", "folder for the whole sweep")
  .option("--json", "print one JSON document")
  .action(mergeShards);

export const command = new Command("sweep")
  .description("Train many reward models over a space of configs; goes on where it was cut short.")
  .enablePositionalOptions()
  .option("--space <file>", "what varies, JSON (docs/sweeps.md), or a sweep the page has exported")
  .addOption(new Option("--trials <n>", "runs at most, over all shards; a grid needs none").argParser(atLeastOneOption))
  .addOption(
    new Option("--workers <n>", "threads at most; auto is one a core on Wasm").default("auto").argParser(countOrAuto),
  )
  .addOption(
    new Option("--together <n>", "trials a thread runs as one program; auto tries what is fastest")
      .default("auto")
      .argParser(countOrAuto),
  )
  .addOption(
    new Option("--shard <i/n>", "every n-th configuration, beginning with the i-th")
      .default(WHOLE, "1/1")
      .argParser(shard),
  )
  .addOption(
    new Option("--confirm <seeds>", "then run the best configuration and the base with so many fresh seeds").argParser(
      atLeastOneOption,
    ),
  )
  .option("--data <file>", "preference pairs of any shape `icrm import` knows", EMBEDDED_PAIRS)
  .option("--held-out <file>", "pairs the objective is measured on (default: validation pairs, or a tenth of --data)")
  .option("--base <dir>", "checkpoint the reward models start from (default: that of the playground)")
  .option("--generator <dir>", "checkpoint whose generation probabilities weigh the edges", EMBEDDED_POLICY)
  .option("--out <dir>", "folder for sweep.json and trials.csv", "runs/sweep")
  .addOption(strictOption())
  .addOption(deviceOption())
  .option("--json", "print one JSON document")
  .action(run)
  .addCommand(merge);

async function run(options: Options): Promise<void> {
  const { out, json, confirm } = options;
  const asked = await askedSweep(options);
  const sources: SweepSources = {
    data: nodeTrainingSource(options.data, options.heldOut, supervisionOfPlan(asked.plan)),
    share: { pairs: asked.plan.pairs, heldOut: asked.plan.heldOut },
    models: { base: options.base ?? (await embeddedBase()), generator: options.generator },
    strict: options.strict ?? false,
  };
  let record = await goneOnWith(asked, out);
  let told = false;

  const { backend } = await openDevice(options.device);
  const requests = trialsOf(record.plan, options.shard);
  log(`${requests.length} trials, ${record.trials.length} of them known`);
  await conduct(record.plan, requests);
  if (confirm) {
    const best = bestOf(record);
    if (best) {
      const confirmation = record.confirmation ?? confirmationOf(record, best.summary.configuration, confirm);
      record = { ...record, confirmation };
      await conduct({ ...record.plan, stopping: null }, confirmationTrials(record, confirmation));
    }
  }
  await save(out, record);
  report(record, out, json);

  async function conduct(plan: SweepPlan, wanted: readonly TrialRequest[]): Promise<void> {
    const spawn = () => spawnThread({ backend, sources });
    await runTrials(plan, wanted, record.trials, {
      ...(await arrangementOf(wanted, spawn)),
      spawn,
      onOpened(material) {
        checkSameMaterial(record.material, material, out);
        if (!told) tellLeftOut(material.leftOut ?? NOTHING_LEFT_OUT, {});
        told = true;
        record = { ...record, material };
      },
      async onTrial(trial) {
        record = withTrial(record, trial);
        await writeRecord(out, record);
        log(JSON.stringify(logged(trial, plan)));
      },
    });
  }

  async function arrangementOf(wanted: readonly TrialRequest[], spawn: () => TrialWorker): Promise<Arrangement> {
    const workers = workersOf(options.workers, backend);
    if (options.together !== "auto") return { workers, together: options.together };
    const known = new Set(record.trials.map(trialKey));
    const open = wanted.filter((request) => !known.has(trialKey(request)));
    const calibration = await calibrate(open, workers, spawn);
    log(calibrationText(calibration));
    return calibration.fastest;
  }
}

async function mergeShards(dirs: string[], { out, json }: { out: string; json?: boolean }): Promise<void> {
  const parts = dirs.map(async (dir) => ({ name: dir, record: await readRecord(recordPath(dir)) }));
  const record = mergeSweeps(await Promise.all(parts));
  await save(out, record);
  report(record, out, json);
}

/** The sweep that the command line asks for: its file, overridden by its options. */
async function askedSweep({ space, trials }: Options): Promise<SweepRecord> {
  if (!space) {
    throw new PlaygroundError({ what: "A sweep needs a space", where: "--space", fix: "Give a file: docs/sweeps.md." });
  }
  const record = await readRecord(space);
  return trials ? { ...record, plan: checkPlan({ ...record.plan, trials }, space) } : record;
}

/** The folder's sweep, continued with more trials if asked; the asked sweep if the folder has none. */
async function goneOnWith(asked: SweepRecord, out: string): Promise<SweepRecord> {
  const path = recordPath(out);
  if (!(await exists(path))) return asked;
  const kept = await readRecord(path);
  const untold = (plan: SweepPlan) => JSON.stringify({ ...plan, trials: null });
  if (untold(kept.plan) === untold(asked.plan)) {
    return mergeSweeps([
      { name: "space", record: asked },
      { name: out, record: { ...kept, plan: asked.plan } },
    ]);
  }
  throw new PlaygroundError({
    what: "The folder holds a sweep with another plan",
    where: path,
    fix: "Name another folder with --out, or give the space it was begun with.",
  });
}

async function readRecord(path: string): Promise<SweepRecord> {
  return readSweep(parseJson(await readBytes(path), path), path);
}

async function save(out: string, record: SweepRecord): Promise<void> {
  const { header, rows } = trialTable(record);
  await writeRecord(out, record);
  await writeSafely(join(out, "trials.csv"), csvText([header, ...rows]));
}

function writeRecord(out: string, record: SweepRecord): Promise<void> {
  return writeSafely(recordPath(out), `${JSON.stringify(sweepFile(record))}\n`);
}

function recordPath(folder: string): string {
  return join(folder, "sweep.json");
}

/** @throws PlaygroundError if every trial failed; the record has been written by then */
function report(record: SweepRecord, out: string, json?: boolean): void {
  const { plan, trials, material } = record;
  const count = (status: Trial["status"]) => trials.filter((trial) => trial.status === status).length;
  const failure = trials.find(({ status }) => status === "failed");
  if (failure && count("failed") === trials.length) {
    throw new PlaygroundError({
      what: `All ${trials.length} trials failed; the first: ${failure.error?.what}`,
      where: failure.error?.where ?? out,
      ...(failure.error?.expected && { expected: failure.error.expected, found: failure.error.found ?? "nothing" }),
      fix: `${failure.error?.fix ?? "Correct the space."} Every trial's error stands in ${recordPath(out)}.`,
    });
  }
  const best = bestOf(record);
  const document = {
    sweep: recordPath(out),
    trials: trials.length,
    finished: count("finished"),
    stopped: count("stopped"),
    failed: count("failed"),
    omitted: leftOutDocument(material?.leftOut ?? NOTHING_LEFT_OUT),
    objective: plan.objective,
    best: best && {
      configuration: best.summary.configuration,
      values: named(best.summary.values),
      ...best.summary.estimate,
      among_configurations: best.among,
      trials: best.trials,
    },
    confirmed: confirmed(record),
  };
  print(document, { ...(json && { json }) }, () => {
    if (!best) return `${out}: ${trials.length} trials, no configuration is finished with every seed yet`;
    const { summary, among } = best;
    return `${out}: best of ${among} configurations is ${JSON.stringify(named(summary.values))}, ${plan.objective.metric} ${summary.estimate.value.toFixed(4)} over ${summary.bySeed.size} seeds`;
  });
}

/** Values under the names that files have for their settings. */
function named(values: Assignment): Record<string, unknown> {
  return withFileNames<unknown>(REWARD_MODEL_SETTINGS, values);
}

function logged({ configuration, seed, values, status, seconds, metrics, error }: Trial, { objective }: SweepPlan) {
  const { metric } = objective;
  return {
    configuration,
    seed,
    values: named(values),
    status,
    seconds,
    [metric]: metrics[metric] ?? null,
    error: error?.what ?? null,
  };
}

/** The number of processes. A GPU has one queue, for which several processes would wait. */
function workersOf(wanted: Options["workers"], backend: Backend): number {
  if (wanted !== "auto") return wanted;
  return backend === "wasm" ? availableParallelism() : 1;
}

function countOrAuto(text: string): number | "auto" {
  return text === "auto" ? text : atLeastOneOption(text);
}

function shard(text: string): Shard {
  const [, part, of] = (/^(\d+)\/(\d+)$/.exec(text) ?? []).map(Number);
  if (part && of && part >= 1 && part <= of) return { part, of };
  throw new InvalidArgumentError("Expected i/n with 1 ≤ i ≤ n, as in 3/16.");
}
