import { expect, test } from "vitest";
import { defaultBestOfNView } from "../../../state/best-of-n-view.ts";
import { bestOfNRequest } from "./request.ts";

const training = { name: "training", file: "training" };
const material = { models: { embedded: ["bt"], stored: [] }, policies: [{ id: "p1", name: "Tuned" }], training };

test.each([
  [2, [1, 2]],
  [16, [1, 2, 4, 8, 16]],
  [20, [1, 2, 4, 8, 16]],
  [64, [1, 2, 4, 8, 16, 32, 64]],
])("of %i responses, N doubles: %j", (samples, n) => {
  expect(bestOfNRequest({ ...defaultBestOfNView, samples }, material)).toMatchObject({ samples, n });
});

test("a policy that is not in this browser leaves that of the playground to write", () => {
  const policyOf = (policy: string) => bestOfNRequest({ ...defaultBestOfNView, policy }, material).policy;
  expect(policyOf("p1")).toEqual({ id: "p1", name: "Tuned" });
  expect(policyOf("p2")).toBeNull();
});
