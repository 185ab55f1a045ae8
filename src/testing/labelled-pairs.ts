import { type Example, type Response, withResponses } from "../engine/training/pairs.ts";

/**
 * Examples with two steps per response: the first step, of two tokens, is right; the second is right if the response
 * contains token 40.
 */
export function withSteps<E extends Example>(examples: readonly E[]): E[] {
  const label = (response: Response): Response => {
    const { length } = response.ids.slice(response.responseStart);
    const steps = [
      { end: 1, right: true },
      { end: length - 2, right: response.ids.includes(40) },
    ];
    return { ...response, steps };
  };
  return examples.map((example) => withResponses(example, label));
}
