import { PlaygroundError, type ProblemReport } from "../engine/errors.ts";
import { msg } from "../i18n/msg.ts";

/** The report of any error that a page threw; `place` is used if the error names none. */
export function pageReportOf(error: unknown, place: string): ProblemReport {
  const fallback = { where: place, fix: msg("Try again, or reload the page.") };
  if (error instanceof PlaygroundError) return { ...fallback, ...error.report };
  const what = error instanceof Error ? error.message : String(error);
  // Browsers word a failed import differently.
  if (/dynamically imported module|importing a module script/i.test(what)) {
    return {
      what: "A part of the playground could not be loaded.",
      where: place,
      found: what,
      fix: "Check that the server still runs, then reload: the playground may have been updated since it was opened.",
    };
  }
  return { ...fallback, what, fix: `${fallback.fix} If it stops again, copy the diagnostics into a report.` };
}

/** The stack of the program at the moment an error was thrown. */
export function stackOf(error: unknown, componentStack?: string | null): string {
  const stack = error instanceof Error ? (error.stack ?? String(error)) : String(error);
  return [stack, componentStack?.trim()].filter(Boolean).join("\n\n");
}
