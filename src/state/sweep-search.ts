import * as v from "valibot";
import { reportOf } from "../engine/errors.ts";
import { SAMPLERS } from "../engine/sweep/configurations.ts";
import { HELD_OUT_METRICS } from "../engine/sweep/run-trial.ts";
import type { Variations } from "../engine/sweep/space.ts";
import { msg } from "../i18n/msg.ts";
import { changedFields, readFields, whole } from "./address-fields.ts";
import type { DataIds } from "./embedded-pairs.ts";
import { DEFAULT_SPACE, type HeldOutMetric, planOf, type SweepDraft } from "./sweep-draft.ts";
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
};

/** Reads an address: its valid parts, and messages about invalid ones. */
export function readSweepSearch({ vary, ...raw }: Readonly<Record<string, unknown>>): ReadSweepSearch {
  const common = readTrainSearch(raw);
  const { known, problems } = readFields(fields, raw);
  const given = Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
  const { settings, device, data, heldOutData } = common;
  const draft = { ...DEFAULT_SPACE, ...given, settings, device };
  const varied = vary === undefined ? null : variationsOf(vary, draft);
  if (typeof varied === "string") problems.push(msg(`vary: ${varied}. The default is used.`));
  const space = varied === null || typeof varied === "string" ? draft : { ...draft, vary: varied };
  return { draft: space, data, heldOutData, problems: [...common.problems, ...problems] };
}

/** The variations of an address; a text that says what is wrong with them. */
function variationsOf(given: unknown, draft: Omit<SweepDraft, "source">): Variations | string {
  try {
    const vary = given as Variations;
    planOf({ ...draft, vary, sampler: "random" });
    return vary;
  } catch (error) {
    const { where = "", expected = "", found = "" } = reportOf(error);
    return `${where}, expected ${expected}, found ${found}`;
  }
}

/** The address of a sweep that is being set up, without what is at its default. @param ids those of its data */
export function sweepSearch({ settings, device, source: _, ...space }: SweepDraft, ids: DataIds): SweepSearch {
  const { vary, ...changed } = changedFields<SweepSpace>(space, DEFAULT_SPACE);
  const own = vary && JSON.stringify(vary) !== JSON.stringify(DEFAULT_SPACE.vary) ? { vary } : {};
  return { ...trainSearch(settings, device, [], [], ids), ...changed, ...own };
}
