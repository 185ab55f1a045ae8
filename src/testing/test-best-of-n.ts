import { NOTHING_LEFT_OUT } from "../engine/data/left-out.ts";
import type { BestOfN, BestOfNPoint, JudgedSample, SampledProblem } from "../engine/evaluation/best-of-n/report.ts";
import type { ReportedJudge } from "../engine/evaluation/report.ts";
import { seededRandom } from "../engine/random.ts";

const judges: ReportedJudge[] = [
  { id: "bt", name: "BT", kind: "model" },
  { id: "icrm", name: "ICRM", kind: "model" },
  { id: "random", name: "Random", kind: "baseline" },
  { id: "pass", name: "pass@N", kind: "truth" },
];
const sizes = [1, 2, 4, 8, 16];

/** A measurement of two reward models on `problems` problems with 16 samples each; its figures are invented. */
export function testBestOfN(problems = 6): BestOfN {
  const random = seededRandom(2);
  const sampled = Array.from({ length: problems }, (_, i): SampledProblem<JudgedSample> => {
    return {
      problem: `problem ${i}`,
      prompt: `Mia has ${i} apples.`,
      promptIds: [1, 5, 6],
      answer: i,
      samples: Array.from({ length: 16 }, () => {
        const correct = random() < 0.6;
        const answer = correct ? i : i + 1 + Math.floor(3 * random());
        return {
          ids: [7, 8, 2],
          text: `answer ${answer}`,
          answer,
          correct,
          mistake: correct ? null : random() < 0.8 ? "carry" : "unknown",
          logProbability: -0.5,
          rewards: { bt: random() + 0.3 * Number(correct), icrm: random() + 0.8 * Number(correct) },
        };
      }),
    };
  });
  const gain: Record<string, number> = { bt: 0.02, icrm: 0.06, random: 0, pass: 0.09 };
  const curve = ({ id, kind }: ReportedJudge) =>
    sizes.map((n): BestOfNPoint => {
      const value = 0.6 + (gain[id] ?? 0) * Math.log2(n);
      return {
        n,
        kl: Math.log(n) - (n - 1) / n,
        gold: { value, low: value - 0.05, high: Math.min(1, value + 0.05), count: problems },
        proxy:
          kind === "model"
            ? { value: Math.log2(n), low: Math.log2(n) - 0.2, high: Math.log2(n) + 0.2, count: problems }
            : null,
      };
    });
  return {
    report: {
      policy: "Word-problem policy",
      temperature: 1,
      seed: 0,
      samples: 16,
      problems,
      judges,
      curves: Object.fromEntries(judges.map((judge) => [judge.id, curve(judge)])),
      mistakes: ["carry", "unknown"],
      picked: Object.fromEntries(
        judges.map(({ id }) => [
          id,
          [0.2, 0.05].map((value) => ({ value, low: 0, high: value + 0.1, count: problems })),
        ]),
      ),
      warnings: [],
      leftOut: NOTHING_LEFT_OUT,
    },
    problems: sampled,
  };
}
