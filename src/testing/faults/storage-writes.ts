import { keptLine } from "../../engine/data/kept-record.ts";
import { checkPlan } from "../../engine/sweep/plan.ts";
import { freshRecord } from "../../engine/sweep/record.ts";
import { DPO_DEFAULTS } from "../../engine/training/dpo-config.ts";
import { RunHistory } from "../../engine/training/run-history.ts";
import { backend } from "../../storage/backend.ts";
import { checkpoints } from "../../storage/checkpoints.ts";
import { DataSetWriter } from "../../storage/data-set-writer.ts";
import { dataSets } from "../../storage/data-sets.ts";
import { models } from "../../storage/models.ts";
import { policies } from "../../storage/policies.ts";
import type { ModelRecord } from "../../storage/records.ts";
import { runStore } from "../../storage/run-store.ts";
import { snapshots } from "../../storage/snapshots.ts";
import { sweeps } from "../../storage/sweeps.ts";
import { exportRun, importRun } from "../../storage/transfer.ts";
import { testDataSet } from "../data-sets.ts";
import { testMetrics, testRun } from "../runs.ts";

/**
 * What happens at a write: it fails, or the page goes away; before it is done, after it, or in the middle. In the
 * private file system a write that is interrupted leaves a new, empty file; a removal that is interrupted leaves a part
 * of a folder.
 */
const TROUBLES = ["fails before", "fails after", "crashes before", "crashes within", "crashes after"] as const;
export type Trouble = (typeof TROUBLES)[number];

/** Checks that what was reported as saved is complete; resolves to a fault, or null. */
type Said = () => Promise<string | null>;

/** The check during a deletion, when the thing may or may not be there. */
const NOTHING: Said = async () => null;

/** The life of a stored thing, step by step. */
interface Story {
  name: string;
  /** @param said replaces the check of what was reported as saved, after each step that succeeds */
  tell(said: (next: Said) => void): Promise<void>;
  /** What the next visit does first. */
  visit?(): Promise<unknown>;
  /** Checks that everything stored is complete, whether reported as saved or not; null if it is. */
  half(): Promise<string | null>;
}

export interface WritesTried {
  story: string;
  writes: number;
  points: number;
  faults: string[];
}

class Gone extends Error {}

/** Plays all stories with every trouble at every write. */
export async function tryWrites(troubles: readonly Trouble[] = TROUBLES): Promise<WritesTried[]> {
  // Node 20 has no navigator; without locks and quota, the storage keeps everything in memory.
  if (typeof navigator === "undefined")
    Object.defineProperty(globalThis, "navigator", { value: {}, configurable: true });
  const all: WritesTried[] = [];
  for (const story of stories) {
    const { writes } = await play(story, Number.POSITIVE_INFINITY, "fails before");
    const faults: string[] = [];
    for (let at = 0; at < writes; at++) {
      for (const trouble of troubles) {
        const { fault } = await play(story, at, trouble);
        if (fault) faults.push(`write ${at + 1} of ${writes} ${trouble} it: ${fault}`);
      }
    }
    all.push({ story: story.name, writes, points: writes * troubles.length, faults });
  }
  return all;
}

/** Plays a story with trouble at one of its writes; nothing is left afterwards. */
async function play(story: Story, at: number, trouble: Trouble): Promise<{ writes: number; fault: string | null }> {
  const damage = await damagedStorage(at, trouble);
  let said: Said = async () => null;
  let unheard: unknown = null;
  try {
    await story.tell((next) => {
      said = next;
    });
  } catch (error) {
    if (!(error instanceof Gone)) unheard = error;
  }
  const { writes } = damage;
  damage.repair();
  await story.visit?.();
  const fault = (await said()) ?? (await story.half()) ?? (unheard ? `another error: ${String(unheard)}` : null);
  await forget();
  return { writes, fault };
}

