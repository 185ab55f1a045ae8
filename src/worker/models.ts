import { checkRewardModel } from "../engine/alignment/sample-rewards.ts";
import { type Checkpoint, loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import { parseModelIndex } from "../engine/checkpoint/model-index.ts";
import { fetchSource } from "../engine/checkpoint/source.ts";
import { PlaygroundError } from "../engine/errors.ts";
import type { RuntimeOptions } from "../engine/onnx/session.ts";
import type { CausalLM } from "../engine/policy/causal-lm.ts";
import { openCausalLM } from "../engine/policy/onnx-causal-lm.ts";
import { openRewardModel, type RewardModel } from "../engine/reward/reward-model.ts";
import { checkpointTokenizer, checkSameVocabulary } from "../engine/tokenizer/checkpoint-tokenizer.ts";
import type { Tokenizer } from "../engine/tokenizer/tokenizer.ts";
import { checkpoints } from "../storage/checkpoints.ts";
import { policies } from "../storage/policies.ts";
import type { StoredPolicy, StoredRewardModel } from "../storage/stored-model.ts";
import type { LoadedModels, LoadProgress, ModelEntry } from "./records.ts";
import { reportOf } from "./report.ts";

export interface LoadedPolicy {
  entry: ModelEntry;
  checkpoint: Checkpoint;
  lm: CausalLM;
  tokenizer: Tokenizer;
}

export interface LoadedReward {
  entry: ModelEntry;
  model: RewardModel;
}

/** The models that answer requests. One that fails to load leaves the one before it in place. */
export class Models {
  #policy: LoadedPolicy | null = null;
  /** A tuned policy that answers in place of the one above. */
  #tuned: LoadedPolicy | null = null;
  #rewards: LoadedReward[] = [];
  #stored: StoredRewardModel[] = [];

  get rewards(): readonly LoadedReward[] {
    return this.#rewards;
  }

  /** @throws PlaygroundError while there is none */
  get policy(): LoadedPolicy {
    const policy = this.#tuned ?? this.#policy;
    if (policy) return policy;
    throw new PlaygroundError({
      what: "There is no policy to write a response",
      where: "models",
      fix: "Load the models again; the message about the one that failed says why.",
    });
  }

  /**
   * Loads the models an index lists, policies first: reward models have to read their tokens.
   * @throws PlaygroundError when the index itself cannot be read
   */
  async load(
    folder: string,
    runtime: RuntimeOptions,
    signal: AbortSignal,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<LoadedModels> {
    const file = "index.json";
    const models = parseModelIndex(await fetchSource(folder).read(file), `${folder}${file}`);
    const failures: LoadedModels["failures"] = [];
    const ordered = [...models].sort((a, b) => Number(a.kind === "reward") - Number(b.kind === "reward"));
    for (const [done, { path, ...entry }] of ordered.entries()) {
      signal.throwIfAborted();
      onProgress({ entry, done, of: ordered.length });
      try {
        const checkpoint = await loadCheckpoint(fetchSource(new URL(path, folder).href));
        await (entry.kind === "policy"
          ? this.#takePolicy(entry, checkpoint, runtime)
          : this.#takeReward(entry, checkpoint, runtime));
      } catch (error) {
        failures.push({ entry, report: reportOf(error) });
      }
    }
    return this.#loaded(failures);
  }

  /** Loads the trained reward models that are not there yet, and lets go of those that are not among them. */
  async chooseStored(models: readonly StoredRewardModel[], runtime: RuntimeOptions): Promise<LoadedModels> {
    for (const { id } of this.#stored.filter((held) => !models.some((wanted) => wanted.id === held.id))) {
      const place = this.#rewards.findIndex(({ entry }) => entry.id === id);
      await this.#rewards.splice(place, 1)[0]?.model.release();
    }
    const failures: LoadedModels["failures"] = [];
    const loaded: StoredRewardModel[] = [];
    for (const stored of models) {
      const entry: ModelEntry = { id: stored.id, kind: "reward", method: stored.method, name: stored.name };
      try {
        const held = this.#rewards.some((reward) => reward.entry.id === stored.id);
        if (!held) this.#rewards.push({ entry, model: await this.openStored(stored, runtime) });
        loaded.push(stored);
      } catch (error) {
        failures.push({ entry, report: reportOf(error) });
      }
    }
    this.#stored = loaded;
    return this.#loaded(failures);
  }

  /**
   * Has a policy that was tuned in this browser answer from now on, or with null the one that came with the index.
   * @throws PlaygroundError when it cannot be loaded, or writes other tokens; the one before goes on answering
   */
  async choosePolicy(stored: StoredPolicy | null, runtime: RuntimeOptions): Promise<LoadedModels> {
    if (stored?.id !== this.#tuned?.entry.id) {
      const tuned = stored && (await this.openTuned(stored, runtime));
      await this.#tuned?.lm.release();
      this.#tuned = tuned;
    }
    return this.#loaded([]);
  }

  /** A trained reward model of this browser; whoever opens it releases it. */
  async openStored({ runId }: StoredRewardModel, runtime: RuntimeOptions): Promise<RewardModel> {
    return this.#openReward(await loadCheckpoint(checkpoints.source(runId)), runtime);
  }

  /**
   * A policy that was tuned in this browser; whoever opens it releases it.
   * @throws PlaygroundError when it cannot be loaded, or writes other tokens than reward models read
   */
  async openTuned({ id, name }: StoredPolicy, runtime: RuntimeOptions): Promise<LoadedPolicy> {
    const checkpoint = await loadCheckpoint(policies.source({ id, name }));
    if (this.#policy) {
      checkSameVocabulary(
        checkpoint,
        this.#policy.checkpoint,
        "The policy writes other tokens than reward models read",
      );
    }
    return openPolicy({ id, name, kind: "policy", method: null }, checkpoint, runtime);
  }

  #loaded(failures: LoadedModels["failures"]): LoadedModels {
    return {
      policy: (this.#tuned ?? this.#policy)?.entry ?? null,
      rewards: this.#rewards.map(({ entry }) => entry),
      failures,
    };
  }

  async #takePolicy(entry: ModelEntry, checkpoint: Checkpoint, runtime: RuntimeOptions): Promise<void> {
    const policy = await openPolicy(entry, checkpoint, runtime);
    await this.#policy?.lm.release();
    this.#policy = policy;
  }

  async #takeReward(entry: ModelEntry, checkpoint: Checkpoint, runtime: RuntimeOptions): Promise<void> {
    const reward: LoadedReward = { entry, model: await this.#openReward(checkpoint, runtime) };
    const place = this.#rewards.findIndex((other) => other.entry.id === entry.id);
    if (place < 0) this.#rewards.push(reward);
    else await this.#rewards.splice(place, 1, reward)[0]?.model.release();
  }

  /** @throws PlaygroundError when it reads other tokens than the policy writes */
  async #openReward(checkpoint: Checkpoint, runtime: RuntimeOptions): Promise<RewardModel> {
    if (this.#policy) checkRewardModel(checkpoint, this.#policy.checkpoint);
    return openRewardModel(checkpoint, runtime);
  }
}

async function openPolicy(entry: ModelEntry, checkpoint: Checkpoint, runtime: RuntimeOptions): Promise<LoadedPolicy> {
  return {
    entry,
    checkpoint,
    tokenizer: checkpointTokenizer(checkpoint),
    lm: await openCausalLM(checkpoint, runtime),
  };
}
