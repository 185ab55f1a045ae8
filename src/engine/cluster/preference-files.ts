import { encodeJson } from "../checkpoint/json.ts";
import type { Refusal } from "../data/import-report.ts";
import { Misfit } from "../data/misfit.ts";
import type { Preference } from "../data/preference.ts";
import { writeIcrmPreference } from "../data/shapes/llamafactory-sharegpt.ts";
import { HELD_OUT_STEPS, STEPS, type StepwiseRow } from "./step-rows.ts";

/** Names of the data in `dataset_info.json`; the stages refer to them. */
export const PREFERENCES = "icrm_preferences";
export const HELD_OUT = "icrm_held_out";
export const RESPONSES = "icrm_responses";

interface Turn {
  role: string;
  content: string;
}

/**
 * A pair in the format of the ICRM repository's files: sharegpt with role and content. `icrm/` reads margin and form;
 * LLaMA-Factory ignores columns that `dataset_info.json` does not name.
 */
interface RankedConversation {
  conversations: Turn[];
  chosen: Turn;
  rejected: Turn;
  margin: number;
  /** "text" if the pair is no conversation. */
  form: string | null;
}

/** Pairs as LLaMA-Factory reads them, and the positions of the pairs that it cannot express, with the reasons. */
export interface RankedPairs {
  pairs: RankedConversation[];
  leftOut: Refusal[];
}

export function rankedPairs(preferences: readonly Preference[]): RankedPairs {
  const ranked: RankedPairs = { pairs: [], leftOut: [] };
  for (const [i, { prompt, chosen, rejected, margin = 0 }] of preferences.entries()) {
    try {
      const written = writeIcrmPreference({ prompt, chosen, rejected }) as RankedConversation;
      const { conversations, form = null } = written;
      // Loading a JSON file fails when some rows lack a column that others have, so every row has the same columns.
      ranked.pairs.push({ conversations, chosen: written.chosen, rejected: written.rejected, margin, form });
    } catch (thrown) {
      if (!(thrown instanceof Misfit)) throw thrown;
      const { field, expected, found } = thrown;
      ranked.leftOut.push({ number: i + 1, field, expected, found });
    }
  }
  return ranked;
}

/** The rows of a pack's data: pairs, and, where the method learns from steps, responses in steps. */
export interface PackedRows {
  pairs: readonly RankedConversation[];
  steps: readonly StepwiseRow[];
}

/**
 * The files of `data/`: training and held-out pairs, responses in steps, every response for the generator's stage, and
 * `dataset_info.json`, which tells LLaMA-Factory how to read them.
 */
export function dataFiles(training: PackedRows, heldOut: PackedRows): Map<string, Uint8Array> {
  const ranking = { ranking: true, columns: { messages: "conversations", chosen: "chosen", rejected: "rejected" } };
  const described: [name: string, rows: readonly object[], form: object][] = [
    [PREFERENCES, training.pairs, ranking],
    [HELD_OUT, heldOut.pairs, ranking],
    [RESPONSES, responses(training), { columns: { messages: "messages" } }],
  ];
  const there = described.filter(([, rows]) => rows.length > 0);
  const info = there.map(([name, , form]) => [
    name,
    { file_name: `${name}.json`, formatting: "sharegpt", ...form, tags: TAGS },
  ]);
  const steps = [[STEPS, training.steps] as const, [HELD_OUT_STEPS, heldOut.steps] as const];
  return new Map([
    ["dataset_info.json", encodeJson(Object.fromEntries(info))],
    ...[...there, ...steps.filter(([, rows]) => rows.length > 0)].map(
      ([name, rows]) => [`${name}.json`, encodeJson(rows)] as const,
    ),
  ]);
}

/**
 * Texts that the generator is adapted to: all responses, chosen and rejected, right and wrong (docs/method.md, section
 * 3).
 */
function responses({ pairs, steps }: PackedRows): object[] {
  if (pairs.length === 0) {
    return steps.map(({ prompt, completions, step_separator }) => ({
      messages: [
        { role: "user", content: prompt },
        { role: "assistant", content: completions.join(step_separator) },
      ],
    }));
  }
  return pairs.flatMap(({ conversations, chosen, rejected }) =>
    [chosen, rejected].map((response) => ({ messages: [...conversations, response] })),
  );
}

/** The keys and roles by which LLaMA-Factory tells who speaks. */
const TAGS = {
  role_tag: "role",
  content_tag: "content",
  user_tag: "user",
  assistant_tag: "assistant",
  observation_tag: "tool",
  system_tag: "system",
};
