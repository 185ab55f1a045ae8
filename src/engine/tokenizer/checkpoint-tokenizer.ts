import type { TextSide } from "../checkpoint/checkpoint.ts";
import { PlaygroundError } from "../errors.ts";
import type { AskingSettings } from "./asking.ts";
import { Tokenizer } from "./tokenizer.ts";

/**
 * The tokenizer of a checkpoint.
 * @param asking how the model is asked about responses, if it judges by its answer
 * @throws PlaygroundError if there is none, or if it has more tokens than the model has
 * embeddings
 */
export function checkpointTokenizer(
  { name, config, tokenizer }: TextSide,
  asking: AskingSettings | null = null,
): Tokenizer {
  if (!tokenizer) throw missingTokenizer(name);
  const [endId = null] = config.eosTokenIds;
  const built = new Tokenizer(tokenizer.json, tokenizer.config ?? {}, {
    ...tokenizer,
    name,
    endId,
    pairs: isEncoder(config),
    asking,
  });
  if (built.vocabSize <= config.vocabSize) return built;
  throw new PlaygroundError({
    what: "The tokenizer knows tokens the model has no embedding for",
    where: `${name}/tokenizer.json`,
    expected: `at most ${config.vocabSize} tokens, the vocab_size of config.json`,
    found: `${built.vocabSize}`,
    fix: "Use the tokenizer the model was trained with.",
  });
}

/** The architectures that read a text from both sides and are trained on pairs of texts. */
const ENCODERS = /bert|electra|mpnet|^xlm/;

function isEncoder({ architecture, task }: TextSide["config"]): boolean {
  return task === "sequence-classification" && ENCODERS.test(architecture);
}

export function missingTokenizer(checkpoint: string): PlaygroundError {
  return new PlaygroundError({
    what: "The checkpoint has no tokenizer",
    where: checkpoint,
    expected: "tokenizer.json",
    found: "no such file",
    fix: "Put the model's tokenizer.json beside its config.json.",
  });
}

/**
 * Vocabulary and rules of a checkpoint's tokenizer as text; tokenizers that give the same tokens have the same text.
 */
export function vocabularyOf({ tokenizer }: Pick<TextSide, "tokenizer">): string {
  return JSON.stringify(tokenizer?.json.model ?? null);
}

/**
 * Demands that two models have the same vocabulary.
 * @param what the first sentence of the error
 * @throws PlaygroundError if the vocabularies differ
 */
export function checkSameVocabulary(model: TextSide, other: TextSide, what: string): void {
  if (vocabularyOf(model) === vocabularyOf(other)) return;
  throw new PlaygroundError({
    what,
    where: model.name,
    expected: `the ${other.config.vocabSize} tokens of ${other.name}`,
    found: `${model.config.vocabSize} tokens of its own`,
    fix: "Choose a model with the same tokenizer.",
  });
}
