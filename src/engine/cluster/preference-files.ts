import { encodeJson } from "../checkpoint/json.ts";
import type { Refusal } from "../data/import-report.ts";
import { Misfit } from "../data/misfit.ts";
import type { ImportedPreference } from "../data/record.ts";
import { writeIcrmPreference } from "../data/shapes/llamafactory-sharegpt.ts";

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

export function rankedPairs(preferences: readonly ImportedPreference[]): RankedPairs {
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

/**
 * A folder for LLaMA-Factory's `dataset_dir`: the pairs, those held out, every response of the pairs for the generator's
 * stage, and `dataset_info.json` that describes them.
 */
export function dataFiles(
  pairs: readonly RankedConversation[],
  heldOut: readonly RankedConversation[],
): Map<string, Uint8Array> {
  // The generator is adapted to chosen and rejected responses alike (docs/method.md, section 3).
  const responses = pairs.flatMap(({ conversations, chosen, rejected }) =>
    [chosen, rejected].map((response) => ({ messages: [...conversations, response] })),
  );
  const ranking = { ranking: true, columns: { messages: "conversations", chosen: "chosen", rejected: "rejected" } };
  const described: [name: string, rows: readonly object[], form: object][] = [
    [PREFERENCES, pairs, ranking],
    ...(heldOut.length > 0 ? ([[HELD_OUT, heldOut, ranking]] satisfies [string, readonly object[], object][]) : []),
    [RESPONSES, responses, { columns: { messages: "messages" } }],
  ];
  const info = described.map(([name, , form]) => [
    name,
    { file_name: `${name}.json`, formatting: "sharegpt", ...form, tags: TAGS },
  ]);
  return new Map([
    ["dataset_info.json", encodeJson(Object.fromEntries(info))],
    ...described.map(([name, rows]) => [`${name}.json`, encodeJson(rows)] as const),
  ]);
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
