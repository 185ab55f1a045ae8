import { DIALS, dials } from "./dials.ts";
import { signed } from "./findings.ts";
import { type LawLine, type LawPoint, lawLines, lawSentence } from "./law-results.ts";
import type { Plan } from "./plan.ts";
import { linePlotName } from "./plot-lines.ts";

/** The section of the page with the benefit of consistency along each dial. */
export function lawSection(points: readonly LawPoint[], { law, seeds }: Plan): string {
  const lines = lawLines(points);
  const turned = DIALS.filter((dial) => lines.some((line) => line.dial === dial));
  return `## A law: where the benefit is large

Heads alone, ${law.size} pairs unless their number is what is turned, ${seeds.length} seeds. The benefit is ICRM's figure less GRM's, or less that of uniform
weights, with its 95 % interval; p is adjusted by Holm's correction for all of this section; bold where it is below 0.05.

${turned.map((dial) => `- ${dials[dial].name}: ${dials[dial].about}`).join("\n")}

${lines.map((line) => `- ${lawSentence(line)}`).join("\n")}

${lines.map(lineTable).join("\n\n")}
`;
}

function lineTable(line: LawLine): string {
  const { dial, compared, metric, points } = line;
  const cells = points.map(({ difference, verdict }) => {
    const text = signed(difference, metric.unit);
    return verdict === "unseen" ? text : `**${text}**`;
  });
  return `${compared}, ${metric.name}:

| ${dials[dial].name} | ${points.map(({ value }) => value).join(" | ")} |
|---|${points.map(() => "---:|").join("")}
| benefit | ${cells.join(" | ")} |

![${compared}, ${metric.name}](${linePlotName(line)})`;
}
