import { textOf } from "../../../engine/tokenizer/conversation.ts";
import { exampleResponses, type Response } from "../../../engine/training/pairs.ts";
import type { TrainingMaterials } from "../../../flows/train/materials.ts";
import type { PinnedPair, PinnedToken } from "../../training-records.ts";

/** Follows these held-out pairs from now on, and returns them token by token with the generator's probabilities. */
export async function pinnedPairs(materials: TrainingMaterials, places: readonly number[]): Promise<PinnedPair[]> {
  const { tokenizer, data } = materials;
  const tokens = ({ ids, responseStart, q }: Response): PinnedToken[] =>
    ids.slice(responseStart).map((id, t) => ({ text: tokenizer.tokenText(id), q: q?.[t] ?? 0 }));
  materials.follow(places);
  return (await materials.followed(null)).map(({ place, pair }) => {
    const [chosen = [], rejected = []] = exampleResponses(pair).map(tokens);
    const { prompt = "" } = data.heldOut.records[place] ?? {};
    return { place, prompt: textOf(prompt, "user"), chosen, rejected };
  });
}
