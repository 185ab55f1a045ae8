import { checkRewardModel } from "../engine/alignment/sample-rewards.ts";
import { type Checkpoint, loadCheckpoint, loadTextSide, type TextSide } from "../engine/checkpoint/checkpoint.ts";
import { notTrainable } from "../engine/checkpoint/exported-graph.ts";
import { parseModelIndex } from "../engine/checkpoint/model-index.ts";
import { type CheckpointSource, fetchSource } from "../engine/checkpoint/source.ts";
import { PlaygroundError, type ProblemReport, reportOf } from "../engine/errors.ts";
import { lossBehind } from "../engine/gpu-failure.ts";
import type { RuntimeOptions } from "../engine/onnx/session.ts";
import type { CausalLM } from "../engine/policy/causal-lm.ts";
import { CLASS_MODEL, CLASS_NAME } from "../engine/policy/class-entry.ts";
import { classNotTrainable, hasWorldVocabulary, openClass } from "../engine/policy/class-model.ts";
import { openCausalLM } from "../engine/policy/onnx-causal-lm.ts";
import { judgeName } from "../engine/reward/judge.ts";
import { checkpointTokenizer, vocabularyOf } from "../engine/tokenizer/checkpoint-tokenizer.ts";
import type { Tokenizer } from "../engine/tokenizer/tokenizer.ts";
import { openForeignLM } from "../engine/transformers/foreign-lm.ts";
import { type OpenJudge, openJudge } from "../engine/transformers/open-judge.ts";
import type { StoredPolicy, StoredRewardModel } from "../storage/stored-model.ts";
import { policySource, storedAsking, storedGraph, storedSource } from "../storage/stored-source.ts";
import type { LoadedModels, LoadProgress, ModelEntry } from "./records.ts";

export interface LoadedPolicy {
  entry: ModelEntry;
  text: TextSide;
  /** null for an exported graph and for the class of students, which cannot be tuned. */
  checkpoint: Checkpoint | null;
  lm: CausalLM;
  tokenizer: Tokenizer;
  vocabulary: string;
  /** Whether the policy writes the words of the embedded world, for which the class of students has exact values. */
  writesWorld: boolean;
}

export interface LoadedJudge extends Pick<OpenJudge, "model" | "tokenizer"> {
  entry: ModelEntry;
  /** The vocabulary in the form of `vocabularyOf`. */
  vocabulary: string;
  /** The text of the question that the judge is asked, as `askedText` gives it. */
  asked: string;
}

/** The question that a model of this browser is asked, as one text: the same model gives other rewards to another question. */
async function askedText(modelId: string): Promise<string> {
  return JSON.stringify(await storedAsking(modelId));
}

/**
 * The models that answer requests. If a model cannot be loaded, the one before it stays. A policy of this browser may
 * write other tokens than the playground's policy; reward models that read other tokens then do not judge. Judges of texts
 * judge all policies.
 */
export class Models {
  #policy: LoadedPolicy | null = null;
  /** A policy of this browser, or the class of students, that answers in place of `#policy`. */
  #chosen: LoadedPolicy | null = null;
  #rewards: LoadedJudge[] = [];
  #stored: StoredRewardModel[] = [];

  /** The reward models that read the current policy's tokens, and the judges of texts. */
  get rewards(): readonly LoadedJudge[] {
    const policy = this.#chosen ?? this.#policy;
    if (!policy) return this.#rewards;
    return this.#rewards.filter(({ model, vocabulary }) => model.byText || vocabulary === policy.vocabulary);
  }

  /** @throws PlaygroundError if no policy is loaded */
  get policy(): LoadedPolicy {
    const policy = this.#chosen ?? this.#policy;
    if (policy) return policy;
    throw new PlaygroundError({
      what: "There is no policy to write a response",
      where: "models",
      fix: "Load the models again; the message about the one that failed says why.",
    });
  }