/** The storage of this process, with trouble at one write. */
async function damagedStorage(at: number, trouble: Trouble) {
  const { files, tables } = await backend();
  const originals: [object, string, unknown][] = [];
  const state = { writes: 0, gone: false, repair };
  for (const [store, names] of [
    [files, ["write", "remove"]],
    ...[tables.runs, tables.policies, tables.dataSets, tables.models].map((table) => [
      table,
      ["put", "update", "remove"],
    ]),
    [tables.metrics, ["put", "removeAfter"]],
  ] as unknown as [Record<string, (...args: unknown[]) => Promise<unknown>>, string[]][]) {
    for (const name of names) {
      const original = store[name] as (...args: unknown[]) => Promise<unknown>;
      originals.push([store, name, original]);
      store[name] = async (...args) => {
        if (state.gone) throw new Gone();
        if (state.writes++ !== at) return original.apply(store, args);
        if (trouble.endsWith("after")) await original.apply(store, args);
        if (trouble === "crashes within" && store === (files as object)) await tear(name, args[0] as string);
        if (trouble.startsWith("crashes")) state.gone = true;
        throw new Gone();
      };
    }
  }
  return state;

  function repair(): void {
    for (const [store, name, original] of originals) Object.assign(store, { [name]: original });
  }
}

/** Leaves what an interrupted write or removal leaves. */
async function tear(name: string, path: string): Promise<void> {
  const { files } = await backend();
  if (name === "write") {
    if (!(await files.has(path))) await files.write(path, new Uint8Array());
    return;
  }
  const [first] = await files.list(path);
  if (first) await files.remove(`${path}/${first}`);
}

async function forget(): Promise<void> {
  const { files, tables } = await backend();
  for (const { id } of await tables.runs.all()) await tables.runs.remove(id);
  for (const { id } of await tables.policies.all()) await tables.policies.remove(id);
  for (const { id } of await tables.dataSets.all()) await tables.dataSets.remove(id);
  for (const { id } of await tables.models.all()) await tables.models.remove(id);
  for (const root of ROOTS) await files.remove(root);
}

const ROOTS = ["runs", "policies", "policy-adapters", "data", "models", "sweeps"];
/** Folders without a record, which nobody could ever free; null if there are none. */
async function orphans(root: string, known: readonly string[]): Promise<string | null> {
  const { files } = await backend();
  const lost = (await files.list(root)).filter((id) => !known.includes(id));
  return lost.length > 0 ? `${root}/${lost[0]} stays and is on no list` : null;
}

const bytes = (text: string) => new TextEncoder().encode(text);
/** A folder whose files contain the number of their saving, so that a mixture can be detected. */
const folder = (saving: number) =>
  new Map(["config.json", "model.safetensors", "tokenizer.json"].map((name) => [name, bytes(`${name} ${saving}`)]));

function isSame(files: ReadonlyMap<string, Uint8Array> | null, expected: ReadonlyMap<string, Uint8Array>): boolean {
  const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
  return files?.size === expected.size && [...expected].every(([name, bytes]) => text(files.get(name)) === text(bytes));
}

function isOneSaving(files: ReadonlyMap<string, Uint8Array> | null): boolean {
  return files === null || [1, 2].some((saving) => isSame(files, folder(saving)));
}

const tensor = (value: number) => new Map([["w", { shape: [2], data: Float32Array.of(value, value) }]]);
const snapshot = (step: number) => ({
  snapshot: { step, carried: {}, weights: tensor(step), firstMoments: tensor(step), secondMoments: tensor(step) },
  history: new RunHistory(),
});
const leaving = new AbortController().signal;

