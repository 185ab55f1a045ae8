import { HubApiError } from "@huggingface/hub";
import { PlaygroundError, type ProblemReport } from "../errors.ts";

/** The error of a request to the hub, for a person. @param where the repository or file */
export function hubError(error: unknown, where: string): Error {
  if (error instanceof PlaygroundError) return error;
  if (error instanceof DOMException && error.name === "AbortError") return error;
  const report = error instanceof HubApiError ? refusal(error.statusCode) : unreachable;
  const found = error instanceof HubApiError ? `status ${error.statusCode}` : reasonOf(error);
  return new PlaygroundError({ where, expected: "the file or its list", found, ...report }, { cause: error });
}

type Refusal = Pick<ProblemReport, "what" | "fix"> & { fix: string };

const unreachable: Refusal = {
  what: "The hub cannot be reached, or the connection was cut",
  fix: "Check the connection and try again: what has arrived is kept.",
};

function refusal(status: number): Refusal {
  switch (status) {
    case 401:
    case 403:
      return {
        what: "The hub asks for permission",
        fix: "Check the name; accept the licence on its page if it has one, and give an access token that may read it.",
      };
    case 404:
      return { what: "The hub has nothing under this name and revision", fix: "Check owner, name and revision." };
    case 429:
      return {
        what: "The hub has had too many requests from here",
        fix: "Wait some minutes and try again, or give an access token: what has arrived is kept.",
      };
    default:
      return {
        what: status >= 500 ? "The hub has trouble of its own" : "The hub refused the request",
        fix: "Try again later: what has arrived is kept.",
      };
  }
}

/** The reason of an error; `fetch` hides it in `cause`. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}
