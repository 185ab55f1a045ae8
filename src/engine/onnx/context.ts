import { PlaygroundError } from "../errors.ts";
import { UnusableRecord } from "../unusable-record.ts";

/**
 * Demands that prompt and response fit the decoder's context.
 * @throws UnusableRecord saying how many tokens there are and how many fit; PlaygroundError without any token
 */
export function checkContext(contextLength: number, promptLength: number, responseLength: number): void {
  if (promptLength === 0) {
    throw new PlaygroundError({ what: "The prompt is empty", expected: "at least 1 token", found: "0 tokens" });
  }
  const total = promptLength + responseLength;
  if (total <= contextLength) return;
  const response = responseLength > 0 ? ` and the response ${responseLength}` : "";
  throw new UnusableRecord("too long", {
    what: "The text is too long for the context of the model",
    where: `the prompt has ${promptLength} tokens${response}`,
    expected: `at most ${contextLength} tokens`,
    found: `${total}`,
    fix: `Shorten it by ${total - contextLength} tokens, or pick a model with a longer context.`,
  });
}
