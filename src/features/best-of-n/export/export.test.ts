import { expect, test } from "vitest";
import { defaultBestOfNView } from "../../../state/best-of-n-view.ts";
import { testBestOfN } from "../../../testing/test-best-of-n.ts";
import { testModels } from "../../../testing/test-evaluation.ts";
import { bestOfNRequest } from "../setup/request.ts";
import { curvesCsv } from "./csv.ts";
import { bestOfNJson } from "./json.ts";

const value = testBestOfN(2);

test("CSV: one row a judge and N; judges that are no reward models have no proxy", () => {
  const lines = curvesCsv(value.report).trim().split("\r\n");
  expect(lines).toHaveLength(1 + 4 * 5);
  expect(lines.find((line) => line.startsWith("random,Random,baseline,4,"))).toMatch(/,,,$/);
  expect(lines.find((line) => line.startsWith("icrm,ICRM,model,4,"))).toContain(`,2,1.8,2.2`);
});

test("JSON: settings, curves and every response", () => {
  const request = bestOfNRequest(defaultBestOfNView, {
    models: { embedded: ["bt"], stored: [] },
    policies: [],
    training: { name: "", file: "" },
  });
  const document = JSON.parse(bestOfNJson({ request, models: testModels, value }));
  expect(document).toMatchObject({ policy: "Word-problem policy", seed: 0, curves: value.report.curves });
  expect(document.responses[1].samples).toHaveLength(16);
});
