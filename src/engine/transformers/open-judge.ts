import { type Checkpoint, loadCheckpoint, loadTextSide, type TextSide } from "../checkpoint/checkpoint.ts";
import type { ExportedGraph } from "../checkpoint/exported-graph.ts";
import type { CheckpointSource } from "../checkpoint/source.ts";
import { PlaygroundError } from "../errors.ts";
import type { RuntimeOptions } from "../onnx/session.ts";
import { generativeJudgeOf, openGenerativeJudge } from "../reward/generative-judge.ts";
import { type GenerativeSettings, JUDGE_FILE } from "../reward/generative-settings.ts";
import type { PrefixJudge } from "../reward/prefix-judge.ts";
import { openRewardModel, type RewardModel } from "../reward/reward-model.ts";
import { checkpointTokenizer } from "../tokenizer/checkpoint-tokenizer.ts";
import type { Tokenizer } from "../tokenizer/tokenizer.ts";
import { openForeignJudge } from "./foreign-judge.ts";
import { openForeignLM } from "./foreign-lm.ts";

/** An opened judge of responses: a reward model that reads tokens, or a judge that reads texts. */
export interface OpenJudge {
  text: TextSide;
  /** null of an exported graph. */
  checkpoint: Checkpoint | null;
  /** The model's tokenizer, by which it writes and reads conversations. */
  tokenizer: Tokenizer;
  model: RewardModel | PrefixJudge;
}

/**
 * Opens a model as the judge that it is.
 * @param graph the exported graph to run; null for safetensors
 * @param asked how it judges by its answer; null if it has a head for rewards
 * @throws PlaygroundError if it cannot judge so
 */
export async function openJudge(
  source: CheckpointSource,
  graph: ExportedGraph | null,
  asked: GenerativeSettings | null,
  options: RuntimeOptions,
): Promise<OpenJudge> {
  if (!graph) return openCheckpoint(await loadCheckpoint(source), asked, options);
  const text = await loadTextSide(source);
  const tokenizer = checkpointTokenizer(text);
  if (!asked) {
    const model = await openForeignJudge(source, graph, { text, tokenizer }, options);
    return { text, checkpoint: null, tokenizer, model };
  }
  checkWrites(text);
  const open = () => openForeignLM(source, graph, text, options);
  return { text, checkpoint: null, tokenizer, model: await generativeJudgeOf(open, text, asked) };
}

async function openCheckpoint(
  checkpoint: Checkpoint,
  asked: GenerativeSettings | null,
  options: RuntimeOptions,
): Promise<OpenJudge> {
  if (asked) checkWrites(checkpoint);
  const model = asked
    ? await openGenerativeJudge(checkpoint, asked, options)
    : await openRewardModel(checkpoint, options);
  return { text: checkpoint, checkpoint, tokenizer: checkpointTokenizer(checkpoint), model };
}

/** @throws PlaygroundError if the model gives no probabilities of tokens */
function checkWrites({ name, config }: TextSide): void {
  if (config.task === "causal-lm") return;
  throw new PlaygroundError({
    what: "A sequence classifier gives no probabilities of tokens, so that it cannot judge by its answer",
    where: `${name}/${JUDGE_FILE}`,
    expected: "a causal language model",
    found: "a sequence classifier",
    fix: `Remove ${JUDGE_FILE}: the classifier judges by its head.`,
  });
}
