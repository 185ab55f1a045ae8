import * as v from "valibot";
import { reportOf } from "../engine/errors.ts";
import { SAMPLERS } from "../engine/sweep/configurations.ts";
import type { Variations } from "../engine/sweep/space.ts";
import { HELD_OUT_METRICS } from "../engine/sweep/trial-metrics.ts";
import { msg } from "../i18n/msg.ts";
import { changedFields, readFields, whole } from "./address-fields.ts";
import type { DataIds } from "./embedded-pairs.ts";
import { DEFAULT_SPACE, type HeldOutMetric, type SweepDraft, sweepPlanOf } from "./sweep-draft.ts";
import { readTrainSearch, type TrainSearch, trainSearch } from "./train-search.ts";

export const MOST_TRIALS = 5000;
export const MOST_REPLICATES = 20;

/** A sweep that is being set up, in its address: what all trials have in common is written as Train's settings are. */
export type SweepSearch = TrainSearch & Partial<SweepSpace>;

type SweepSpace = Omit<SweepDraft, "settings" | "source" | "device">;

export interface ReadSweepSearch extends DataIds {
  draft: Omit<SweepDraft, "source">;
  /** A sentence about each invalid part of the address. */
  problems: string[];
}

const METRICS = Object.keys(HELD_OUT_METRICS) as HeldOutMetric[];
const fields = {
  sampler: v.picklist(SAMPLERS),
  replicates: whole([1, MOST_REPLICATES]),
  trials: whole([1, MOST_TRIALS]),
  metric: v.picklist(METRICS),
  stopping: v.boolean(),
  vary: v.record(v.string(), v.looseObject({})),
};

/** Reads an address: its valid parts, and messages about invalid ones. */
export function readSweepSearch(raw: Readonly<Record<string, unknown>>): ReadSweepSearch {
  const { settings, device, data, heldOutData, problems } = readTrainSearch(raw, Object.keys(fields));
  const ofTheSpace = Object.fromEntries(Object.entries(raw).filter(([name]) => Object.hasOwn(fields, name)));
  const { known, problems: own } = readFields(fields, ofTheSpace);
  const { vary, ...space } = known;
  const draft = { ...DEFAULT_SPACE, ...space, settings, device } as ReadSweepSearch["draft"];
  const read = { draft, data, heldOutData, problems: [...problems, ...own] };
  if (vary === undefined) return read;
  try {
    const varied = { ...draft, vary: vary as Variations };
    // A grid may need a number of points, which is asked for on the page.
    sweepPlanOf({ ...varied, sampler: "random" });
    return { ...read, draft: varied };
  } catch (error) {
    const { what, expected, found } = reportOf(error);
    const problem = expected ? msg(`expected ${expected}, found ${found}`) : what;
    return { ...read, problems: [...read.problems, msg(`vary: ${problem}. The default is used.`)] };
  }
}

/** Whether an address asks for a sweep of its own; otherwise the page opens with its recording. */
export function asksForSweep({ draft, data, heldOutData }: ReadSweepSearch): boolean {
  // Data have their ids in an address, and are looked for only when it is opened.
  const source = { name: "", train: "", heldOut: null };
  const asked = sweepSearch({ ...draft, source, device: "auto" }, { data, heldOutData });
  return Object.keys(asked).length > 0;
}

/** The address of a sweep that is being set up, without what is at its default. @param ids those of its data */
export function sweepSearch({ settings, device, source: _, ...space }: SweepDraft, ids: DataIds): SweepSearch {
  const { vary, ...changed } = changedFields<SweepSpace>(space, DEFAULT_SPACE);
  const own = vary && JSON.stringify(vary) !== JSON.stringify(DEFAULT_SPACE.vary) ? { vary } : {};
  return { ...trainSearch(settings, device, [], [], ids), ...changed, ...own };
}
