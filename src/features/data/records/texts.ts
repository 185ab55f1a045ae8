import type { Contradictory } from "../../../engine/data/import-report.ts";
import { type DataRecord, responsesOf } from "../../../engine/data/record.ts";
import type { Fit } from "../../../engine/data/record-tokens.ts";
import { pairSettingsText } from "../../../engine/data/world-pairs/settings.ts";
import type { TextOrChat } from "../../../engine/tokenizer/conversation.ts";
import type { DataOrigin } from "../../../storage/records.ts";
import { countText } from "../../../ui/numbers.ts";

const LINE = 160;

/** A record in one line. */
export function recordLine(record: DataRecord): string {
  return [record.prompt, ...responsesOf(record)].map((said) => plain(said).slice(0, LINE)).join(" → ");
}

function plain(said: TextOrChat): string {
  return typeof said === "string" ? said : said.map(({ role, content }) => `${role}: ${content}`).join(" ");
}

export const kindTexts: Record<DataRecord["kind"], { one: string; many: string }> = {
  comparison: { one: "comparison", many: "Comparisons" },
  response: { one: "labelled response", many: "Labelled responses" },
  steps: { one: "labelled steps", many: "Labelled steps" },
};

/** "2 contradict each other (lines 7, 8)". */
export function contradictionText(unit: string, contradictory: readonly Contradictory[]): string {
  const numbers = contradictory.slice(0, FEW).map(({ number }) => countText(number));
  const more = contradictory.length > FEW ? ", …" : "";
  return `${countText(contradictory.length)} contradict each other (${unit}s ${numbers.join(", ")}${more}) and are never trained on`;
}

const FEW = 5;

/** The fit of a record to a model's context and vocabulary, as sign and words. */
export const fitTexts: Record<Fit, { sign: string; short: string; meaning: string }> = {
  whole: { sign: "✓", short: "whole", meaning: "The model reads it as it is" },
  "same tokens": {
    sign: "=",
    short: "same tokens",
    meaning: "Better and worse response are the same tokens to the model; training leaves it out",
  },
  "too long": {
    sign: "✂",
    short: "too long",
    meaning: "More tokens than the context of the model holds; training leaves it out",
  },
  "unknown words": {
    sign: "?",
    short: "unknown words",
    meaning: "Words the model does not know; training leaves it out",
  },
  refused: {
    sign: "✗",
    short: "refused",
    meaning: "The chat template of the model refuses the conversation; training leaves it out",
  },
};

export function originText(origin: DataOrigin): string {
  switch (origin.kind) {
    case "file":
      return `from ${origin.name}`;
    case "paste":
      return "pasted";
    case "hub": {
      const { dataset, config, split, host, revision, licence } = origin;
      const said = licence ? `, licence ${licence}` : "";
      return `${dataset}, ${config}, ${split}, from ${host} at ${revision.slice(0, 8)}${said}`;
    }
    case "derived":
      return `${origin.how}, from ${origin.from}`;
    case "world":
      return `made of the embedded world: ${pairSettingsText(origin.settings)}`;
  }
}
