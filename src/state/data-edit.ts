import { createStore, type StoreApi } from "zustand/vanilla";
import type { ImportedRecord } from "../engine/data/kept-record.ts";
import type { DataRecord } from "../engine/data/record.ts";
import type { ShapeId } from "../engine/data/shapes/index.ts";
import { type ProblemReport, reportOf } from "../engine/errors.ts";
import { t } from "../i18n/i18n.ts";
import type { DataSetRecord } from "../storage/records.ts";
import type { EngineClient } from "../worker/client.ts";
import type { RecordChange, RecordView } from "../worker/data-records.ts";

/** A record that a person is writing. */
export interface Draft {
  data: string;
  /** Hash of the data set when the draft was begun. */
  hash: string;
  position: number;
  type: "replace" | "insert";
  record: ImportedRecord;
}

export interface DataEditState {
  draft: Draft | null;
  /** The record that was deleted last, and its position. */
  deleted: { data: string; position: number; record: ImportedRecord } | null;
  busy: boolean;
  error: ProblemReport | null;
  /** Text for screen readers. */
  announcement: string;
}

/** Edits single records; a draft outlives the page. */
export interface DataEdit {
  store: StoreApi<DataEditState>;
  edit(set: DataSetRecord, view: RecordView): void;
  /** Begins a record of a kind, to be added after all others. */
  add(set: DataSetRecord, kind: DataRecord["kind"]): void;
  change(record: DataRecord): void;
  leave(): void;
  /** Saves the draft; resolves to whether it was saved. */
  save(): Promise<boolean>;
  remove(set: DataSetRecord, view: RecordView): Promise<void>;
  /** Puts the record that was deleted last back at its position. */
  restore(set: DataSetRecord): Promise<void>;
}

const BLANK: Record<DataRecord["kind"], { shape: ShapeId; record: DataRecord }> = {
  comparison: { shape: "trl-explicit", record: { kind: "comparison", prompt: "", chosen: [""], rejected: [""] } },
  response: { shape: "trl-unpaired", record: { kind: "response", prompt: "", response: "", correct: true } },
  steps: {
    shape: "trl-stepwise",
    record: { kind: "steps", prompt: "", steps: [""], labels: [true], correct: null },
  },
};

export function createDataEdit(client: Pick<EngineClient, "request">): DataEdit {
  const store = createStore<DataEditState>(() => ({
    draft: null,
    deleted: null,
    busy: false,
    error: null,
    announcement: "",
  }));

  /** Makes a change; resolves to whether it was made. */
  async function apply(at: Pick<Draft, "data" | "hash" | "position">, change: RecordChange): Promise<boolean> {
    if (store.getState().busy) return false;
    store.setState({ busy: true, error: null });
    try {
      await client.request<"changeRecord">({ kind: "changeRecord", ...at, change });
      return true;
    } catch (error) {
      store.setState({ error: reportOf(error) });
      return false;
    } finally {
      store.setState({ busy: false });
    }
  }

  return {
    store,

    edit({ id, hash }, { position, number, shape, record }) {
      const draft: Draft = { data: id, hash, position, type: "replace", record: { number, shape, record } };
      store.setState({ draft, error: null });
    },

    add({ id, hash, records }, kind) {
      const record = { number: 0, ...BLANK[kind] };
      store.setState({ draft: { data: id, hash, position: records, type: "insert", record }, error: null });
    },

    change(record) {
      store.setState(({ draft }) => ({ draft: draft && { ...draft, record: { ...draft.record, record } } }));
    },

    leave: () => store.setState({ draft: null, error: null }),

    async save() {
      const { draft } = store.getState();
      if (!draft) return false;
      const { type, record, data, hash, position } = draft;
      const saved = await apply({ data, hash, position }, { type, record });
      if (saved)
        store.setState({
          draft: null,
          deleted: null,
          announcement: t("Record {position} saved.", { position: position + 1 }),
        });
      return saved;
    },

    async remove({ id, hash }, { position, number, shape, record }) {
      const removed = await apply({ data: id, hash, position }, { type: "remove" });
      const deleted = { data: id, position, record: { number, shape, record } };
      if (removed)
        store.setState({
          deleted,
          announcement: t("Record {position} deleted. It can be undone.", { position: position + 1 }),
        });
    },

    async restore({ id, hash }) {
      const { deleted } = store.getState();
      if (deleted?.data !== id) return;
      const { position, record } = deleted;
      const restored = await apply({ data: id, hash, position }, { type: "insert", record });
      if (restored)
        store.setState({ deleted: null, announcement: t("Record {position} restored.", { position: position + 1 }) });
    },
  };
}
