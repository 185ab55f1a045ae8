/** The ids of the tokens that begin, end and pad a text; null where the tokenizer has none. */
export interface SpecialIds {
  bos: number | null;
  eos: number | null;
  pad: number | null;
}

/** A config names a token by a string, or by an AddedToken object with the string in `content`. */
function tokenName(entry: unknown): string | null {
  if (typeof entry === "string") return entry;
  if (typeof entry === "object" && entry !== null && "content" in entry) return tokenName(entry.content);
  return null;
}

/** Texts of the special tokens a `tokenizer_config.json` names, by field: `bos_token`, `eos_token` and whichever else. */
export function tokenNames(config: object): Record<string, string> {
  const named = Object.entries(config).flatMap(([field, entry]) => {
    const name = field.endsWith("_token") ? tokenName(entry) : null;
    return name === null ? [] : [[field, name] as const];
  });
  return Object.fromEntries(named);
}

/** Reads `bos_token`, `eos_token` and `pad_token` of a `tokenizer_config.json`. */
export function specialIds(config: object, idOf: (token: string) => number | null): SpecialIds {
  const names = tokenNames(config);
  const id = (field: string): number | null => {
    const name = names[field];
    return name === undefined ? null : idOf(name);
  };
  return { bos: id("bos_token"), eos: id("eos_token"), pad: id("pad_token") };
}
