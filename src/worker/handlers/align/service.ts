import { PlaygroundError } from "../../../engine/errors.ts";
import { openJax } from "../../../engine/jax.ts";
import type { RuntimeOptions } from "../../../engine/onnx/session.ts";
import { openCausalLM } from "../../../engine/policy/onnx-causal-lm.ts";
import { judgeName } from "../../../engine/reward/judge.ts";
import { textOf } from "../../../engine/tokenizer/conversation.ts";
import { alignPolicies } from "../../../flows/align/align.ts";
import type { AlignmentNews, TunedPolicy } from "../../../flows/align/host.ts";
import type { ChoosingReward, PromptSource, VerifiedPair } from "../../../flows/align/plan.ts";
import { AlignmentSamples } from "../../../flows/align/samples.ts";
import { Gate } from "../../../flows/gate.ts";
import type { RunWorkers } from "../../../flows/train/workers/messages.ts";
import type { AlignedPolicy, Alignment, AlignmentEvent, AlignmentPlan, ShownPair } from "../../alignment-records.ts";
import type { Call, Handlers, RequestOf } from "../../calls.ts";
import { type LoadedJudge, type Models, weightsOf } from "../../models.ts";
import { openFile } from "../../open-file.ts";
import type { EngineParts } from "../../opened-engine.ts";
import { shownAnswers } from "./answers.ts";
import type { alignCalls } from "./calls.ts";
import { browserPolicySaver } from "./saver.ts";

/**
 * A worker's state for alignment: the samples it has drawn, and the running alignment. One alignment runs at a time.
 */
export class AlignmentService implements Handlers<keyof typeof alignCalls> {
  readonly #engine: EngineParts;
  readonly #workers: RunWorkers | null;
  readonly #samples = new AlignmentSamples();
  #running: { gate: Gate; enough: AbortController } | null = null;

  /** @param workers for policies that are trained beside others on Wasm */
  constructor(engine: EngineParts, workers: RunWorkers | null = null) {
    this.#engine = engine;
    this.#workers = workers;
  }

  async controlAlignment({ action }: RequestOf<"controlAlignment">): Promise<null> {
    if (action === "stop") this.#running?.enough.abort();
    // A stop also opens the gate, so that paused work notices the stop.
    this.#running?.gate[action === "stop" ? "resume" : action]();
    return null;
  }

  /** Runs an alignment; null if only pairs were asked for, or training was stopped before its first step. */
  async align({ plan }: RequestOf<"align">, { emit, signal }: Call<"align">): Promise<Alignment | null> {
    if (this.#running) {
      throw new PlaygroundError({ what: "An alignment is under way", where: "align", fix: "Cancel it first." });
    }
    const gate = new Gate();
    const enough = new AbortController();
    this.#running = { gate, enough };
    try {
      const { models, runtime } = this.#engine;
      // The policy comes first, since reward models must read its tokens.
      await models.choosePolicy(plan.policy, runtime);
      const rewards = (await this.#rewards(plan, runtime)).map(choosing);
      const loaded = models.policy;
      const policy = {
        ...loaded.entry,
        lm: loaded.lm,
        tokenizer: loaded.tokenizer,
        checkpoint: () => weightsOf(loaded),
      };
      const materials = { policy, rewards, prompts: await promptsOf(plan), samples: this.#samples };
      const tuned = await alignPolicies(materials, plan, {
        workers: runtime.backend === "wasm" ? this.#workers : null,
        openDevice: () => openJax(runtime.backend),
        openPolicy: (checkpoint) => openCausalLM(checkpoint, runtime),
        store: null,
        saver: async (chosen) => browserPolicySaver(plan, policy, chosen, emit),
        ...{ gate, signal, enough: enough.signal },
        tell: (news) => emit(eventOf(news)),
      });
      return tuned && alignmentOf(tuned, models);
    } finally {
      this.#running = null;
    }
  }

  /** The reward models of a plan, in its order. @throws PlaygroundError if one is missing */
  async #rewards({ rewards, stored }: AlignmentPlan, runtime: RuntimeOptions): Promise<LoadedJudge[]> {
    const { failures } = await this.#engine.models.chooseStored(stored, runtime);
    if (failures[0]) throw new PlaygroundError(failures[0].report);
    return rewards.map((id) => {
      const found = this.#engine.models.rewards.find(({ entry }) => entry.id === id);
      if (found) return found;
      throw new PlaygroundError({
        what: "A reward model is not there",
        where: id,
        expected: "one of the playground, or one that was trained in this browser",
        found: "none with this id",
        fix: "Choose another reward model.",
      });
    });
  }
}

function choosing({ entry: { id, name }, model, tokenizer }: LoadedJudge): ChoosingReward {
  return { id, name: judgeName(name, model), model, tokenizer };
}

async function promptsOf({ prompts, file }: AlignmentPlan): Promise<PromptSource> {
  return { count: prompts, file: file && { name: file.name, bytes: await openFile(file.file) } };
}

function eventOf(news: AlignmentNews): AlignmentEvent {
  return news.type === "pairs" ? { ...news, pairs: news.pairs.map(shownPair) } : news;
}

function shownPair({ prompt, chosen, rejected, verdict }: VerifiedPair): ShownPair {
  return {
    prompt: textOf(prompt, "user"),
    chosen: chosen.text,
    rejected: rejected.text,
    rewards: { chosen: chosen.reward, rejected: rejected.reward },
    verdict,
  };
}

function alignmentOf(tuned: readonly TunedPolicy[], { policy }: Models): Alignment {
  const policies = tuned.map(
    ({ pairs: _, ...one }): AlignedPolicy => ({ ...one, base: one.base.figures, tuned: one.tuned.figures }),
  );
  const answers = shownAnswers(
    tuned.map(({ reward }) => reward),
    tuned.map(({ base }) => base),
    tuned.map((one) => one.tuned),
    policy.tokenizer,
  );
  return { policies, answers };
}
