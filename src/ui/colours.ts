import { contrast, mix } from "./oklab.ts";

export type ColourScheme = "light" | "dark";

/** Whose rewards a curve shows; `truth` is the value the world itself can measure. */
export type RewardSource = "bt" | "grm" | "icrm" | "prm" | "truth";

/**
 * One accent colour per reward model, the same everywhere. The accents differ in lightness as well as hue, so that they
 * can be distinguished under protanopia, deuteranopia and tritanopia, and they are dark (or light) enough for text. A
 * legend or a dash pattern must always accompany them: colour is never the only distinction.
 */
export const rewardColours: Record<ColourScheme, Record<RewardSource, string>> = {
  light: { bt: "#1f73d6", grm: "#b05f00", icrm: "#8a1a5c", prm: "#3c00b4", truth: "#14171a" },
  dark: { bt: "#7fbdf7", grm: "#f3ae5e", icrm: "#d95099", prm: "#a569ff", truth: "#f4f6f8" },
};

/** Colours of right and wrong, for the verifier's ✓ and ✗. */
export const verdictColours: Record<ColourScheme, { right: string; wrong: string }> = {
  light: { right: "#17703f", wrong: "#c02b1d" },
  dark: { right: "#63c98c", wrong: "#ff8a78" },
};

/** Colours of the page. `quiet` is for explanations and placeholders: weaker than ink, and still easy to read. */
export const pageColours: Record<ColourScheme, { paper: string; ink: string; quiet: string }> = {
  light: { paper: "#ffffff", ink: "#14171a", quiet: "#56616c" },
  dark: { paper: "#16181b", ink: "#e9ecef", quiet: "#a7b1bb" },
};

/**
 * The ends of the generation-probability scale: a certain token (q = 1) almost has the colour of the page, and an
 * unlikely token stands out, since unlikely tokens decide a trajectory.
 */
const probabilityEnds: Record<ColourScheme, { certain: string; unlikely: string }> = {
  light: { certain: "#eef4f2", unlikely: "#00695c" },
  dark: { certain: "#232b2a", unlikely: "#5fe0c6" },
};

/** The fill of a token with generation probability `q` (0…1). */
export function probabilityColour(q: number, scheme: ColourScheme): string {
  const { certain, unlikely } = probabilityEnds[scheme];
  return mix(unlikely, certain, q);
}

/** Black or white, whichever is readable on `probabilityColour(q, scheme)`. */
export function probabilityTextColour(q: number, scheme: ColourScheme): string {
  const fill = probabilityColour(q, scheme);
  return contrast(fill, "#000000") >= contrast(fill, "#ffffff") ? "#000000" : "#ffffff";
}

/** The colours as CSS variables for style sheets: `--reward-icrm`, `--verdict-right`, `--probability-unlikely`, … */
export function colourVariables(scheme: ColourScheme): Record<string, string> {
  const named = (prefix: string, colours: Record<string, string>) =>
    Object.entries(colours).map(([name, colour]): [string, string] => [`--${prefix}-${name}`, colour]);
  return Object.fromEntries([
    ...named("reward", rewardColours[scheme]),
    ...named("verdict", verdictColours[scheme]),
    ...named("page", pageColours[scheme]),
    ...named("probability", probabilityEnds[scheme]),
  ]);
}
