import { join } from "node:path";
import { Command, Option } from "commander";
import { PlaygroundError } from "../../engine/errors.ts";
import { openJax } from "../../engine/jax.ts";
import { checkRewardModelConfig } from "../../engine/training/check-config.ts";
import {
  REWARD_MODEL_DEFAULTS,
  type RewardModelConfig,
  supervisionOf,
} from "../../engine/training/reward-model-config.ts";
import { REWARD_MODEL_SETTINGS } from "../../engine/training/reward-model-settings.ts";
import { withFileNames } from "../../engine/training/setting-names.ts";
import { memoryText, type TrainingMemory } from "../../engine/training/training-path.ts";
import { Gate } from "../../flows/gate.ts";
import { TrainingMaterials } from "../../flows/train/materials.ts";
import type { TrainingNews } from "../../flows/train/news.ts";
import type { TrainingPlan } from "../../flows/train/plan.ts";
import { trainRewardModels } from "../../flows/train/train.ts";
import { splitText } from "../../flows/train/workers/split.ts";
import { configFields } from "../config-fields.ts";
import { deviceOption, openDevice } from "../device.ts";
import { leftOutDocument, strictOption, tellLeftOut } from "../left-out.ts";
import { EMBEDDED_PAIRS, EMBEDDED_POLICY, embeddedBase, POLICY_CHOICE } from "../models.ts";
import { atLeastOneOption, integerOption } from "../options.ts";
import { log, print } from "../output.ts";
import { ProgressLog } from "../progress-log.ts";
import { addSettings, givenSettings } from "../setting-options.ts";
import { FolderKeeping } from "../train/folder-keeping.ts";
import { runThreads } from "../train/run-threads.ts";
import { nodeTrainingPorts, nodeTrainingSource } from "../training-ports.ts";

interface Options {
  data: string;
  heldOut?: string;
  base?: string;
  generator: string;
  config?: string;
  out: string;
  snapshots?: string;
  saveEvery: number;
  strict?: boolean;
  device: "auto" | "wasm" | "webgpu";
  workers?: number;
  json?: boolean;
}

export const command = new Command("train")
  .description("Train a reward model on preference pairs or labelled steps; resumes from its last snapshot.")
  .option(
    "--data <file>",
    "preference pairs or, for prm and prm_icrm, labelled steps too: JSONL, JSON or Parquet of any shape `icrm import` knows",
    EMBEDDED_PAIRS,
  )
  .option(
    "--held-out <file>",
    "records to measure accuracy on (default: the playground's validation pairs for its own, else a tenth of the prompts of --data)",
  )
  .option("--out <dir>", "folder for the reward model", "runs/reward-model")
  .option("--base <dir>", "checkpoint the reward model starts from (default: that of the playground)")
  .option("--generator <dir>", `whose generation probabilities weigh the edges: ${POLICY_CHOICE}`, EMBEDDED_POLICY)
  .option("--config <file>", "JSON with any settings of the training, as docs/settings.md names them; options win")
  .option("--snapshots <dir>", "folder for what resuming needs (default: runs/ and the name of --out)")
  .addOption(new Option("--save-every <n>", "steps between snapshots").default(200).argParser(integerOption))
  .addOption(strictOption())
  .addOption(deviceOption())
  .addOption(
    new Option(
      "--workers <n>",
      "threads that every step is split over, on Wasm; its last digits depend on their number (default: as many as measurement shows to pay)",
    ).argParser(atLeastOneOption),
  )
  .option("--json", "print one JSON document")
  .action(run);
addSettings(command, REWARD_MODEL_SETTINGS);

async function run(options: Options): Promise<void> {
  const { data, generator, out, saveEvery, json } = options;
  const base = options.base ?? (await embeddedBase());
  const snapshots = options.snapshots ?? join("runs", out.split(/[\\/]/).filter(Boolean).at(-1) as string);
  const config = await configOf(options);
  const device = await openDevice(options.device);
  await openJax(device.backend);

  const source = nodeTrainingSource(data, options.heldOut, supervisionOf(config));
  const materials = await TrainingMaterials.open(source, nodeTrainingPorts({ base, generator }, device));
  const { train, leftOut } = materials.data;
  tellLeftOut(leftOut, options);
  const dataHash = await materials.dataHash({ pairs: null });
  const identity = { ...withFileNames<unknown>(REWARD_MODEL_SETTINGS, config), data_hash: dataHash, base, generator };
  const pairs = train.examples.length;
  const keeping = new FolderKeeping({ out, snapshots, saveEvery, config, identity, data, pairs });
  const plan: TrainingPlan = {
    runs: [{ id: "run", name: out, config, resume: null }],
    generator: null,
    ...{ pairs: null, heldOut: null },
    recordEvery: config.steps,
  };
  const end = new AbortController();
  const told = new TrainingLog(() => end.abort());
  await trainRewardModels(materials, plan, {
    keeping,
    arrangement: device.backend === "wasm" ? runThreads(options.workers ?? null) : "in turn",
    gate: new Gate(),
    signal: end.signal,
    tell: (news) => told.hear(news),
  });
  await materials.release();
  const { written } = keeping;
  if (told.failure || !written) throw told.failure;

  const { steps, workers, history, measured, adapter } = written;
  const { accuracy, margin, count, unit } = measured;
  const of = unit === "pairs" ? { pairs: count } : { step_ends: count };
  const document = {
    config: withFileNames(REWARD_MODEL_SETTINGS, config),
    seed: config.seed,
    data_hash: dataHash,
    omitted: leftOutDocument(leftOut),
    memory: told.memory,
    workers,
    steps,
    final: { loss: history.at(-1)?.loss ?? null, accuracy, margin, ...of },
    history,
    checkpoint: out,
    ...(adapter && { adapter }),
  };
  print(
    document,
    { ...(json && { json }) },
    () => `${out}: held-out accuracy ${accuracy.toFixed(3)} on ${count} ${unit}`,
  );
}

/** Writes the news of a training to stderr, every step as one JSON object a line. */
class TrainingLog {
  memory: TrainingMemory | null = null;
  failure: PlaygroundError | null = null;
  readonly #stages = new ProgressLog();
  readonly #onFailure: () => void;

  /** @param onFailure called if the run cannot continue, or cannot be kept */
  constructor(onFailure: () => void) {
    this.#onFailure = onFailure;
  }

  hear(news: TrainingNews): void {
    switch (news.type) {
      case "planned":
        this.memory = news.memory;
        log(memoryText(news.memory));
        return;
      case "split":
        log(splitText(news));
        return;
      case "preparing":
        this.#stages.tell({ ...news, model: null });
        return;
      case "adapted":
        log(JSON.stringify({ generator: news.metrics }));
        return;
      case "stepped":
        log(JSON.stringify(news.row));
        return;
      case "halted":
      case "unsaved":
        this.failure = new PlaygroundError(news.report);
        this.#onFailure();
    }
  }
}

async function configOf({ config: file, ...options }: Options): Promise<RewardModelConfig> {
  const fromFile = await configFields(REWARD_MODEL_SETTINGS, file);
  const given = givenSettings(REWARD_MODEL_SETTINGS, options);
  const config = checkRewardModelConfig({ ...REWARD_MODEL_DEFAULTS, ...fromFile, ...given }, file ?? "options");
  if (given.trainableLayers === undefined || config.tuning === "top") return config;
  throw new PlaygroundError({
    what: "A number of upper layers means nothing where upper layers are not what is trained",
    where: "--trainable-layers",
    expected: "tuning top",
    found: `tuning ${config.tuning}`,
    fix: "Add --tuning top, or leave the number out.",
  });
}
