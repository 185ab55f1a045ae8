import { formatJsonLines } from "../../engine/data/json-lines.ts";
import { makePairs, type WorldPair } from "../../engine/data/world-pairs/make-pairs.ts";
import { type PairSettings, worldSettingsOf } from "../../engine/data/world-pairs/settings.ts";
import { classWriter } from "../../engine/data/world-pairs/writers.ts";
import { type EvaluationFile, readEvaluationFile } from "../../engine/evaluation/evaluation-file.ts";
import { wordProblems } from "../../engine/world/index.ts";

/** Pairs that the class writes, decided by the settings; fewer pairs are the first of more. */
export async function classPairs(settings: PairSettings): Promise<WorldPair[]> {
  const pairs: WorldPair[] = [];
  const writer = classWriter(wordProblems, worldSettingsOf(settings));
  for await (const found of makePairs(wordProblems, writer, settings)) pairs.push(...found);
  return pairs;
}

/** The class's pairs as an evaluation file. @param name the file's name in errors */
export async function classFile(settings: PairSettings, name: string): Promise<EvaluationFile> {
  const records = (await classPairs(settings)).map(({ prompt, chosen, rejected }) => ({ prompt, chosen, rejected }));
  return readEvaluationFile(new Blob([formatJsonLines(records)]), name);
}
