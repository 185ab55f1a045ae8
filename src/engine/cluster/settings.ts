/**
 * A setting of another tool under that tool's name, or a comment that heads a section or explains the next settings.
 */
export type ForeignSetting = readonly [name: string, value: string | number | boolean] | { comment: string };

/**
 * Settings as YAML, one a line. Numbers keep a point before the exponent, because YAML 1.1, which Python reads, takes
 * `1e-7` for a string.
 */
export function settingsYaml(settings: readonly ForeignSetting[]): string {
  const lines = settings.map((setting) => {
    if ("comment" in setting) return `# ${setting.comment}`;
    const [name, value] = setting;
    return `${name}: ${typeof value === "string" ? scalar(value) : literal(value)}`;
  });
  return `${lines.join("\n")}\n`;
}

/** Settings as keyword arguments of a Python call, one argument a line. */
export function settingsPython(settings: readonly ForeignSetting[], indent: string): string {
  const lines = settings.map((setting) => {
    if ("comment" in setting) return `${indent}# ${setting.comment}`;
    const [name, value] = setting;
    return `${indent}${name}=${python(value)},`;
  });
  return lines.join("\n");
}

// Quoted are words that YAML 1.1 reads as a truth value, null or a number, and every string that is more than a word.
const WORD = /^(?!(?:true|false|yes|no|on|off|null|y|n)$)[A-Za-z][\w./-]*$/i;

function scalar(text: string): string {
  return WORD.test(text) ? text : JSON.stringify(text);
}

function literal(value: number | boolean): string {
  const text = String(value);
  return /^-?\d+e/.test(text) ? text.replace("e", ".0e") : text;
}

function python(value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "True" : "False";
  return JSON.stringify(value);
}