const aRun: Story = {
  name: "run",
  async tell(said) {
    const id = "a";
    await runStore.create(testRun({ id, status: "running", step: 0 }));
    said(async () => ((await runStore.get(id)) ? null : "the run is gone"));
    for (const step of [1, 2]) {
      await runStore.appendMetrics(id, testMetrics(step).slice(-1));
      await snapshots.save(id, snapshot(step));
      said(async () => {
        const kept = await snapshots.load(id);
        const rows = await runStore.metrics(id);
        return kept && kept.snapshot.step >= step && rows.length >= step ? null : `step ${step} is not there`;
      });
      await checkpoints.save(id, folder(step));
      said(async () => ((await checkpoints.files(id)) ? null : "the checkpoint is gone"));
    }
    await checkpoints.saveAdapter(id, folder(2));
    await runStore.update(id, { status: "finished", step: 2 });
    said(async () => ((await runStore.get(id))?.status === "finished" ? null : "it is not finished"));
    said(NOTHING);
    await snapshots.remove(id);
    await runStore.remove(id);
    said(async () => ((await runStore.list()).length === 0 ? null : "the deleted run is on the list"));
    said(NOTHING);
    await runStore.erase(id);
    said(async () => ((await runStore.get(id)) ? "the run that was erased is there" : null));
  },
  async visit() {
    await runStore.markInterrupted(leaving);
    await runStore.purgeDeleted(0, leaving);
  },
  async half() {
    const runs = [...(await runStore.list()), ...(await runStore.deleted())];
    for (const { id, hasCheckpoint, hasSnapshot } of runs) {
      const files = await checkpoints.files(id);
      if (hasCheckpoint && !files) return "its record has a checkpoint, its folder none";
      if (!isOneSaving(files)) return "its checkpoint is of two savings";
      if (!isOneSaving(await checkpoints.adapterFiles(id))) return "its adapters are of two savings";
      const kept = await snapshots.load(id);
      if (hasSnapshot && !kept) return "its record has a snapshot, its folder none";
      const weights = kept?.snapshot.weights.get("w")?.data[0];
      if (kept && weights !== kept.snapshot.step) return "its snapshot is of two steps";
    }
    return orphans(
      "runs",
      runs.map(({ id }) => id),
    );
  },
};

const anImportedRun: Story = {
  name: "imported run",
  async tell(said) {
    await runStore.create(testRun({ id: "a", status: "finished" }));
    await runStore.appendMetrics("a", testMetrics(2));
    const { id } = await importRun(await exportRun("a"), "a.zip");
    said(async () => {
      const rows = await runStore.metrics(id);
      return (await runStore.get(id)) && rows.length === 2 ? null : "the imported run is not there";
    });
  },
  visit: () => runStore.purgeDeleted(0, leaving),
  async half() {
    for (const { id } of await runStore.list()) {
      const rows = (await runStore.metrics(id)).length;
      if (id !== "a" && rows !== 2) return `the imported run has ${rows} of 2 rows`;
    }
    return null;
  },
};

const record = (text: string) => ({ kind: "comparison", prompt: text, chosen: ["a"], rejected: ["b"] }) as const;
const line = (text: string) => keptLine({ number: 1, shape: "trl-explicit", record: record(text) });
const { report, ...about } = testDataSet();

const aDataSet: Story = {
  name: "data set",
  async tell(said) {
    const kept = await DataSetWriter.write(async (writer) => {
      // More than one chunk.
      for (const part of [1, 2, 3]) await writer.add(line(`${part} ${"x".repeat(700_000)}`));
      const refusals = [{ number: 4, field: "chosen", expected: "a text", found: "nothing" }];
      return {
        name: "mine",
        origin: about.origin,
        plan: about.plan,
        report: { columns: [], remarks: [], ...report, refusals },
      };
    });
    const isWhole = async (changed: boolean) => {
      const text = await (await dataSets.blob(await dataSets.get(kept.id))).text();
      return text.split("\n").length === 4 && text.includes("changed") === changed;
    };
    said(async () => ((await isWhole(false)) ? null : "the data set is not what was imported"));
    // From here on the old or the new data set may be there, until the change is reported as saved.
    said(async () => ((await isWhole(false)) || (await isWhole(true)) ? null : "the data set is neither old nor new"));
    await dataSets.replaceChunk(kept, 0, [line("changed"), line("2")]);
    said(async () => ((await isWhole(true)) ? null : "the change is not there"));
    await dataSets.rename(kept.id, "yours");
    said(async () => ((await dataSets.list())[0]?.name === "yours" ? null : "the name is the old one"));
    said(NOTHING);
    await dataSets.remove(kept.id);
    await dataSets.erase(kept.id);
    said(async () => ((await dataSets.list()).length === 0 ? null : "the erased data set is there"));
  },
  visit: () => dataSets.purgeDeleted(0, leaving),
  async half() {
    const sets = await dataSets.list();
    for (const set of sets) {
      const { size } = await dataSets.blob(set).catch(() => new Blob());
      if (size !== set.bytes) return `the data set has ${size} of ${set.bytes} bytes`;
    }
    const { tables } = await backend();
    return orphans(
      "data",
      (await tables.dataSets.all()).map(({ id }) => id),
    );
  },
};

