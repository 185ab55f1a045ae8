import { PlaygroundError } from "../engine/errors.ts";
import type { FinishReason, GenerationSettings } from "../engine/policy/generate.ts";
import { msg } from "../i18n/msg.ts";
import { isBrought } from "../storage/stored-model.ts";
import { REMOVED } from "./branches.ts";
import { samplingLimits } from "./sampling-limits.ts";
import { decodeVarints, encodeVarints } from "./varint.ts";

/**
 * A branch in a link: its tokens, without anything computed from them. Opening the link computes probabilities and
 * rewards again by teacher forcing, so it shows the same on every device.
 */
export interface LinkedBranch {
  /** Index in the list of the parent, which comes before this branch; null for a branch without parent. */
  parent: number | typeof REMOVED | null;
  branchAt: number;
  settings: GenerationSettings;
  finish: FinishReason;
  /** Ids of all response tokens. */
  tokens: number[];
}

/**
 * The beginning of a link's trajectories: it marks their token ids as those of the present world. Links of an earlier
 * world, whose vocabulary is gone, do not have it.
 */
const WORLD_MARK = "w2.";

const FINISHES: readonly FinishReason[] = ["eos", "length", "context", "cancelled"];
const FIXED_FIELDS = 8;
const MAX_BRANCHES = 64;

/** One base64url text per branch, separated by dots; a child only contains the tokens from `branchAt` on. */
export function encodeBranches(branches: readonly LinkedBranch[]): string {
  if (branches.length === 0) return "";
  const texts = branches
    .map(({ parent, branchAt, settings, finish, tokens }) =>
      encodeVarints([
        typeof parent === "number" ? parent + 1 : 0,
        // Without a parent there is no fork, unless the parent was removed: then the number is one more than its place.
        parent === REMOVED ? branchAt + 1 : branchAt,
        FINISHES.indexOf(finish),
        Math.round(settings.temperature * 100),
        settings.topK,
        Math.round(settings.topP * 1000),
        settings.seed,
        settings.maxTokens,
        ...tokens.slice(typeof parent === "number" ? branchAt : 0),
      ]),
    )
    .join(".");
  return `${WORLD_MARK}${texts}`;
}

/**
 * Whether the trajectories of a link were written in an earlier world of the playground.
 * @param policy id of the policy that wrote them, if it is not the playground's: an imported policy has a vocabulary of
 *   its own, which a change of the world does not affect
 */
export function isOfFormerWorld(text: string, policy: string | undefined): boolean {
  return text !== "" && !text.startsWith(WORLD_MARK) && !(policy && isBrought(policy));
}

/** The part of an Explore address that shows responses to a prompt side by side; probabilities are the policy's own. */
export function linkedResponses(
  prompt: string,
  responses: readonly (readonly number[])[],
  active: number,
): { prompt: string; t: string; active: number } {
  const maxTokens = Math.max(...responses.map(({ length }) => length));
  const settings: GenerationSettings = { temperature: 1, topK: 0, topP: 1, seed: 0, maxTokens };
  const branches = responses.map(
    (tokens): LinkedBranch => ({ parent: null, branchAt: 0, settings, finish: "eos", tokens: [...tokens] }),
  );
  return { prompt, t: encodeBranches(branches), active };
}

/** @throws PlaygroundError if the text was not written by `encodeBranches` of the present or an earlier world */
export function decodeBranches(text: string): LinkedBranch[] {
  if (text === "") return [];
  const parts = (text.startsWith(WORLD_MARK) ? text.slice(WORLD_MARK.length) : text).split(".");
  if (parts.length > MAX_BRANCHES)
    throw broken(msg(`${parts.length} branches`), msg(`at most ${MAX_BRANCHES} branches`));
  const branches: LinkedBranch[] = [];
  for (const [index, part] of parts.entries()) branches.push(decodeBranch(part, index, branches));
  return branches;
}

function decodeBranch(part: string, index: number, before: readonly LinkedBranch[]): LinkedBranch {
  const values = decodeVarints(part);
  if (!values || values.length < FIXED_FIELDS) throw broken(msg(`branch ${index + 1}: "${part.slice(0, 24)}"`));
  const [parentField = 0, branchAt = 0, finishField = 0, temperature = 0, topK = 0, topP = 0, seed = 0, maxTokens = 0] =
    values;
  const own = values.slice(FIXED_FIELDS);
  const finish = FINISHES[finishField];
  const parent = parentField === 0 ? null : before[parentField - 1];
  // The number of a branch whose parent was removed is one more than its fork.
  const most = parent ? parent.tokens.length : own.length + 1;
  if (!finish || parent === undefined || branchAt > most) {
    throw broken(msg(`branch ${index + 1} hangs on nothing that comes before it`));
  }
  const settings = { temperature: temperature / 100, topK, topP: topP / 1000, seed, maxTokens };
  // A response that was opened from elsewhere may be longer than the responses written here.
  for (const name of ["temperature", "topK", "topP", "seed"] as const) {
    const [low, high] = samplingLimits[name];
    if (settings[name] >= low && settings[name] <= high) continue;
    throw broken(msg(`branch ${index + 1} with ${name} ${settings[name]}`), msg(`${name} from ${low} to ${high}`));
  }
  return {
    ...(parent ? { parent: parentField - 1, branchAt } : rootOf(branchAt)),
    settings,
    finish,
    tokens: parent ? [...parent.tokens.slice(0, branchAt), ...own] : own,
  };
}

function rootOf(branchAt: number): Pick<LinkedBranch, "parent" | "branchAt"> {
  return branchAt === 0 ? { parent: null, branchAt } : { parent: REMOVED, branchAt: branchAt - 1 };
}

function broken(found: string, expected: string = msg("trajectories as this page writes them")): PlaygroundError {
  return new PlaygroundError({
    what: "The trajectories of this link cannot be read",
    where: "address, parameter t",
    expected,
    found,
    fix: "Copy the whole link again, or generate from its prompt.",
  });
}
