import { loadTextSide } from "../../../engine/checkpoint/checkpoint.ts";
import type { CheckpointSource } from "../../../engine/checkpoint/source.ts";
import {
  answerIds,
  checkGenerativeSettings,
  type GenerativeSettings,
  JUDGE_FILE,
} from "../../../engine/reward/generative-settings.ts";
import { checkpointTokenizer } from "../../../engine/tokenizer/checkpoint-tokenizer.ts";
import { models } from "../../../storage/models.ts";
import type { RequestOf } from "../../calls.ts";

/**
 * Keeps with a model how it judges by its answer.
 * @throws PlaygroundError naming a setting that does not fit the model
 */
export async function askModel({ model, settings }: RequestOf<"askModel">): Promise<null> {
  await models.ask(model, settings && (await fitting(settings, await models.source(model))));
  return null;
}

/** The settings, if the model can be asked so. @throws PlaygroundError naming the setting that does not fit it */
export async function fitting(settings: unknown, source: CheckpointSource): Promise<GenerativeSettings> {
  const where = `${source.name}/${JUDGE_FILE}`;
  const checkedSettings = checkGenerativeSettings(settings, where);
  answerIds(checkedSettings, checkpointTokenizer(await loadTextSide(source)), where);
  return checkedSettings;
}
