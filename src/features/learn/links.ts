import { msg } from "../../i18n/msg.ts";
import { linkedResponses } from "../../state/link.ts";
import { lessonPair } from "./recordings/lesson-pair.ts";
import { lessonSweep } from "./recordings/lesson-sweep.ts";

/** A link from a lesson to a page of the playground, with the state that the page opens in. */
export interface LessonLink {
  to: "/explore" | "/train" | "/sweep" | "/best-of-n" | "/evaluate" | "/align";
  search: Record<string, string | number | boolean | object>;
  label: string;
  /** What there is to see on that page. */
  about: string;
}

const { prompt, chosen, rejected } = lessonPair;

export const LESSON_LINKS = {
  pairInExplore: {
    to: "/explore",
    search: linkedResponses(prompt, [chosen.ids, rejected.ids], 1),
    label: msg("Open this in Explore"),
    about: msg("Both answers under every embedded reward model. Click a token to write on from there."),
  },
  signalInTrain: {
    to: "/train",
    search: { runs: "bt,icrm", steps: 60, recordEvery: 1 },
    label: msg("Open this in Train"),
    about: msg("BT and ICRM on the same pairs, 60 steps: press Start and watch the strips below the tokens."),
  },
  scoresInTrain: {
    to: "/train",
    search: { runs: "grm,icrm,difference,difference-uniform", steps: 60 },
    label: msg("Open this in Train"),
    about: msg("GRM, ICRM and the difference score, with and without generation probabilities, on the same pairs."),
  },
  ablationsInTrain: {
    to: "/train",
    search: { runs: "grm,icrm,uniform,inverse", tuning: "head", steps: 120, learningRate: 0.01 },
    label: msg("Open this in Train"),
    about: msg("GRM, ICRM and two ablations side by side, the head alone trained."),
  },
  bestOfN: {
    to: "/best-of-n",
    search: { models: "bt,icrm", problems: 50, samples: 32, scale: "kl" },
    label: msg("Open this in Best-of-N"),
    about: msg(
      "BT and ICRM choose among 32 answers to each of 50 familiar problems; look at what they picked, and missed.",
    ),
  },
  bestInTrain: {
    to: "/train",
    search: { runs: "icrm", pairs: 32, tuning: "head", rho: 0.17, steps: 40, learningRate: 0.023, weightDecay: 0.081 },
    label: msg("Open the best in Train"),
    about: msg("The configuration that is best by all eight seeds. Change the seed and see how much of it stays."),
  },
  sweep: {
    to: "/sweep",
    search: {
      ...{ runs: "icrm", pairs: 32, tuning: "head", steps: 40 },
      ...{ vary: lessonSweep.vary, trials: 160, replicates: 8 },
    },
    label: msg("Open this in Sweep"),
    about: msg(
      "This lesson's space, 20 configurations with 8 seeds each: press Start sweep and watch the best row change.",
    ),
  },
} as const satisfies Record<string, LessonLink>;

export type LinkId = keyof typeof LESSON_LINKS;
