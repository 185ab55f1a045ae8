import type { Contradictory } from "../../../engine/data/import-report.ts";
import type { Unit } from "../../../engine/data/reading/entry.ts";
import { type DataRecord, responsesOf } from "../../../engine/data/record.ts";
import type { Fit } from "../../../engine/data/record-tokens.ts";
import { pairSettingsText } from "../../../engine/data/world-pairs/settings.ts";
import type { TextOrChat } from "../../../engine/tokenizer/conversation.ts";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
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
  comparison: { one: msg("comparison"), many: msg("Comparisons") },
  response: { one: msg("labelled response"), many: msg("Labelled responses") },
  steps: { one: msg("labelled steps"), many: msg("Labelled steps") },
};

const UNITS: Record<Unit, string> = { line: msg("lines"), element: msg("elements"), row: msg("rows") };

/** A count of what a file consists of: "1,200 lines". */
export function unitsText(n: number, unit: Unit): string {
  switch (unit) {
    case "line":
      return t("{n, plural, one {# line} other {# lines}}", { n });
    case "element":
      return t("{n, plural, one {# element} other {# elements}}", { n });
    case "row":
      return t("{n, plural, one {# row} other {# rows}}", { n });
  }
}

/** "2 contradict each other (lines 7, 8)". */
export function contradictionText(unit: Unit, contradictory: readonly Contradictory[]): string {
  const numbers = contradictory.slice(0, FEW).map(({ number }) => countText(number));
  const more = contradictory.length > FEW ? ", …" : "";
  return t("{count} contradict each other ({units} {numbers}{more}) and are never trained on", {
    count: countText(contradictory.length),
    units: translated(UNITS[unit]),
    numbers: numbers.join(", "),
    more,
  });
}

const FEW = 5;

/** The fit of a record to a model's context and vocabulary, as sign and words. */
export const fitTexts: Record<Fit, { sign: string; short: string; meaning: string }> = {
  whole: { sign: "✓", short: msg("whole"), meaning: msg("The model reads it as it is") },
  "same tokens": {
    sign: "=",
    short: msg("same tokens"),
    meaning: msg("Better and worse response are the same tokens to the model; training leaves it out"),
  },
  "too long": {
    sign: "✂",
    short: msg("too long"),
    meaning: msg("More tokens than the context of the model holds; training leaves it out"),
  },
  "unknown words": {
    sign: "?",
    short: msg("unknown words"),
    meaning: msg("Words the model does not know; training leaves it out"),
  },
  refused: {
    sign: "✗",
    short: msg("refused"),
    meaning: msg("The chat template of the model refuses the conversation; training leaves it out"),
  },
};

export function dataOriginText(origin: DataOrigin): string {
  switch (origin.kind) {
    case "file":
      return t("from {name}", { name: origin.name });
    case "paste":
      return t("pasted");
    case "hub": {
      const { dataset, config, split, host, revision, licence } = origin;
      const said = licence ? t(", licence {licence}", { licence }) : "";
      return t("{dataset}, {config}, {split}, from {host} at {revision}{said}", {
        dataset,
        config,
        split,
        host,
        revision: revision.slice(0, 8),
        said,
      });
    }
    case "derived":
      return t("{how}, from {from}", { how: translated(origin.how), from: origin.from });
    case "world":
      return t("made of the embedded world: {settings}", { settings: translated(pairSettingsText(origin.settings)) });
  }
}
