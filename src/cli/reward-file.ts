import { join } from "node:path";
import * as v from "valibot";
import type { Checkpoint } from "../engine/checkpoint/checkpoint.ts";
import { contentHash, weightsHash } from "../engine/data/content-hash.ts";
import { formatJsonLines } from "../engine/data/json-lines.ts";
import type { RewardCache } from "../engine/evaluation/scoring.ts";
import type { ProcessRewards } from "../engine/reward/judge.ts";
import { appendText, exists, readTextFile } from "./files.ts";

const line = v.object({ key: v.string(), prompt: v.number(), tokens: v.array(v.number()) });

/**
 * A file of rewards that one reward model has computed, one response a line; an interrupted evaluation continues from
 * it.
 */
export class RewardFile implements RewardCache {
  readonly #path: string;
  readonly #known: Map<string, ProcessRewards>;

  private constructor(path: string, known: Map<string, ProcessRewards>) {
    this.#path = path;
    this.#known = known;
  }

  /**
   * Opens the file of a model in a folder. Its name is a hash of the model, so that another model of the same name has
   * another file.
   */
  static async open(folder: string, { config, weights, valueHead }: Checkpoint): Promise<RewardFile> {
    const head = valueHead && [
      [...valueHead.weight],
      valueHead.bias,
      ...(valueHead.inner ? [[...valueHead.inner.weight], [...valueHead.inner.bias]] : []),
    ];
    const hash = await contentHash([config, await weightsHash(weights), head]);
    const path = join(folder, `${hash.slice(0, 32)}.jsonl`);
    const text = (await exists(path)) ? await readTextFile(path) : "";
    // Text after the last line end was cut off when the process stopped.
    const lines = text.split("\n").slice(0, -1);
    return new RewardFile(path, new Map(lines.flatMap(entryOf)));
  }

  get(key: string): ProcessRewards | undefined {
    return this.#known.get(key);
  }

  async set(key: string, rewards: ProcessRewards): Promise<void> {
    this.#known.set(key, rewards);
    await appendText(this.#path, formatJsonLines([{ key, prompt: rewards.prompt, tokens: [...rewards.tokens] }]));
  }
}

/** The entry of a line; none for a line that a crash left broken, so that its rewards are computed again. */
function entryOf(json: string): [string, ProcessRewards][] {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), line), json);
  if (!parsed.success) return [];
  const { key, prompt, tokens } = parsed.output;
  return [[key, { prompt, tokens: Float32Array.from(tokens) }]];
}
