import type { SortColumn } from "../../../state/runs-view.ts";
import type { RunRecord } from "../../../storage/records.ts";
import { methodText } from "../texts.ts";

export type Sizes = Readonly<Record<string, number>>;

export interface Column {
  key: SortColumn;
  label: string;
  /** What the figure is, shown on hover. */
  meaning?: string;
  numeric: boolean;
  /** The value that the column sorts by; null comes last in either direction. */
  value(run: RunRecord, sizes: Sizes): string | number | null;
}

export const columns: readonly Column[] = [
  { key: "name", label: "Name", numeric: false, value: ({ name }) => name.toLowerCase() },
  { key: "method", label: "Method", numeric: false, value: methodText },
  { key: "data", label: "Data", numeric: false, value: ({ dataName }) => dataName.toLowerCase() },
  {
    key: "pairs",
    label: "Pairs",
    meaning: "Pairs trained on: the first so many of the data",
    numeric: true,
    value: ({ pairs }) => pairs,
  },
  { key: "status", label: "Status", numeric: false, value: ({ status }) => status },
  {
    key: "accuracy",
    label: "Accuracy",
    meaning:
      "Share of held-out pairs whose chosen response has the higher outcome reward; of labelled steps alone, share of step ends whose reward is on the right side of 0",
    numeric: true,
    value: ({ final }) => final?.accuracy ?? null,
  },
  {
    key: "margin",
    label: "Margin",
    meaning:
      "Mean reward of chosen minus rejected on held-out pairs; of labelled steps alone, how far rewards are on the right side of 0",
    numeric: true,
    value: ({ final }) => final?.margin ?? null,
  },
  {
    key: "loss",
    label: "Loss",
    meaning: "Training loss of the last step",
    numeric: true,
    value: ({ final }) => final?.loss ?? null,
  },
  {
    key: "steps",
    label: "Steps",
    meaning: "Optimiser steps done, of those planned",
    numeric: true,
    value: ({ step }) => step,
  },
  { key: "seed", label: "Seed", numeric: true, value: ({ seed }) => seed },
  {
    key: "size",
    label: "Size",
    meaning: "Snapshot and checkpoint in this browser's storage",
    numeric: true,
    value: ({ id }, sizes) => sizes[id] ?? null,
  },
  { key: "created", label: "Created", numeric: true, value: ({ createdAt }) => createdAt },
];
