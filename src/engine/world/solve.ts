import {
  type Event,
  type EventKind,
  labelOf,
  MOST_CLAUSES,
  type NumberSlot,
  openings,
  questions,
  wordings,
} from "./events.ts";
import { normalisePrompt, problemOf } from "./problem.ts";
import { people, type Story, stories } from "./stories.ts";
import type { Problem } from "./world.ts";

interface Pattern {
  kind: EventKind;
  expression: RegExp;
  slots: string[];
}

const numberSlots: ReadonlySet<string> = new Set<NumberSlot>(["m", "n", "f", "g"]);
const names = people.map(({ name }) => name).join("|");

/** The pattern of a slot's possible texts in a story. */
function choicesOf(slot: string, { nouns, container }: Story): string {
  if (numberSlots.has(slot)) return "\\d{1,3}";
  switch (slot) {
    case "A":
    case "B":
      return names;
    case "He":
      return "He|She";
    case "he":
      return "he|she";
    case "him":
      return "him|her";
    case "box":
      return container;
    default:
      return nouns.join("|");
  }
}

/** The patterns of all wordings of a story, to be matched at an offset of a text. */
function patternsOf(story: Story): Pattern[] {
  return (Object.keys(wordings) as EventKind[]).flatMap((kind) =>
    wordings[kind].map((wording) => {
      const slots = [...wording.matchAll(/\{(\w+)\}/g)].map(([, slot]) => slot as string);
      const source = wording
        .replace(/[.?]/g, "\\$&")
        .replace(/\{(\w+)\}/g, (_, slot: string) => `(${choicesOf(slot, story)})`);
      return { kind, slots, expression: new RegExp(source, "y") };
    }),
  );
}

const grammars = stories.map((story) => ({ story, patterns: patternsOf(story) }));

interface Told {
  events: Event[];
  /** The texts of the clauses, without labels. */
  clauses: string[];
}

/**
 * Reads a text without title as clauses of a story, with or without labels; null if a clause does not belong to the
 * story.
 */
function readClauses(text: string, patterns: readonly Pattern[]): Told | null {
  const told: Told = { events: [], clauses: [] };
  for (let offset = 0; offset < text.length; ) {
    const label = /\([a-z]\) /y;
    label.lastIndex = offset;
    offset += label.exec(text)?.[0].length ?? 0;
    // "Ana has 3 apples." opens a story; later in a story it is a distractor.
    const isFirst = told.events.length === 0;
    const fitting = patterns.filter(({ kind }) => isOneOf(openings, kind) === isFirst);
    const clause = readClause(text, offset, fitting);
    if (!clause) return null;
    told.events.push(clause.event);
    told.clauses.push(text.slice(offset, clause.end));
    offset = clause.end + 1; // one space between clauses
  }
  return told;
}

function readClause(text: string, offset: number, patterns: readonly Pattern[]): { event: Event; end: number } | null {
  for (const { kind, slots, expression } of patterns) {
    expression.lastIndex = offset;
    const found = expression.exec(text);
    if (!found) continue;
    const end = offset + found[0].length;
    if (end < text.length && text[end] !== " ") continue;
    const numbers = slots.flatMap((slot, i) => (numberSlots.has(slot) ? [[slot, Number(found[i + 1])]] : []));
    return { event: { kind, numbers: Object.fromEntries(numbers) }, end };
  }
  return null;
}

function isOneOf(kinds: readonly EventKind[], kind: EventKind): boolean {
  return kinds.includes(kind);
}

/** Whether the clauses form a story: an opening, some happenings, and one question at the end. */
function isStory({ events }: Told): boolean {
  const last = events.length - 1;
  return (
    last > 0 &&
    events.length <= MOST_CLAUSES &&
    events.every(({ kind }, k) => isOneOf(questions, kind) === (k === last))
  );
}

/**
 * The problem that a prompt states in the world's wording, with any spacing, with or without title and labels;
 * `Problem.prompt` has them. null if a clause is not in the wording, or the numbers leave the world.
 */
export function solve(prompt: string): Problem | null {
  const [, title, body] = /^(?:([A-Z][a-z]+): )?(.*)$/.exec(normalisePrompt(prompt)) as unknown as [
    string,
    string | undefined,
    string,
  ];
  for (const { story, patterns } of grammars) {
    if (title !== undefined && title !== story.title) continue;
    const told = readClauses(body, patterns);
    if (!told || !isStory(told)) continue;
    const whole = told.clauses.map((clause, k) => `${labelOf(k)} ${clause}`).join(" ");
    return problemOf(`${story.title}: ${whole}`, told.events, story);
  }
  return null;
}
