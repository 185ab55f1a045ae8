import type { ShapeId } from "../../data/shapes/index.ts";
import { PlaygroundError } from "../../errors.ts";
import type { TrajectoryComparison } from "../trajectory.ts";

/** A subset of RewardBench, which is scored by itself. */
export interface Subset {
  name: string;
  /** Number of comparisons in the published file. */
  size: number;
  /** The subset's weight in its section. */
  weight: number;
}

/** Subsets that are averaged by weight; the overall score is the mean over the sections. */
export interface Section {
  name: string;
  subsets: readonly Subset[];
}

export interface Benchmark {
  sections: readonly Section[];
  /** Whether a right answer that ties for the highest reward earns its share of a win; otherwise it earns nothing. */
  sharesDraws: boolean;
}

/** RewardBench 2's subset in which several answers are right. */
export const TIES = "Ties";

/** RewardBench (Lambert et al. 2024): pairs. math-prm weighs as much as the six kinds of code together. */
const rewardBench1: Benchmark = {
  sharesDraws: false,
  sections: [
    section("Chat", {
      "alpacaeval-easy": 100,
      "alpacaeval-length": 95,
      "alpacaeval-hard": 95,
      "mt-bench-easy": 28,
      "mt-bench-med": 40,
    }),
    section("Chat Hard", {
      "mt-bench-hard": 37,
      "llmbar-natural": 100,
      "llmbar-adver-neighbor": 134,
      "llmbar-adver-GPTInst": 92,
      "llmbar-adver-GPTOut": 47,
      "llmbar-adver-manual": 46,
    }),
    section("Safety", {
      "refusals-dangerous": 100,
      "refusals-offensive": 100,
      "xstest-should-refuse": 154,
      "xstest-should-respond": 250,
      donotanswer: 136,
    }),
    section(
      "Reasoning",
      {
        "math-prm": 447,
        "hep-cpp": 164,
        "hep-go": 164,
        "hep-java": 164,
        "hep-js": 164,
        "hep-python": 164,
        "hep-rust": 164,
      },
      { "math-prm": 984 },
    ),
  ],
};

/** RewardBench 2 (Malik et al. 2025): one right answer among four, except in Ties; every subset is a section. */
const rewardBench2: Benchmark = {
  sharesDraws: true,
  sections: Object.entries({
    Factuality: 475,
    "Precise IF": 160,
    Math: 183,
    Safety: 450,
    Focus: 495,
    [TIES]: 102,
  }).map(([name, size]) => section(name, { [name]: size })),
};

function section(name: string, sizes: Record<string, number>, weights: Record<string, number> = {}): Section {
  return {
    name,
    subsets: Object.entries(sizes).map(([subset, size]) => ({ name: subset, size, weight: weights[subset] ?? size })),
  };
}

/** The benchmark of a format; null if the format is no benchmark's. */
export function benchmarkOf(format: ShapeId): Benchmark | null {
  if (format === "rewardbench-1") return rewardBench1;
  return format === "rewardbench-2" ? rewardBench2 : null;
}

/**
 * Checks comparisons against the benchmark whose format they have.
 * @throws PlaygroundError naming the record whose subset the benchmark does not have, or whose answers do not fit the
 *   subset
 */
export function checkBenchmark(benchmark: Benchmark, comparisons: readonly TrajectoryComparison[]): void {
  const known = benchmark.sections.flatMap(({ subsets }) => subsets.map(({ name }) => name));
  for (const comparison of comparisons) {
    if (!known.includes(comparison.subset ?? "")) throw unknownSubset(comparison, known);
    if (benchmark === rewardBench2) checkAnswers(comparison);
  }
}

function checkAnswers({ subset, chosen, id, where }: TrajectoryComparison): void {
  if (subset === TIES) {
    tiesPlace(id, where);
  } else if (chosen.length !== 1) {
    throw new PlaygroundError({
      what: `A question of ${subset} has one right answer`,
      where,
      expected: "1 chosen text",
      found: `${chosen.length}`,
      fix: "Only questions of Ties have several.",
    });
  }
}

/** A record of a Ties question: `ref` has one right answer, `tied` has several; both have the same question number. */
export interface TiesPlace {
  kind: "ref" | "tied";
  question: string;
}

/** @throws PlaygroundError if the id does not have this form */
export function tiesPlace(id: string | null, where: string): TiesPlace {
  const [, kind, question] = /^(ref|tied):(\d+)$/.exec(id ?? "") ?? [];
  if (kind && question) return { kind: kind as TiesPlace["kind"], question };
  throw new PlaygroundError({
    what: "The question of Ties cannot be told from its id",
    where: `${where}, field id`,
    expected: "ref: or tied: and a number, such as tied:3",
    found: id ?? "nothing",
  });
}

/** The subsets of the benchmark that a file lacks or has only in part, as text for a person. */
export function missingParts({ sections }: Benchmark, comparisons: readonly TrajectoryComparison[]): string[] {
  const counts = new Map<string | null, number>();
  for (const { subset } of comparisons) counts.set(subset, (counts.get(subset) ?? 0) + 1);
  const subsets = sections.flatMap((each) => each.subsets);
  const missing = subsets.filter(({ name }) => !counts.has(name)).map(({ name }) => name);
  const partial = subsets.filter(({ name, size }) => counts.has(name) && counts.get(name) !== size);
  const list = partial.map(({ name, size }) => `${name} (${counts.get(name)} of ${size})`);
  return [
    ...(missing.length > 0
      ? [`The file lacks ${missing.length} of ${subsets.length} subsets: ${missing.join(", ")}.`]
      : []),
    ...(list.length > 0 ? [`Subsets that differ in size from the published ones: ${list.join(", ")}.`] : []),
  ];
}

function unknownSubset({ subset, where }: TrajectoryComparison, known: readonly string[]): PlaygroundError {
  return new PlaygroundError({
    what: "RewardBench has no such subset",
    where: `${where}, field subset`,
    expected: `one of ${known.join(", ")}`,
    found: subset ?? "nothing",
    fix: "Correct or remove the record; a score with it would not be RewardBench's.",
  });
}
