/**
 * Measures the embedded reward models on pairs that were used for no choice, and writes the figures into their cards,
 * each with its file.
 */
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Estimate } from "../src/engine/statistics/estimate.ts";

const execute = promisify(execFile);

/** Runs a command of the command line and returns its JSON document. */
async function icrmJson<T>(...args: string[]): Promise<T> {
  const { stdout } = await execute("tsx", ["src/cli/main.ts", ...args, "--json"], { maxBuffer: 2 ** 30 });
  return JSON.parse(stdout) as T;
}

interface Evaluated {
  cells: Record<string, Record<string, { estimate: Estimate } | { missing: string }>>;
}

interface BestOf {
  problems: number;
  curves: Record<string, { n: number; gold: Estimate }[]>;
}

/** A figure in a card. */
interface Row {
  name: string;
  /** The name of the data that the figure was measured on. */
  on: string;
  model: Estimate | null;
  baseline: { name: string; estimate: Estimate | null };
}

const SETS = {
  test: "public/data/preferences-test.jsonl.gz",
  out: "public/data/preferences-out-of-distribution.jsonl.gz",
  subtle: "public/data/preferences-subtle.jsonl.gz",
};
const VALIDATION = "public/data/preferences-validation.jsonl.gz";

type SetId = keyof typeof SETS;

/** The figures of every card, each with its baseline. */
const FIGURES: readonly { name: string; set: SetId; metric: string; baseline: string }[] = [
  { name: "pair accuracy", set: "test", metric: "pairs/accuracy", baseline: "baseline:likelier" },
  { name: "pair accuracy", set: "out", metric: "pairs/accuracy", baseline: "baseline:likelier" },
  {
    name: "pair accuracy, subtle mistakes too",
    set: "subtle",
    metric: "pairs/accuracy",
    baseline: "baseline:likelier",
  },
  {
    name: "pair accuracy where no student makes the mistake",
    set: "test",
    metric: "mistakes/unknown/accuracy",
    baseline: "baseline:likelier",
  },
  { name: "first-error F1", set: "test", metric: "process/f1", baseline: "baseline:likelier" },
  { name: "step AUROC", set: "test", metric: "process/auroc", baseline: "baseline:position" },
  { name: "largest drop at the first error", set: "test", metric: "process/drop-hit", baseline: "baseline:likelier" },
  { name: "Spearman with V*, tokens", set: "test", metric: "values/pooled", baseline: "baseline:likelier" },
  { name: "Spearman with V*, step ends", set: "test", metric: "values/steps", baseline: "baseline:likelier" },
];

const BASELINES: Record<string, string> = {
  "baseline:likelier": "the likelier response",
  "baseline:position": "position alone",
  "baseline:majority": "majority vote",
};

const BEST_OF = 16;

/** @param models folders of the reward models */
export async function measureStarters(models: readonly string[]): Promise<void> {
  const evaluated = {} as Record<SetId, Evaluated>;
  for (const set of Object.keys(SETS) as SetId[]) {
    const data = ["--data", SETS[set], "--validation", VALIDATION];
    evaluated[set] = await icrmJson<Evaluated>("evaluate", "--model", ...models, ...data);
  }
  const choosing = ["--n", `1,${BEST_OF}`, "--problems", "100"];
  const bestOf = await icrmJson<BestOf>("best-of-n", "--model", ...models, ...choosing);
  for (const model of models) await writeMeasured(model, rowsOf(model, evaluated, bestOf));
}

function rowsOf(model: string, evaluated: Record<SetId, Evaluated>, { problems, curves }: BestOf): Row[] {
  const rows = FIGURES.map(({ name, set, metric, baseline }): Row => {
    const of = (judge: string) => {
      const cell = evaluated[set].cells[judge]?.[metric];
      return cell && "estimate" in cell ? cell.estimate : null;
    };
    const beside = { name: BASELINES[baseline] as string, estimate: of(baseline) };
    return { name, on: `\`${SETS[set]}\``, model: of(model), baseline: beside };
  });
  const best = (judge: string) => curves[judge]?.find(({ n }) => n === BEST_OF)?.gold ?? null;
  const majority = { name: BASELINES["baseline:majority"] as string, estimate: best("baseline:majority") };
  const on = `the policy's answers to ${problems} test problems`;
  return [...rows, { name: `best of ${BEST_OF}`, on, model: best(model), baseline: majority }];
}

const HEADING = "## Measured";

/** Replaces the card's section of figures, or adds it. */
async function writeMeasured(model: string, rows: readonly Row[]): Promise<void> {
  const path = join(model, "README.md");
  const card = (await readFile(path, "utf8")).split(HEADING)[0]?.trimEnd();
  const number = (x: number) => x.toFixed(3);
  const text = (estimate: Estimate | null) =>
    estimate ? `${number(estimate.value)} [${number(estimate.low)}, ${number(estimate.high)}]` : "–";
  const lines = rows.map(
    ({ name, on, model: own, baseline }) =>
      `| ${name} | ${text(own)} | ${text(baseline.estimate)}, ${baseline.name} | ${on} |`,
  );
  const table = `| figure | this model | without a reward model | measured on |\n|---|---|---|---|\n${lines.join("\n")}`;
  const about = `On problems that nothing was chosen on; 95 % intervals over problems in brackets. Thresholds of first-error F1 come from
\`${VALIDATION}\`. \`npm run starters\` measures it, by \`icrm evaluate\` and \`icrm best-of-n\`.`;
  await writeFile(path, `${card}\n\n${HEADING}\n\n${about}\n\n${table}\n`);
}