  /**
   * Loads the models of an index, the policy first, since reward models must read its tokens.
   * @throws PlaygroundError if the index cannot be read
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
    const ordered = models
      // A base is only trained from: it neither writes nor judges.
      .filter(({ kind }) => kind !== "base")
      .sort((a, b) => Number(a.kind === "reward") - Number(b.kind === "reward"));
    for (const [done, { path, ...entry }] of ordered.entries()) {
      signal.throwIfAborted();
      onProgress({ entry, done, of: ordered.length });
      try {
        const source = fetchSource(new URL(path, folder).href);
        await (entry.kind === "policy"
          ? this.#takePolicy(entry, source, runtime)
          : this.#takeReward(entry, source, runtime));
      } catch (error) {
        failures.push({ entry, report: await faultOfModel(error) });
      }
    }
    return this.#loaded(failures);
  }

  /**
   * Loads the given reward models of this browser that are not loaded yet, or are now asked another question, and releases all others
   * of this browser.
   */
  async chooseStored(models: readonly StoredRewardModel[], runtime: RuntimeOptions): Promise<LoadedModels> {
    const wanted = new Map<string, string>();
    for (const { id } of models) wanted.set(id, await askedText(id));
    for (const { id } of this.#stored) {
      const place = this.#rewards.findIndex(({ entry }) => entry.id === id);
      if (this.#rewards[place]?.asked === wanted.get(id)) continue;
      await this.#rewards.splice(place, 1)[0]?.model.release();
    }
    const failures: LoadedModels["failures"] = [];
    const loaded: StoredRewardModel[] = [];
    for (const stored of models) {
      const entry: ModelEntry = { id: stored.id, kind: "reward", method: stored.method, name: stored.name };
      try {
        const held = this.#rewards.some((reward) => reward.entry.id === stored.id);
        if (!held) this.#rewards.push(await this.openJudge(stored, runtime));
        loaded.push(stored);
      } catch (error) {
        failures.push({ entry, report: await faultOfModel(error) });
      }
    }
    this.#stored = loaded;
    return this.#loaded(failures);
  }

  /**
   * Lets a policy of this browser or the class of students answer from now on; null: the policy of the index.
   * @throws PlaygroundError if it cannot be loaded; the policy before then stays
   */
  async choosePolicy(stored: StoredPolicy | null, runtime: RuntimeOptions): Promise<LoadedModels> {
    if (stored?.id !== this.#chosen?.entry.id) {
      const chosen = stored && (await this.openPolicy(stored, runtime));
      await this.#chosen?.lm.release();
      this.#chosen = chosen;
    }
    return this.#loaded([]);
  }

  /** Opens a reward model of this browser. The caller releases it. */
  async openStored({ id, name, method }: StoredRewardModel, runtime: RuntimeOptions): Promise<LoadedJudge> {
    const entry: ModelEntry = { id, name, method, kind: "reward" };
    const opened = await openJudge(await storedSource(id), await storedGraph(id), await storedAsking(id), runtime);
    return { entry, ...opened, vocabulary: vocabularyOf(opened.text), asked: await askedText(id) };
  }

  /**
   * Opens a reward model of this browser that judges what the policy writes.
   * @throws PlaygroundError if it reads other tokens
   */
  async openJudge(stored: StoredRewardModel, runtime: RuntimeOptions): Promise<LoadedJudge> {
    const source = await storedSource(stored.id);
    const readsTokens = !(await storedGraph(stored.id)) && !(await storedAsking(stored.id));
    if (readsTokens) checkRewardModel(await loadTextSide(source), this.policy.text);
    return this.openStored(stored, runtime);
  }

  /**
   * Opens a policy of this browser, or the class of students; the caller releases it.
   * @throws PlaygroundError if it cannot be loaded
   */
  async openPolicy({ id, name }: StoredPolicy, runtime: RuntimeOptions): Promise<LoadedPolicy> {
    if (id === CLASS_MODEL) return this.#openClass();
    const entry: ModelEntry = { id, name, kind: "policy", method: null };
    const source = await policySource({ id, name });
    const graph = await storedGraph(id);
    if (!graph) return openPolicy(entry, await loadCheckpoint(source), runtime);
    const text = await loadTextSide(source);
    return {
      ...policyOf(entry, text),
      checkpoint: null,
      lm: await openForeignLM(source, graph, text, runtime),
    };
  }

  #loaded(failures: LoadedModels["failures"]): LoadedModels {
    return {
      policy: (this.#chosen ?? this.#policy)?.entry ?? null,
      rewards: this.rewards.map(({ entry, model }) => ({
        ...entry,
        name: judgeName(entry.name, model),
        ...(model.byText && { byText: true }),
      })),
      failures,
    };
  }

  #openClass(): LoadedPolicy {
    const { text } = this.#policy ?? this.policy;
    const entry: ModelEntry = { id: CLASS_MODEL, name: CLASS_NAME, kind: "policy", method: null };
    return { ...policyOf(entry, text), checkpoint: null, lm: openClass(text) };
  }

  async #takePolicy(entry: ModelEntry, source: CheckpointSource, runtime: RuntimeOptions): Promise<void> {
    const policy = await openPolicy(entry, await loadCheckpoint(source), runtime);
    await this.#policy?.lm.release();
    this.#policy = policy;
  }

  async #takeReward(entry: ModelEntry, source: CheckpointSource, runtime: RuntimeOptions): Promise<void> {
    if (this.#policy) checkRewardModel(await loadTextSide(source), this.#policy.text);
    const opened = await openJudge(source, null, null, runtime);
    const reward = { entry, ...opened, vocabulary: vocabularyOf(opened.text), asked: "" };
    const place = this.#rewards.findIndex((other) => other.entry.id === entry.id);
    if (place < 0) this.#rewards.push(reward);
    else await this.#rewards.splice(place, 1, reward)[0]?.model.release();
  }
}

/** The checkpoint of a policy that can be tuned. @throws PlaygroundError if it is an exported graph or the class */
export function weightsOf({ entry, checkpoint }: LoadedPolicy): Checkpoint {
  if (checkpoint) return checkpoint;
  throw entry.id === CLASS_MODEL ? classNotTrainable() : notTrainable(entry.name);
}

async function openPolicy(entry: ModelEntry, checkpoint: Checkpoint, runtime: RuntimeOptions): Promise<LoadedPolicy> {
  return { ...policyOf(entry, checkpoint), checkpoint, lm: await openCausalLM(checkpoint, runtime) };
}

function policyOf(entry: ModelEntry, text: TextSide) {
  const tokenizer = checkpointTokenizer(text);
  return { entry, text, tokenizer, vocabulary: vocabularyOf(text), writesWorld: hasWorldVocabulary(tokenizer) };
}

/** Why one model could not be loaded. @throws PlaygroundError if the GPU is lost, and with it every model */
async function faultOfModel(error: unknown): Promise<ProblemReport> {
  const loss = await lossBehind();
  if (loss) throw loss;
  return reportOf(error);
}
