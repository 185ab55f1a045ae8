import { choice, type Random, randomInt } from "../random.ts";
import { solutionsOf } from "./class.ts";
import {
  type Event,
  type EventKind,
  happenings,
  labelOf,
  type NumberSlot,
  openings,
  questions,
  type WordSlot,
  wordings,
} from "./events.ts";
import { problemOf } from "./problem.ts";
import type { WorldSettings } from "./settings.ts";
import { people, type Story } from "./stories.ts";
import type { Problem } from "./world.ts";

const FEWEST_STEPS = 3;
const MOST_STEPS = 9;
/** A problem is kept only if at least this many misconceptions of the class change its answer. */
const FEWEST_MISTAKES = 2;

/** How often each kind of event is drawn relative to the others; kinds that are not listed have 1. */
const often: Partial<Record<EventKind, number>> = { lose: 2, gainGroups: 2, loseGroups: 2, keep: 2 };

/** Draws a random problem of a story; null if its numbers leave the world or it is unusable. */
export function drawProblem(random: Random, story: Story, settings: WorldSettings): Problem | null {
  const count = randomInt(random, settings.minEvents, settings.maxEvents);
  const between = Array.from({ length: count }, () => drawKind(random, happenings));
  const times = (...kinds: EventKind[]) => between.filter((kind) => kinds.includes(kind)).length;
  if (times("half", "twice") > 1 || times("distractor") > 1) return null;
  const kinds = [choice(random, openings), ...between, drawKind(random, questions)];
  const events = kinds.map((kind) => drawEvent(random, kind));
  const problem = problemOf(tell(random, events, story), events, story);
  if (!problem || problem.steps.length < FEWEST_STEPS || problem.steps.length > MOST_STEPS) return null;
  const mistakes = solutionsOf(events, settings.misconceptions).length - 1;
  return mistakes >= FEWEST_MISTAKES ? problem : null;
}

function drawKind<Kind extends EventKind>(random: Random, kinds: readonly Kind[]): Kind {
  return choice(
    random,
    kinds.flatMap((kind) => Array<Kind>(often[kind] ?? 1).fill(kind)),
  );
}

function drawEvent(random: Random, kind: EventKind): Event {
  const ranges: Record<NumberSlot, [number, number]> = {
    m: [4, 20],
    n: [2, 9],
    f: [2, kind === "price" ? 3 : 4],
    g: [2, 5],
  };
  const slots = (Object.keys(ranges) as NumberSlot[]).filter((slot) => wordings[kind][0]?.includes(`{${slot}}`));
  return { kind, numbers: Object.fromEntries(slots.map((slot) => [slot, randomInt(random, ...ranges[slot])])) };
}

/** The text of a problem: `Shop: (a) Ana has 4 boxes of 5 pens. (b) …` */
function tell(random: Random, events: readonly Event[], story: Story): string {
  const first = choice(random, people);
  const second = choice(
    random,
    people.filter((person) => person !== first),
  );
  const [x, y] = pickTwo(random, story.nouns);
  const he = first.pronoun.toLowerCase();
  const words: Record<WordSlot, string> = {
    A: first.name,
    B: second.name,
    He: first.pronoun,
    he,
    him: he === "he" ? "him" : "her",
    x,
    y,
    box: story.container,
  };
  const clauses = events.map(({ kind, numbers }, k) => {
    const values: Partial<Record<string, string | number>> = { ...words, ...numbers };
    return `${labelOf(k)} ${choice(random, wordings[kind]).replace(/\{(\w+)\}/g, (_, slot) => String(values[slot]))}`;
  });
  return `${story.title}: ${clauses.join(" ")}`;
}

function pickTwo<T>(random: Random, items: readonly T[]): [T, T] {
  const first = choice(random, items);
  return [
    first,
    choice(
      random,
      items.filter((item) => item !== first),
    ),
  ];
}
