import { createStore, type StoreApi } from "zustand/vanilla";
import type { TokenRecord, TokenStep } from "../worker/records.ts";
import type { Branch } from "./branches.ts";

/** A trajectory that is being written. */
export interface LiveTrajectory {
  /** The id of the branch that the trajectory becomes. */
  id: number;
  prompt: string;
  parent: number | null;
  branchAt: number;
  tokens: TokenRecord[];
  rewards: Record<string, number[]>;
}

/**
 * The trajectory that is being written, in a store of its own: it changes with every token, and only what draws tokens
 * should follow.
 */
export interface Live {
  trajectory: LiveTrajectory | null;
  /** Speed of the current or the last generation. */
  tokensPerSecond: number | null;
}

export function createLive(): StoreApi<Live> {
  return createStore<Live>(() => ({ trajectory: null, tokensPerSecond: null }));
}

/** The start of a branch: the tokens it shares with its parent, so that it is visible before its own first token. */
export function liveFrom(id: number, prompt: string, parent: Branch | null, branchAt: number): LiveTrajectory {
  const { tokens = [], rewards = {} } = parent?.trajectory ?? {};
  return {
    id,
    prompt,
    parent: parent?.id ?? null,
    branchAt,
    tokens: tokens.slice(0, branchAt),
    rewards: Object.fromEntries(
      Object.entries(rewards).map(([model, values]) => [model, values.slice(0, branchAt + 1)]),
    ),
  };
}

/** The trajectory after a step. */
export function liveWith(before: LiveTrajectory, step: TokenStep): LiveTrajectory {
  if (step.type === "unread") return before;
  if (step.type === "token") return { ...before, tokens: [...before.tokens.slice(0, step.index), step.token] };
  const { model, from, values } = step;
  return {
    ...before,
    rewards: { ...before.rewards, [model]: [...(before.rewards[model] ?? []).slice(0, from), ...values] },
  };
}
