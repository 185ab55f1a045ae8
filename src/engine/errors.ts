export interface ProblemReport {
  /** What happened, in one sentence. */
  what: string;
  /** Where it happened: a file, a tensor, a field, a line. */
  where?: string;
  expected?: string;
  found?: string;
  /** What the person can do. */
  fix?: string;
}

/** An error meant for a person: says what happened, where, and what to do. Survives `structuredClone` as its report. */
export class PlaygroundError extends Error {
  readonly report: ProblemReport;

  constructor(report: ProblemReport, options?: ErrorOptions) {
    super(describe(report), options);
    this.name = "PlaygroundError";
    this.report = report;
  }
}

function describe({ what, where, expected, found, fix }: ProblemReport): string {
  const place = where ? ` (${where})` : "";
  const contrast = expected !== undefined ? ` Expected ${expected}, found ${found ?? "nothing"}.` : "";
  return `${what}${place}${what.endsWith(".") ? "" : "."}${contrast}${fix ? ` ${fix}` : ""}`;
}

/** The report of any thrown value. @param where the place to name if the error names none */
export function reportOf(error: unknown, where = "engine"): ProblemReport {
  if (error instanceof PlaygroundError) return error.report;
  return { what: error instanceof Error ? error.message : String(error), where };
}
