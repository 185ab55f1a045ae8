import type { StoreApi } from "zustand/vanilla";
import type { ProblemReport } from "../engine/errors.ts";
import { type GenerationSettings, MAX_RESPONSE_TOKENS } from "../engine/policy/generate.ts";
import type { ExampleProblem, PromptReading } from "../worker/records.ts";
import type { BranchEdits, ShownBranches } from "./branch-edits.ts";
import type { LinkedBranch } from "./link.ts";
import type { Live } from "./live.ts";
import type { MeasurementChoice, PrefixValuesState } from "./prefix-values.ts";
import type { Selection } from "./selection.ts";
import type { TrajectoriesDocument } from "./trajectories-document.ts";

export const defaultSettings: GenerationSettings = {
  temperature: 1,
  topK: 0,
  topP: 1,
  seed: 7,
  maxTokens: MAX_RESPONSE_TOKENS,
};

/** The scale of drawn rewards: σ(r), between 0 and 1, or r itself. */
export type RewardScale = "sigma" | "raw";

export interface ExploreState extends ShownBranches {
  prompt: string;
  settings: GenerationSettings;
  scale: RewardScale;
  /** The last prompt that was typed or linked, and how it was read; null before the first. */
  reading: (PromptReading & { typed: string }) | null;
  examples: ExampleProblem[];
  /** A recording is being fetched, and the engine waits for it: nothing is to delay a visitor's first figure. */
  opening: boolean;
  measurement: MeasurementChoice;
  status: "idle" | "generating" | "scoring" | "measuring";
  /** The typed prompt while a response to it is being written; null otherwise, and while a branch is continued. */
  asked: string | null;
  error: ProblemReport | null;
  /** A message about an opened address that is no error. */
  notice: string | null;
}

export interface Explore extends BranchEdits {
  store: StoreApi<ExploreState>;
  live: StoreApi<Live>;
  values: StoreApi<PrefixValuesState>;
  selection: StoreApi<Selection>;
  loadExamples(): Promise<void>;
  /**
   * Samples a new trajectory on the current prompt, completed with title and labels if it states a problem of the
   * embedded world. Trajectories of another prompt are removed when the new one is there.
   */
  generate(): Promise<void>;
  /** Branches off: keeps the tokens before `index`, puts `tokenId` there, and lets the policy continue. */
  branch(branchId: number, index: number, tokenId: number): Promise<void>;
  stop(): void;
  /** The words of the current prompt that the policy does not know. */
  unknownWords(): Promise<string[]>;
  /** Computes the trajectories of a link again, by teacher forcing, on the current prompt. */
  restore(linked: readonly LinkedBranch[], active: number): Promise<void>;
  /** Shows the trajectories of a recording, if there are no others. */
  showRecording(recorded: TrajectoriesDocument): void;
  /** Lets the policy write the recorded response again, and measures its values. */
  runLive(): Promise<void>;
  /** Removes prompt and trajectories, as before the first prompt. */
  clear(): void;
  /** Scores every trajectory again with the reward models that are now loaded. */
  judgeAgain(): Promise<void>;
  /** Has judges of texts read the active trajectory at every token, and not at the ends of steps alone. */
  judgeEveryToken(): Promise<void>;
  /**
   * Tells that another policy answers from now on: values measured with the policy before are dropped, and every
   * trajectory is scored again for its probabilities.
   */
  policyChanged(): Promise<void>;
  /** Measures by roll-outs the prefixes of the active trajectory that were not measured as precisely before. */
  measure(): Promise<void>;
  /** Shows an error from outside of the engine's work, such as an unreadable link. */
  fail(error: unknown): void;
}

/**
 * Whether the engine does work that must end before the next request. A measurement does not count: the next request
 * cancels it.
 */
export function isBusy({ status }: Pick<ExploreState, "status">): boolean {
  return status === "generating" || status === "scoring";
}
