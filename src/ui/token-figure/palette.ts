import {
  type ColourScheme,
  pageColours,
  probabilityColour,
  probabilityTextColour,
  type RewardSource,
  rewardColours,
  verdictColours,
} from "../colours.ts";
import { mix } from "../oklab.ts";
import type { FigureModel } from "./model.ts";

/** The colours of a figure as plain values, so that an exported file needs no style sheet. */
export interface FigurePalette {
  paper: string;
  ink: string;
  /** Secondary text; readable on paper. */
  muted: string;
  /** Rules and grid lines. */
  line: string;
  /** The range that the bound 1 − q allows. */
  allowed: string;
  /** Measured values. */
  truth: string;
  right: string;
  wrong: string;
  chip(q: number): string;
  chipText(q: number): string;
  model(model: Pick<FigureModel, "method" | "shade">): string;
}

const neutrals = {
  light: { muted: "#5a6169", line: "#d9dde1", allowed: "#eceff2" },
  dark: { muted: "#a2a9b1", line: "#383d43", allowed: "#2a2e33" },
};

export function figurePalette(scheme: ColourScheme): FigurePalette {
  const accents: Record<RewardSource, string> = rewardColours[scheme];
  const isSource = (method: string | null): method is RewardSource => method !== null && method in accents;
  return {
    ...pageColours[scheme],
    ...neutrals[scheme],
    ...verdictColours[scheme],
    truth: accents.truth,
    chip: (q) => probabilityColour(q, scheme),
    chipText: (q) => probabilityTextColour(q, scheme),
    // A method without accent is drawn in the page's ink.
    model: ({ method, shade = 0 }) => {
      const { ink } = pageColours[scheme];
      return isSource(method) ? mix(accents[method], ink, shade) : ink;
    },
  };
}
