import { InvalidArgumentError, Option } from "commander";
import {
  boundsText,
  PAIR_FIELDS,
  type PairField,
  type PairNumberField,
  type PairSettings,
} from "../engine/data/world-pairs/settings.ts";

type PairFlag = Exclude<keyof PairSettings, "writer">;

/**
 * The settings of pairs as options, made from their table. The writer is not among them: its option also takes a
 * folder.
 */
export function pairOptions(names: readonly PairFlag[] = ALL): Option[] {
  return PAIR_FIELDS.filter(({ name }) => (names as readonly string[]).includes(name)).map(optionOf);
}

const ALL = PAIR_FIELDS.map(({ name }) => name).filter((name) => name !== "writer");

function optionOf(field: PairField): Option {
  if (field.kind === "choice") {
    const values = field.choices.map(({ value }) => value);
    return new Option(`${field.flag} <name>`, described(field)).choices(values).default(field.default);
  }
  const option = new Option(`${field.flag} <${field.whole ? "n" : "x"}>`, described(field)).argParser(bounded(field));
  return field.default === null ? option.default(null, field.none ?? "") : option.default(field.default);
}

/** The description in the style of the other options: without capital and full stop. */
function described({ about }: PairField): string {
  return `${about.charAt(0).toLowerCase()}${about.slice(1)}`.replace(/\.$/, "");
}

function bounded(field: PairNumberField): (text: string) => number {
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    const isWithin = value >= field.min && value <= field.max && (!field.whole || Number.isInteger(value));
    if (!isWithin) throw new InvalidArgumentError(`Expected ${boundsText(field)}.`);
    return value;
  };
}
