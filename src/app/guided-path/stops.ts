import { msg } from "../../i18n/msg.ts";
import type { Act } from "../../state/guided-path.ts";

export interface Stop {
  /** The page that the stop is on. */
  page: "/explore" | "/train" | "/best-of-n";
  /** Search parameters that the page is opened with; left out, none. */
  search?: Record<string, number>;
  /** One sentence that says what a newcomer understands at this stop. */
  sense: string;
  /** The one thing to do. */
  task: string;
}

export const STOPS: Record<Act, Stop> = {
  generate: {
    page: "/explore",
    sense: msg("A small policy writes the solution of a word problem, token by token."),
    task: msg("Press “Run it live”, or take an example and press Generate."),
  },
  point: {
    page: "/explore",
    sense: msg(
      "The colour and the bar of a token are its generation probability q: how likely the policy was to write it there.",
    ),
    task: msg("Point at a pale and at a dark token, or walk over them with the arrow keys."),
  },
  pin: {
    page: "/explore",
    sense: msg(
      "Under the tokens, each reward model says after every token what it thinks of the solution so far; the black line V* is the true value, the probability that a solution which begins like this ends right.",
    ),
    task: msg("Click the first token of a step marked ✗ and compare how far V* and each reward fall."),
  },
  branch: {
    page: "/explore",
    sense: msg(
      "At the mistake the policy could have gone another way: its alternatives stand beside the token, with their q.",
    ),
    task: msg("Choose another token there with “branch here”, and compare the two solutions."),
  },
  train: {
    page: "/train",
    search: { steps: 60 },
    sense: msg(
      "Three methods of training a reward model (BT, GRM, ICRM) get the same pairs of a right and a wrong answer in the same order; only the loss differs.",
    ),
    task: msg("Press Start: 60 steps of each, side by side."),
  },
  scrub: {
    page: "/train",
    sense: msg(
      "Under BT and GRM the training signal reaches the last token of a response alone, under ICRM all of them.",
    ),
    task: msg("Drag the slider above the charts back to the beginning, and compare the strips of the pinned pair."),
  },
  choose: {
    page: "/best-of-n",
    sense: msg("A reward model is used to pick the best of N responses; the curves show how often its pick is right."),
    task: msg("Follow the curves to N = 16, then click a figure or press “Run it live”."),
  },
};
