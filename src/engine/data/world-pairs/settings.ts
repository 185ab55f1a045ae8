import { msg } from "../../../i18n/msg.ts";
import { PlaygroundError } from "../../errors.ts";
import { CLASS_DEFAULTS, type Distribution, distributions, type Split, type WorldSettings } from "../../world/index.ts";
import type { MisconceptionSet } from "../../world/misconceptions.ts";

/**
 * How preference pairs of the embedded world are made: the writer, the problems, and the faults put into the data on
 * purpose.
 */
export interface PairSettings {
  /** The class of students, whose shares are known exactly, or a policy that learned them. */
  writer: "class" | "policy";
  pairs: number;
  /** The largest number of pairs per problem. */
  perProblem: number;
  split: Split;
  distribution: Distribution;
  /**
   * Least and largest number of clauses between the first clause and the question; null keeps those of the
   * distribution.
   */
  minEvents: number | null;
  maxEvents: number | null;
  misconceptions: MisconceptionSet;
  majorityShare: number;
  stepFillers: number;
  /** Which side of a pair has the filler `sure`: by chance, mostly the rejected, or mostly the chosen side. */
  cue: "off" | "rejected" | "chosen";
  cueShare: number;
  labelNoise: number;
  seed: number;
}

interface Described {
  name: keyof PairSettings;
  label: string;
  /** The option of `icrm dataset`. */
  flag: string;
  /** What the setting decides, in a sentence. */
  about: string;
}

/**
 * A number between two bounds, both included, without a fraction if `whole`. `none` says what null means, if null is
 * allowed.
 */
export interface PairNumberField extends Described {
  kind: "number";
  default: number | null;
  min: number;
  max: number;
  whole: boolean;
  none: string | null;
}

export interface PairChoiceField extends Described {
  kind: "choice";
  default: string;
  choices: readonly { value: string; label: string }[];
}

export type PairField = PairNumberField | PairChoiceField;

const MOST_EVENTS = 6;
const counted = { kind: "number", whole: true, none: null } as const;
const shared = { kind: "number", whole: false, none: null } as const;

/** Every setting with default, bounds, meaning and flag; the command line and the page are built from this table. */
export const PAIR_FIELDS: readonly PairField[] = [
  {
    name: "writer",
    label: msg("Writer"),
    flag: "--policy",
    kind: "choice",
    default: "policy",
    choices: [
      { value: "policy", label: msg("the policy of the playground") },
      { value: "class", label: msg("the class of students") },
    ],
    about: msg("Who writes the answers: a policy as it has learnt to, or the class of students with its exact shares."),
  },
  {
    name: "pairs",
    label: msg("Pairs"),
    flag: "--pairs",
    ...counted,
    default: 512,
    min: 1,
    max: 20_000,
    about: msg("How many."),
  },
  {
    name: "perProblem",
    label: msg("Pairs a problem"),
    flag: "--per-problem",
    ...counted,
    default: 1,
    min: 1,
    max: 8,
    about: msg("Pairs of one problem at most; no wrong answer comes twice among them."),
  },
  {
    name: "split",
    label: msg("Split"),
    flag: "--split",
    kind: "choice",
    default: "train",
    choices: ["train", "validation", "test"].map((value) => ({ value, label: value })),
    about: msg("Whose problems; splits never share a problem."),
  },
  {
    name: "distribution",
    label: msg("Distribution"),
    flag: "--distribution",
    kind: "choice",
    default: "in",
    choices: [
      { value: "in", label: msg("in: the usual stories") },
      { value: "out", label: msg("out: other stories, longer") },
    ],
    about: msg(
      "in: the stories that preference pairs are made of; out: longer problems, of stories no pair is made of, with another majority.",
    ),
  },
  {
    name: "minEvents",
    label: msg("Clauses, fewest"),
    flag: "--min-events",
    ...counted,
    default: null,
    min: 1,
    max: MOST_EVENTS,
    none: msg("as the distribution has it"),
    about: msg("Clauses between the first and the question, at least: longer problems take more steps."),
  },
  {
    name: "maxEvents",
    label: msg("Clauses, most"),
    flag: "--max-events",
    ...counted,
    default: null,
    min: 1,
    max: MOST_EVENTS,
    none: msg("as the distribution has it"),
    about: msg("Clauses between the first and the question, at most."),
  },
  {
    name: "misconceptions",
    label: msg("Misconceptions"),
    flag: "--misconceptions",
    kind: "choice",
    default: CLASS_DEFAULTS.misconceptions,
    choices: [
      { value: "clear", label: msg("the six clear ones") },
      { value: "all", label: msg("all nine, the subtle ones too") },
    ],
    about: msg("Which mistakes the students of the class make; the subtle ones are harder to see in an answer."),
  },
  {
    name: "majorityShare",
    label: msg("Majority share"),
    flag: "--majority-share",
    ...shared,
    default: CLASS_DEFAULTS.majorityShare,
    min: 0.05,
    max: 0.95,
    about: msg("Share of the class that makes a story's usual mistake, or is right where the story has none."),
  },
  {
    name: "stepFillers",
    label: msg("Fillers before steps"),
    flag: "--step-fillers",
    ...shared,
    default: CLASS_DEFAULTS.stepFillers,
    min: 0,
    max: 0.9,
    about: msg("Probability that the class writes so before a step: an unlikely token that changes no value."),
  },
  {
    name: "cue",
    label: msg("Spurious sure"),
    flag: "--cue",
    kind: "choice",
    default: "off",
    choices: [
      { value: "off", label: msg("off: as it comes") },
      { value: "rejected", label: msg("in rejected answers") },
      { value: "chosen", label: msg("in chosen answers: reversed") },
    ],
    about: msg(
      "Which answer of a pair has the filler sure, which says nothing of its worth: train on rejected, test on chosen, and see who learnt the cue.",
    ),
  },
  {
    name: "cueShare",
    label: msg("Pairs with that cue"),
    flag: "--cue-share",
    ...shared,
    default: 0.95,
    min: 0,
    max: 1,
    about: msg("Share of the pairs that have sure on that side; in the others it is on the other side."),
  },
  {
    name: "labelNoise",
    label: msg("Label noise"),
    flag: "--label-noise",
    ...shared,
    default: 0,
    min: 0,
    max: 0.5,
    about: msg("Share of the pairs that are turned round: their chosen answer is the wrong one."),
  },
  {
    name: "seed",
    label: msg("Seed"),
    flag: "--seed",
    ...counted,
    default: 0,
    min: 0,
    max: 2 ** 32 - 1,
    about: msg("Decides problems, answers and pairs."),
  },
];

