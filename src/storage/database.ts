import { Dexie, liveQuery, type Table } from "dexie";
import { DPO_SETTINGS } from "../engine/training/dpo-config.ts";
import { REWARD_MODEL_SETTINGS } from "../engine/training/reward-model-settings.ts";
import { renamedSettings } from "../engine/training/setting-names.ts";
import type { StepMetrics } from "../engine/training/trainer.ts";
import type { DataSetRecord, ModelRecord, PolicyRecord, RunRecord } from "./records.ts";
import type { Tables } from "./tables.ts";

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
  declare runs: Table<RunRecord, string>;
  declare metrics: Table<MetricsRow, [string, number]>;
  declare policies: Table<PolicyRecord, string>;
  declare dataSets: Table<DataSetRecord, string>;
  declare models: Table<ModelRecord, string>;
  /** Files of browsers that offer no private file system. */
  declare files: Table<FileRow, string>;

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
  const rowsOf = (id: string, from: number) =>
    metrics.where("[run+step]").between([id, from], [id, Number.POSITIVE_INFINITY]);
  return {
    put: async (run) => void (await runs.put(run)),
    get: async (id) => (await runs.get(id)) ?? null,
    update: async (id, changes) => void (await runs.update(id, changes)),
    all: () => runs.toArray(),
    remove: (id) =>
      database.transaction("rw", runs, metrics, async () => {
        await runs.delete(id);
        await rowsOf(id, 0).delete();
      }),
    putMetrics: async (id, rows) =>
      void (await metrics.bulkPut(rows.map((row) => ({ run: id, step: row.step, metrics: row })))),
    metrics: async (id) => (await rowsOf(id, 0).toArray()).map((row) => row.metrics),
    removeMetricsAfter: async (id, step) => void (await rowsOf(id, step + 1).delete()),
    putPolicy: async (policy) => void (await policies.put(policy)),
    updatePolicy: async (id, changes) => void (await policies.update(id, changes)),
    policies: () => policies.toArray(),
    removePolicy: (id) => policies.delete(id),
    putDataSet: async (data) => void (await dataSets.put(data)),
    dataSet: async (id) => (await dataSets.get(id)) ?? null,
    updateDataSet: async (id, changes) => void (await dataSets.update(id, changes)),
    dataSets: () => dataSets.toArray(),
    removeDataSet: (id) => dataSets.delete(id),
    putModel: async (model) => void (await models.put(model)),
    model: async (id) => (await models.get(id)) ?? null,
    updateModel: async (id, changes) => void (await models.update(id, changes)),
    models: () => models.toArray(),
    removeModel: (id) => models.delete(id),
    watch(query, listener) {
      const subscription = liveQuery(query).subscribe(listener);
      return () => subscription.unsubscribe();
    },
  };
}
