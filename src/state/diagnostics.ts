import about from "../../package.json" with { type: "json" };
import type { ProblemReport } from "../engine/errors.ts";
import type { DeviceState } from "./device.ts";
import type { HeardError } from "./last-errors.ts";

/** What the diagnostics are made of. */
export interface Circumstances {
  /** The part of the address behind `#`. */
  hash: string;
  userAgent: string;
  cores: number;
  /** Whether the page has SharedArrayBuffer, and so threads. */
  isolated: boolean;
  device: DeviceState;
  errors: readonly HeardError[];
  /** Where the program was when a page stopped. */
  stack?: string | undefined;
}

/** Packages that compute. */
const PACKAGES = ["@jax-js/jax", "onnxruntime-web", "@huggingface/transformers"] as const;

/** Fields of addresses whose words come from a list of the playground. */
const LISTED = ["device", "runs", "tuning", "scale", "points", "metric", "sampler"];

/** The places of errors about the engine itself; what was found there is nothing that a person has written. */
const OWN_PLACES = ["engine", "worker", "device", "settings", "address"];

/**
 * What a bug report needs, as text: versions, device with its limits, settings of the page and the last errors. Prompts,
 * records, names of files and models, and what was found in them are left out.
 */
export function diagnosticsText({ hash, device, errors, stack, ...browser }: Circumstances): string {
  const [page, query] = hash.replace(/^#/, "").split("?");
  const document = {
    playground: about.version,
    packages: Object.fromEntries(PACKAGES.map((name) => [name, about.dependencies[name]])),
    browser,
    device,
    page,
    settings: settingsOf(new URLSearchParams(query)),
    errors: errors.map(({ after, report }) => ({ after, ...withoutContent(report) })),
    ...(stack && { stack: withoutQuotes(stack) }),
  };
  return JSON.stringify(document, null, 2);
}

function settingsOf(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...query].map(([name, value]) => [name, LISTED.includes(name) || isNumber(value) ? value : "omitted"]),
  );
}

function isNumber(text: string): boolean {
  return text.trim() !== "" && Number.isFinite(Number(text));
}

function withoutContent({ what, where, expected, found, fix }: ProblemReport): ProblemReport {
  const own = where !== undefined && OWN_PLACES.includes(where);
  return {
    what: withoutQuotes(what),
    ...(where !== undefined && { where: own ? where : "omitted" }),
    ...(expected !== undefined && { expected: withoutQuotes(expected) }),
    ...(found !== undefined && { found: own ? found : "omitted" }),
    ...(fix !== undefined && { fix }),
  };
}

function withoutQuotes(text: string): string {
  return text.replace(/“[^”]*”|"[^"]*"/g, "“…”");
}
