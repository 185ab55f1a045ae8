import * as v from "valibot";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { RecordFilter } from "../engine/data/record-filter.ts";
import { changedFields, readFields, textField } from "./address-fields.ts";
import type { ViewAddress } from "./use-address.ts";

const tabs = ["records", "statistics", "refused"] as const;
const kinds = ["comparison", "response", "steps"] as const;

/** The data set that is shown and how; an address holds it. */
export interface RecordsView extends RecordFilter {
  /** Id of the data set, of this browser or of the playground; empty: the one that the page opens with. */
  data: string;
  tab: (typeof tabs)[number];
  /** Position of the shown record, from 0. */
  record: number;
  /** The model of this browser whose tokens are counted and shown; empty: the playground's models. */
  tokens: string;
  /** Settings of pairs to be made, as text of `encodePairSettings`; empty if no pairs are to be made. */
  make: string;
}

const defaultRecordsView: RecordsView = {
  data: "",
  tab: "records",
  words: "",
  kind: null,
  record: 0,
  tokens: "",
  make: "",
};

const fields = {
  data: textField,
  tab: v.picklist(tabs),
  words: textField,
  kind: v.picklist(kinds),
  record: v.pipe(v.number(), v.integer(), v.minValue(0)),
  tokens: textField,
  make: textField,
};

export function createRecordsView(): StoreApi<RecordsView> {
  return createStore<RecordsView>(() => defaultRecordsView);
}

export const recordsAddress: ViewAddress<RecordsView> = {
  read(raw) {
    const { known, problems } = readFields(fields, raw);
    return { view: { ...defaultRecordsView, ...known }, problems };
  },
  searchOf: (view) => changedFields(view, defaultRecordsView) as Record<string, string | number>,
};
