import { defaultStringifySearch } from "@tanstack/react-router";
import * as v from "valibot";
import type { EngineState } from "../../state/engine.ts";
import { defaultSettings, type ExploreState } from "../../state/explore.ts";
import { encodeBranches } from "../../state/link.ts";
import { limits } from "../../state/sampling-limits.ts";

const whole = (low: number, high: number) => v.pipe(v.number(), v.integer(), v.minValue(low), v.maxValue(high));
const between = (low: number, high: number) => v.pipe(v.number(), v.minValue(low), v.maxValue(high));

const fields = {
  prompt: v.string(),
  temperature: between(...limits.temperature),
  topK: whole(...limits.topK),
  topP: between(...limits.topP),
  seed: whole(...limits.seed),
  maxTokens: whole(...limits.maxTokens),
  device: v.picklist(["auto", "webgpu", "wasm"]),
  /** Id of the class of students, or of a policy of this browser. */
  policy: v.string(),
  scale: v.picklist(["sigma", "raw"]),
  /** The trajectories, as text of `encodeBranches`. */
  t: v.string(),
  /** Index of the active trajectory. */
  active: whole(0, 63),
};

/** Whether a value can be written as text; an address may also contain objects, which cannot all be. */
function isPlain(value: unknown): boolean {
  return typeof value !== "object";
}

/** The page's state in its address; fields at their defaults are left out. */
export type ExploreSearch = Partial<{ [Name in keyof typeof fields]: v.InferOutput<(typeof fields)[Name]> }>;

/** Reads an address: its valid fields, and a sentence about each invalid one. */
export function readExploreSearch(raw: Record<string, unknown>): { search: ExploreSearch; problems: string[] } {
  const search: Record<string, unknown> = {};
  const problems: string[] = [];
  for (const [name, schema] of Object.entries(fields)) {
    if (raw[name] === undefined) continue;
    // An address parses a prompt such as "12" as a number.
    const given = (name === "prompt" || name === "t") && isPlain(raw[name]) ? String(raw[name]) : raw[name];
    const parsed = v.safeParse(schema, given);
    if (parsed.success) search[name] = parsed.output;
    else problems.push(`${name}: ${parsed.issues[0].message}. The default is used.`);
  }
  return { search, problems };
}

/** Whether an address does not say what to show. */
export function saysNothing(search: ExploreSearch): boolean {
  return Object.keys(search).every((name) => name === "device" || name === "scale");
}

/** The settings of the engine that an address contains. */
type EngineChoice = Pick<EngineState, "choice" | "policy">;

/** The search parameters of a state's address. */
export function exploreSearch(state: ExploreState, { choice, policy }: EngineChoice): ExploreSearch {
  const { prompt, settings, scale, branches, activeId } = withoutFormerPrompt(state);
  const search: ExploreSearch = {};
  // Trajectories belong to the completed prompt that they were written for, whatever is being typed now.
  const shownPrompt = branches[0]?.trajectory.prompt ?? prompt;
  if (shownPrompt !== "") search.prompt = shownPrompt;
  for (const name of ["temperature", "topK", "topP", "seed", "maxTokens"] as const) {
    if (settings[name] !== defaultSettings[name]) search[name] = settings[name];
  }
  if (choice !== "auto") search.device = choice;
  if (policy) search.policy = policy.id;
  if (scale !== "sigma") search.scale = scale;
  if (branches.length > 0) {
    search.t = encodeBranches(
      branches.map(({ parent, branchAt, trajectory }) => ({
        parent: typeof parent === "number" ? branches.findIndex(({ id }) => id === parent) : parent,
        branchAt,
        settings: trajectory.settings,
        finish: trajectory.finish,
        tokens: trajectory.tokens.map(({ id }) => id),
      })),
    );
    const active = branches.findIndex(({ id }) => id === activeId);
    if (active >= 0 && active !== branches.length - 1) search.active = active;
  }
  return search;
}

/**
 * The state as it will be when the response that is being written is there: a reload meanwhile loses neither prompt nor
 * seed. Trajectories of another prompt will be gone then.
 */
function withoutFormerPrompt(state: ExploreState): ExploreState {
  const { asked, reading, branches } = state;
  if (asked === null) return state;
  const whole = reading?.typed === asked ? reading.prompt : asked;
  return { ...state, prompt: asked, branches: branches.filter(({ trajectory }) => trajectory.prompt === whole) };
}

/** The whole link to a state. */
export function addressOf(state: ExploreState, engine: EngineChoice): string {
  const query = defaultStringifySearch(exploreSearch(state, engine));
  return `${location.href.split("#")[0]}#/explore${query}`;
}
