import { defaultStringifySearch } from "@tanstack/react-router";
import * as v from "valibot";
import { between, deviceField, type KnownFields, readFields, textField, whole } from "../../state/address-fields.ts";
import type { EngineState } from "../../state/engine.ts";
import { defaultSettings, type ExploreState } from "../../state/explore-state.ts";
import { encodeBranches } from "../../state/link.ts";
import { samplingLimits } from "../../state/sampling-limits.ts";

const fields = {
  prompt: textField,
  temperature: between(samplingLimits.temperature),
  topK: whole(samplingLimits.topK),
  topP: between(samplingLimits.topP),
  seed: whole(samplingLimits.seed),
  maxTokens: whole(samplingLimits.maxTokens),
  device: deviceField,
  /** Id of the class of students, or of a policy of this browser. */
  policy: textField,
  scale: v.picklist(["sigma", "raw"]),
  /** The trajectories, as text of `encodeBranches`. */
  t: textField,
  /** Index of the active trajectory. */
  active: whole([0, 63]),
};

/** The page's state in its address; fields at their defaults are left out. */
export type ExploreSearch = KnownFields<typeof fields>;

/** Reads an address: its valid fields, and a sentence about each invalid one. */
export function readExploreSearch(raw: Record<string, unknown>): { search: ExploreSearch; problems: string[] } {
  const { known, problems } = readFields(fields, raw);
  return { search: known, problems };
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
