import { Dexie, type Table as DexieTable, liveQuery, type UpdateSpec } from "dexie";
import { DPO_SETTINGS } from "../engine/training/dpo-config.ts";
import { REWARD_MODEL_SETTINGS } from "../engine/training/reward-model-settings.ts";
import { renamedSettings } from "../engine/training/setting-names.ts";
import type { StepMetrics } from "../engine/training/trainer.ts";
import type { DataSetRecord, ModelRecord, PolicyRecord, RunRecord } from "./records.ts";
import type { Table, Tables } from "./tables.ts";

interface MetricsRow {
  run: string;
  step: number;
  metrics: StepMetrics;
}

interface FileRow {
  path: string;
  bytes: Uint8Array;
}

/** What records before version 3, which said nothing of it, were measured on unless their person chose otherwise. */
const HELD_OUT_BEFORE = 96;

/** The playground's one IndexedDB database. */
export class PlaygroundDatabase extends Dexie {
  declare runs: DexieTable<RunRecord, string>;
  declare metrics: DexieTable<MetricsRow, [string, number]>;
  declare policies: DexieTable<PolicyRecord, string>;
  declare dataSets: DexieTable<DataSetRecord, string>;
  declare models: DexieTable<ModelRecord, string>;
  /** Files of browsers that offer no private file system. */
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
   * Whether a newer playground has been here, whose records this one would misread. To be asked before it is opened: Dexie
   * opens it all the same, and adds to it what this one has.
   */
  async isNewer(): Promise<boolean> {
    const present = (await indexedDB.databases()).find(({ name }) => name === this.name);
    // Dexie's versions are tenths.
    return (present?.version ?? 0) > 10 * this.verno;
  }
}

/** Records before version 3 said in the name of their data how many pairs they were trained on, and knew one generator. */
function tellTraining(run: RunRecord): void {
  const [, dataName, pairs] = /^(.*), first (\d+)$/.exec(run.dataName) ?? [];
  run.dataName = dataName ?? run.dataName;
  run.pairs = Number(pairs ?? 0);
  run.heldOut = HELD_OUT_BEFORE;
  run.generator = null;
}

/** Records before version 7 have other names for settings that Transformers and TRL have, too. */
function nameRewardSettings(run: RunRecord): void {
  run.config = renamedSettings(REWARD_MODEL_SETTINGS, run.config) as RunRecord["config"];
}

function namePolicySettings(policy: PolicyRecord): void {
  policy.config = renamedSettings(DPO_SETTINGS, policy.config) as PolicyRecord["config"];
}

/** Records and metrics in IndexedDB. */
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

function databaseTable<Kept extends { id: string }>(kept: DexieTable<Kept, string>): Table<Kept> {
  return {
    put: async (record) => void (await kept.put(record)),
    get: async (id) => (await kept.get(id)) ?? null,
    update: async (id, changes) => void (await kept.update(id, changes as UpdateSpec<Kept>)),
    all: () => kept.toArray(),
    remove: (id) => kept.delete(id),
  };
}