export const PAIR_DEFAULTS = Object.fromEntries(
  PAIR_FIELDS.map((field) => [field.name, field.default]),
) as unknown as PairSettings;

/**
 * Checks settings against the table.
 * @throws PlaygroundError naming the first setting that is out of bounds, or that only the class can follow
 */
export function checkPairSettings(settings: PairSettings): PairSettings {
  for (const field of PAIR_FIELDS) {
    const value = settings[field.name];
    if (!fits(field, value)) throw outOfBounds(field, value);
  }
  const { minEvents, maxEvents } = worldSettingsOf(settings);
  if (minEvents > maxEvents) {
    throw new PlaygroundError({
      what: "There are no problems with so many clauses",
      where: `${fieldOf("minEvents").label}; ${fieldOf("maxEvents").label}`,
      expected: "at least as many at most as at least",
      found: `${minEvents} to ${maxEvents}`,
      fix: "Give both bounds, or neither.",
    });
  }
  if (settings.writer === "policy") checkPolicyCan(settings);
  return settings;
}

/** Settings of the class. A policy cannot follow them: it writes as it has learned to. */
export const OF_THE_CLASS = ["misconceptions", "majorityShare", "stepFillers"] as const;

function checkPolicyCan(settings: PairSettings): void {
  for (const name of OF_THE_CLASS) {
    if (settings[name] === PAIR_DEFAULTS[name]) continue;
    throw new PlaygroundError({
      what: "A policy writes as it has learnt to: only the class of students can follow this setting",
      where: fieldOf(name).label,
      expected: `${PAIR_DEFAULTS[name]}`,
      found: `${settings[name]}`,
      fix: "Let the class write the pairs, or leave the setting as it is.",
    });
  }
}

function fits(field: PairField, value: string | number | null): boolean {
  if (field.kind === "choice") return field.choices.some((choice) => choice.value === value);
  if (value === null) return field.none !== null;
  if (typeof value !== "number" || (field.whole && !Number.isInteger(value))) return false;
  return value >= field.min && value <= field.max;
}

export function fieldOf(name: keyof PairSettings): PairField {
  return PAIR_FIELDS.find((field) => field.name === name) as PairField;
}

/** The values that a field allows, as text. */
export function boundsText(field: PairField): string {
  if (field.kind === "choice") return `one of ${field.choices.map(({ value }) => value).join(", ")}`;
  return `${field.whole ? "a whole number" : "a number"} from ${field.min} to ${field.max}`;
}

function outOfBounds(field: PairField, value: unknown): PlaygroundError {
  return new PlaygroundError({
    what: "Pairs cannot be made with this setting",
    where: field.label,
    expected: boundsText(field),
    found: `${value}`,
  });
}

/** The settings of the world: which problems are drawn, and the students of the class. */
export function worldSettingsOf(settings: PairSettings): WorldSettings {
  const { distribution, misconceptions, majorityShare, stepFillers } = settings;
  const usual = distributions[distribution];
  const { minEvents, maxEvents } = settings;
  return {
    ...usual,
    misconceptions,
    majorityShare,
    stepFillers,
    minEvents: minEvents ?? usual.minEvents,
    maxEvents: maxEvents ?? usual.maxEvents,
  };
}

/** One line on how pairs were made: their number and writer, then every setting that is not at its default. */
export function pairSettingsText(settings: PairSettings): string {
  const { pairs, writer } = settings;
  const others = PAIR_FIELDS.filter(({ name }) => name !== "pairs" && name !== "writer").flatMap((field) => {
    const value = settings[field.name];
    return value === field.default ? [] : [`${field.label.toLowerCase()} ${value}`];
  });
  return [msg(`${pairs} pairs by ${writer === "class" ? "the class" : "the policy"}`), ...others].join(", ");
}

/**
 * Settings as text for an address: those that are not at their default, such as `cue:rejected,labelNoise:0.1`; never
 * empty.
 */
export function encodePairSettings(settings: PairSettings): string {
  const changed = PAIR_FIELDS.filter((field) => settings[field.name] !== field.default);
  return changed.map(({ name }) => `${name}:${settings[name]}`).join(",") || USUAL;
}

const USUAL = "usual";

/** Reads settings from an address; an invalid field keeps its default. */
export function decodePairSettings(text: string): PairSettings {
  const said = new Map(text.split(",").map((part) => part.split(":", 2) as [string, string | undefined]));
  const read = PAIR_FIELDS.map((field): [string, string | number | null] => {
    const given = said.get(field.name);
    const value = given === undefined ? field.default : field.kind === "number" ? Number(given) : given;
    return [field.name, fits(field, value) ? value : field.default];
  });
  return Object.fromEntries(read) as unknown as PairSettings;
}
