import { expect, test } from "vitest";
import { encodeJson } from "../../../engine/checkpoint/json.ts";
import { memorySource } from "../../../engine/checkpoint/source.ts";
import { tinyModel } from "../../../testing/tiny-models.ts";
import { TrainingModels } from "./models.ts";

const FOLDER = "https://playground.test/models/";
const policy = { id: "policy", kind: "policy", name: "Policy", path: "policy" };
const reward = { id: "bt", kind: "reward", name: "BT", path: "bt" };
const base = { id: "backbone", kind: "base", name: "Backbone", path: "backbone" };

function listed(entries: readonly object[], start: string | null = null): Promise<TrainingModels> {
  const source = (address: string) =>
    memorySource(
      address === FOLDER
        ? new Map([["index.json", encodeJson(entries)]])
        : tinyModel({ seed: 1, valueHead: false, layers: 1 }),
    );
  return TrainingModels.list(FOLDER, source, start);
}

test("reward models start from the base, and the policy weighs their edges", async () => {
  const models = await listed([policy, reward, base]);
  expect((await models.readBase()).name).toBe("Backbone");
  expect((await models.readGenerator(null)).name).toBe("Policy");
  expect(models.others.map(({ id }) => id)).toEqual(["class", "bt"]);
});

test("where the index has no base, they start from the policy", async () => {
  const models = await listed([reward, policy]);
  expect((await models.readBase()).name).toBe("Policy");
  expect((await models.readGenerator(null)).name).toBe("Policy");
  await expect(listed([reward])).rejects.toThrow(/no policy to start reward models from/);
});

test("a model that was chosen to start from weighs its own edges", async () => {
  const models = await listed([policy, reward, base], "bt");
  expect((await models.readBase()).name).toBe("BT");
  expect((await models.readGenerator(null)).name).toBe("BT");
});
