import { Dexie, type Table as DexieTable, liveQuery, type UpdateSpec } from "dexie";
import { DPO_SETTINGS } from "../engine/training/dpo-config.ts";
import { REWARD_MODEL_SETTINGS } from "../engine/training/reward-model-settings.ts";
import { renamedSettings } from "../engine/training/setting-names.ts";
import type { StepMetrics } from "../engine/training/trainer.ts";
import type { DataSetRecord, ModelRecord, PolicyRecord, RunRecord } from "./records.ts";
import type { KeptTable, Tables } from "./tables.ts";

interface MetricsRow {
  run: string;
  step: number;
  metrics: StepMetrics;
}

interface FileRow {
  path: string;
  bytes: Uint8Array;
}

/** The number of held-out pairs in records before version 3, which lack the field, unless the person chose another. */
const HELD_OUT_BEFORE = 96;

/** The IndexedDB database of the playground. */
export class PlaygroundDatabase extends Dexie {
  declare runs: DexieTable<RunRecord, string>;
  declare metrics: DexieTable<MetricsRow, [string, number]>;
  declare policies: DexieTable<PolicyRecord, string>;
  declare dataSets: DexieTable<DataSetRecord, string>;
  declare models: DexieTable<ModelRecord, string>;
  /** Files, in browsers without a private file system. */
  declare files: DexieTable<FileRow, string>;

  constructor(name = "icrm-playground") {
    super(name);
    this.version(1).stores({ runs: "id", metrics: "[run+step]", files: "path" });
    this.version(2).stores({ policies: "id" });
    this.version(3).upgrade((change) => change.table<RunRecord>("runs").toCollection().modify(tellTraining));
    this.version(4).stores({ dataSets: "id" });
    this.version(5).stores({ models: "id" });
    this.version(6).upgrade((change) => change.table<RunRecord>("runs").toCollection().modify({ base: null }));
    this.version(7).upgrade(async (change) => {
      await change.table<RunRecord>("runs").toCollection().modify(nameRewardSettings);
      await change.table<PolicyRecord>("policies").toCollection().modify(namePolicySettings);
    });
  }

  /**
   * Whether the database was written by a newer playground, whose records this version would misread. Call this before
   * opening the database: Dexie opens it all the same, and changes its tables.
   */
  async isNewer(): Promise<boolean> {
    const present = (await indexedDB.databases()).find(({ name }) => name === this.name);
    // Dexie counts versions in tenths.
    return (present?.version ?? 0) > 10 * this.verno;
  }
}

/** Updates records before version 3, which had the number of pairs in the name of the data, and only one generator. */
function tellTraining(run: RunRecord): void {
  const [, dataName, pairs] = /^(.*), first (\d+)$/.exec(run.dataName) ?? [];
  run.dataName = dataName ?? run.dataName;
  run.pairs = Number(pairs ?? 0);
  run.heldOut = HELD_OUT_BEFORE;
  run.generator = null;
}

/** Updates records before version 7, which had other names for settings that Transformers and TRL have too. */
function nameRewardSettings(run: RunRecord): void {
  run.config = renamedSettings(REWARD_MODEL_SETTINGS, run.config) as RunRecord["config"];
}

function namePolicySettings(policy: PolicyRecord): void {
  policy.config = renamedSettings(DPO_SETTINGS, policy.config) as PolicyRecord["config"];
}

/** The tables of records and metrics in IndexedDB. */
export function databaseTables(database: PlaygroundDatabase): Tables {
  const { runs, metrics, policies, dataSets, models } = database;
  const rowsOf = (run: string, from: number) =>
    metrics.where("[run+step]").between([run, from], [run, Number.POSITIVE_INFINITY]);
  return {
    runs: {
      ...databaseTable(runs),
      remove: (id) =>
        database.transaction("rw", runs, metrics, async () => {
          await runs.delete(id);
          await rowsOf(id, 0).delete();
        }),
    },
    metrics: {
      put: async (run, rows) =>
        void (await metrics.bulkPut(rows.map((row) => ({ run, step: row.step, metrics: row })))),
      of: async (run) => (await rowsOf(run, 0).toArray()).map((row) => row.metrics),
      removeAfter: async (run, step) => void (await rowsOf(run, step + 1).delete()),
    },
    policies: databaseTable(policies),
    dataSets: databaseTable(dataSets),
    models: databaseTable(models),
    watch(query, listener) {
      const subscription = liveQuery(query).subscribe(listener);
      return () => subscription.unsubscribe();
    },
  };
}

function databaseTable<Kept extends { id: string }>(kept: DexieTable<Kept, string>): KeptTable<Kept> {
  return {
    put: async (record) => void (await kept.put(record)),
    get: async (id) => (await kept.get(id)) ?? null,
    update: async (id, changes) => void (await kept.update(id, changes as UpdateSpec<Kept>)),
    all: () => kept.toArray(),
    remove: (id) => kept.delete(id),
  };
}
