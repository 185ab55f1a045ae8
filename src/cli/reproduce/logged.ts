import { log } from "../output.ts";

/** Returns the result of `computing` and logs it as soon as it is there. */
export async function logged<T>(name: string, computing: Promise<T>, told: (result: T) => unknown): Promise<T> {
  const result = await computing;
  log(`${name}: ${JSON.stringify(told(result))}`);
  return result;
}
