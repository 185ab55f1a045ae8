import { encodeJson } from "../checkpoint/json.ts";
import type { Refusal } from "../data/import-report.ts";
import { Misfit } from "../data/misfit.ts";
import type { Preference } from "../data/preference.ts";
import { writeIcrmPreference } from "../data/shapes/llamafactory-sharegpt.ts";
import { HELD_OUT_STEPS, STEPS, type StepRow } from "./step-rows.ts";

/** What `dataset_info.json` calls the data; stages ask for them by these names. */
export const PREFERENCES = "icrm_preferences";
export const HELD_OUT = "icrm_held_out";
export const RESPONSES = "icrm_responses";

interface Turn {
  role: string;
  content: string;
}

/**
 * A pair as the ICRM repository's files have it, sharegpt with role and content. Margin and form are there for `icrm/`;
 * LLaMA-Factory passes over columns that `dataset_info.json` does not name.
 */
interface RankedConversation {
  conversations: Turn[];
  chosen: Turn;
  rejected: Turn;
  margin: number;
  /** "text" of what is no conversation. */
  form: string | null;
}

/** Pairs as LLaMA-Factory reads them, and those it has no words for, by their place and with the reason. */
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
      // Columns that some rows have and others lack end the reading of a JSON file there: each row has the same.
      ranked.pairs.push({ conversations, chosen: written.chosen, rejected: written.rejected, margin, form });
    } catch (thrown) {
      if (!(thrown instanceof Misfit)) throw thrown;
      const { field, expected, found } = thrown;
      ranked.leftOut.push({ number: i + 1, field, expected, found });
    }
  }
  return ranked;
}

/** What the data of a pack are made of: pairs, and where steps are learned from, the responses in steps. */
export interface PackedRows {
  pairs: readonly RankedConversation[];
  steps: readonly StepRow[];
}

/**
 * `data/`: the pairs and those held out, the responses in steps, every response for the generator's stage, and
 * `dataset_info.json`, which describes to LLaMA-Factory what of it is for it.
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

/** The generator is adapted to chosen and rejected responses alike, to right and wrong ones (docs/method.md, section 3). */
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

/** How the turns of the data name who speaks. */
const TAGS = {
  role_tag: "role",
  content_tag: "content",
  user_tag: "user",
  assistant_tag: "assistant",
  observation_tag: "tool",
  system_tag: "system",
};
