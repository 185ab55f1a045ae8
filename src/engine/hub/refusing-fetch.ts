import { HubApiError } from "@huggingface/hub";

/**
 * `fetch` for slices of a file. A refusal by the hub throws; otherwise its text would be taken for the file's content.
 */
export const refusingFetch: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.status < 400 || response.status === 404) return response;
  throw new HubApiError(String(input instanceof Request ? input.url : input), response.status);
};
