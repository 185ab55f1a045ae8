import * as v from "valibot";
import { msg } from "../../../i18n/msg.ts";
import { comparison, provenance, provenanceOf } from "./fields.ts";
import { shape } from "./shape.ts";

const solution = v.object({ is_correct: v.boolean(), solution: v.string() });
type Solution = v.InferOutput<typeof solution>;
const asked = v.object({ question: v.string(), ...provenance });

/** GSM8K with solutions by models: every key with a solution is a model's name. */
export const gsm8kSolutions = shape({
  id: "gsm8k-solutions",
  name: msg("GSM8K, model solutions"),
  claims: (record) => Object.values(record).some((value) => holds(value, "is_correct") && holds(value, "solution")),
  fields(record) {
    const named = Object.entries(record).filter(([, value]) => holds(value, "is_correct") || holds(value, "solution"));
    const models = Object.fromEntries(named.map(([model]) => [model, solution]));
    return v.pipe(
      v.object({ ...asked.entries, ...models }),
      v.transform((values) => {
        const solutions = named.map(([model]) => (values as Record<string, unknown>)[model] as Solution);
        return { ...(values as v.InferOutput<typeof asked>), solutions };
      }),
    );
  },
  ignores: ["ground_truth"],
  read({ question: prompt, solutions, ...extras }) {
    const side = (right: boolean) =>
      solutions.filter(({ is_correct }) => is_correct === right).map(({ solution: text }) => text);
    return comparison({ prompt, chosen: side(true), rejected: side(false) }, provenanceOf(extras));
  },
});

function holds(value: unknown, key: string): boolean {
  return typeof value === "object" && value !== null && key in value;
}
