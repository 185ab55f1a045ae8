import * as v from "valibot";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { RecordFilter } from "../engine/data/record-filter.ts";
import type { ViewAddress } from "./use-address.ts";

const tabs = ["records", "statistics", "refused"] as const;
const kinds = ["comparison", "response", "steps"] as const;

/** The data set that is shown and how; an address holds it. */
export interface RecordsView extends RecordFilter {
  /** Id of the data set; empty: none. */
  data: string;
  tab: (typeof tabs)[number];
  /** Position of the shown record, from 0. */
  record: number;
  /** The model of this browser whose tokens are counted and shown; empty: the playground's models. */
  tokens: string;
  /** Settings of pairs to be made, as text of `encodePairSettings`; empty if no pairs are to be made. */
  make: string;
}

export const defaultRecordsView: RecordsView = {
  data: "",
  tab: "records",
  words: "",
  kind: null,
  record: 0,
  tokens: "",
  make: "",
};

// An invalid field of an address keeps its default; the other fields still count.
const optional = <Schema extends v.GenericSchema>(schema: Schema) => v.fallback(v.optional(schema), undefined);
const search = v.object({
  data: optional(v.string()),
  tab: optional(v.picklist(tabs)),
  words: optional(v.string()),
  kind: optional(v.picklist(kinds)),
  record: optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  tokens: optional(v.string()),
  make: optional(v.string()),
});

export function createRecordsView(): StoreApi<RecordsView> {
  return createStore<RecordsView>(() => defaultRecordsView);
}

export const recordsAddress: ViewAddress<RecordsView> = {
  viewOf(raw) {
    const known = Object.entries(v.parse(search, raw)).filter(([, value]) => value !== undefined);
    return { ...defaultRecordsView, ...Object.fromEntries(known) };
  },
  searchOf(view) {
    const own = Object.entries(view).filter(([name, value]) => value !== defaultRecordsView[name as keyof RecordsView]);
    return Object.fromEntries(own) as Record<string, string | number>;
  },
};
