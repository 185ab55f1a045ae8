import { msg } from "../../../i18n/msg.ts";
import type { SortColumn } from "../../../state/runs-view.ts";
import type { RunRecord } from "../../../storage/records.ts";
import { methodText } from "../texts.ts";

export type Sizes = Readonly<Record<string, number>>;

export interface RunColumn {
  key: SortColumn;
  label: string;
  /** What the figure is, shown on hover. */
  meaning?: string;
  numeric: boolean;
  /** The value that the column sorts by; null comes last in either direction. */
  value(run: RunRecord, sizes: Sizes): string | number | null;
}

export const columns: readonly RunColumn[] = [
  { key: "name", label: msg("Name"), numeric: false, value: ({ name }) => name.toLowerCase() },
  { key: "method", label: msg("Method"), numeric: false, value: methodText },
  { key: "data", label: msg("Data"), numeric: false, value: ({ dataName }) => dataName.toLowerCase() },
  {
    key: "pairs",
    label: msg("Pairs"),
    meaning: msg("Pairs trained on: the first so many of the data"),
    numeric: true,
    value: ({ pairs }) => pairs,
  },
  { key: "status", label: msg("Status"), numeric: false, value: ({ status }) => status },
  {
    key: "accuracy",
    label: msg("Accuracy"),
    meaning: msg(
      "Share of held-out pairs whose chosen response has the higher outcome reward; of labelled steps alone, share of step ends whose reward is on the right side of 0",
    ),
    numeric: true,
    value: ({ final }) => final?.accuracy ?? null,
  },
  {
    key: "margin",
    label: msg("Margin"),
    meaning: msg(
      "Mean reward of chosen minus rejected on held-out pairs; of labelled steps alone, how far rewards are on the right side of 0",
    ),
    numeric: true,
    value: ({ final }) => final?.margin ?? null,
  },
  {
    key: "loss",
    label: msg("Loss"),
    meaning: msg("Training loss of the last step"),
    numeric: true,
    value: ({ final }) => final?.loss ?? null,
  },
  {
    key: "steps",
    label: msg("Steps"),
    meaning: msg("Optimiser steps done, of those planned"),
    numeric: true,
    value: ({ step }) => step,
  },
  { key: "seed", label: msg("Seed"), numeric: true, value: ({ seed }) => seed },
  {
    key: "size",
    label: msg("Size"),
    meaning: msg("Snapshot and checkpoint in this browser's storage"),
    numeric: true,
    value: ({ id }, sizes) => sizes[id] ?? null,
  },
  { key: "created", label: msg("Created"), numeric: true, value: ({ createdAt }) => createdAt },
];