const files = [
  { path: "config.json", size: 4 },
  { path: "model.safetensors", size: 8 },
];

const aModel: Story = {
  name: "model",
  async tell(said) {
    const begun = await models.begin({ kind: "folder", name: "m" }, files, {} as ModelRecord["description"]);
    for (const { path, size } of files) {
      const partial = await models.store(begun).partial(path);
      for (let at = 0; at < size; at += 4) await partial.append(bytes(`${path}0123`.slice(0, 4)));
      const arrived = () =>
        models
          .files(begun)
          .open(path)
          .then((blob) => blob.size);
      said(async () => ((await arrived()) === size ? null : `${path} is not whole`));
    }
    await models.finish(begun.id);
    said(async () => ((await models.get(begun.id)).complete ? null : "the model is not complete"));
    said(NOTHING);
    await models.remove(begun.id);
    await models.erase(begun.id);
    said(async () => ((await models.list()).length === 0 ? null : "the erased model is there"));
  },
  visit: () => models.purgeDeleted(0, leaving),
  async half() {
    const kept = await models.list();
    for (const model of kept.filter(({ complete }) => complete)) {
      for (const { path, size } of files) {
        const found = await models
          .files(model)
          .open(path)
          .then(
            (blob) => blob.size,
            () => 0,
          );
        if (found !== size) return `a complete model has ${found} of ${size} bytes of ${path}`;
      }
    }
    const { tables } = await backend();
    return orphans(
      "models",
      (await tables.models.all()).map(({ id }) => id),
    );
  },
};

const sweepOf = (steps: number) =>
  freshRecord(checkPlan({ base: { steps }, vary: { rho: { choices: [0, 1] } }, sampler: "grid" }, "test"));

const aSweep: Story = {
  name: "sweep",
  async tell(said) {
    for (const steps of [1, 2]) {
      await sweeps.save("1", sweepOf(steps));
      said(async () =>
        ((await sweeps.load("1"))?.plan.base.steps ?? 0) >= steps ? null : `saving ${steps} is not there`,
      );
    }
    said(NOTHING);
    await sweeps.remove("1");
    said(async () => ((await sweeps.load("1")) === null ? null : "the removed sweep is there"));
  },
  async half() {
    const steps = (await sweeps.load("1"))?.plan.base.steps;
    return steps === undefined || steps === 1 || steps === 2 ? null : "the sweep is none that was saved";
  },
};

const aPolicy: Story = {
  name: "policy",
  async tell(said) {
    const told = { name: "p", base: "b", reward: "r", config: DPO_DEFAULTS, dataHash: "0", pairs: 1, samples: 1 };
    const kept = await policies.save({ ...told, step: 1, steps: 1, gold: null }, folder(1), folder(2));
    said(async () =>
      (await policies.files(kept.id)) && (await policies.list()).length === 1 ? null : "it is not there",
    );
    await policies.update(kept.id, { gold: { base: 0, tuned: 1, problems: 1 } });
    said(async () => ((await policies.list())[0]?.gold ? null : "the judgement is not there"));
    said(NOTHING);
    await policies.remove(kept.id);
    said(async () => ((await policies.list()).length === 0 ? null : "the removed policy is there"));
  },
  visit: () => policies.removeLeftovers(leaving),
  async half() {
    const kept = await policies.list();
    for (const { id } of kept) {
      if (!isSame(await policies.files(id), folder(1))) return "its checkpoint is not whole";
      if (!isSame(await policies.adapterFiles(id), folder(2))) return "its adapters are not whole";
    }
    const ids = kept.map(({ id }) => id);
    return (await orphans("policies", ids)) ?? (await orphans("policy-adapters", ids));
  },
};

const stories: readonly Story[] = [aRun, anImportedRun, aDataSet, aModel, aSweep, aPolicy];
