import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { loadCheckpoint } from "../engine/checkpoint/checkpoint.ts";
import { readSafetensors, writeSafetensors } from "../engine/checkpoint/safetensors.ts";
import { openSession } from "../engine/onnx/session.ts";
import { openRewardModel, RewardModel } from "../engine/reward/reward-model.ts";
import { icrm, icrmJson, temporaryFolder, writeAll } from "../testing/cli.ts";
import { COMMIT, mockHub } from "../testing/mock-hub.ts";
import { exportedModel, tinyModel, tinyModels } from "../testing/tiny-models.ts";
import { openDevice } from "./device.ts";
import { directorySource } from "./files.ts";
import { runtimeOptions } from "./models.ts";

interface Listed {
  models: {
    id: string;
    kind: string;
    method: string | null;
    architecture: string;
    parameters: number;
    value_head: boolean;
  }[];
}

const folder = temporaryFolder();
beforeAll(() => writeAll(folder, tinyModels()));

describe.concurrent("models", () => {
  test("lists what a folder holds", async () => {
    const { models } = await icrmJson<Listed>("models", "--models", folder);
    expect(models.map(({ id, kind, method, value_head }) => [id, kind, method, value_head])).toEqual([
      ["policy", "policy", null, false],
      ["bt", "reward", "bt", true],
      ["icrm", "reward", "icrm", true],
    ]);
    for (const { architecture, parameters } of models) {
      expect(architecture).toBe("llama");
      expect(parameters).toBeGreaterThan(1000);
    }
  });

  test("names the folder that has no index", async () => {
    const { code, stdout, stderr } = await icrm("models", "--models", `${folder}/policy`, "--json");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`${folder}/policy/index.json`);
  });

  test("says what a checkpoint is, and what it takes", async () => {
    const found = await icrmJson<Record<string, unknown>>("models", "inspect", join(folder, "reward-bt"));
    expect(found).toMatchObject({ architecture: "llama", task: "causal-lm", value_head: true });
    const { models } = await icrmJson<Listed>("models", "--models", folder);
    expect(found.parameters).toBe(models.find(({ id }) => id === "bt")?.parameters);
    expect(found.tokenizer).toMatchObject({ tokens: found.vocabulary });
  });

  test("writes an ONNX graph that gives the checkpoint's own rewards", async () => {
    const out = join(folder, "graph/bt.onnx");
    const written = await icrmJson("models", "onnx", join(folder, "reward-bt"), "--out", out);
    expect(written).toMatchObject({ out, outputs: ["logits", "rewards"] });
    const checkpoint = await loadCheckpoint(directorySource(join(folder, "reward-bt")));
    const { config } = checkpoint;
    const runtime = await runtimeOptions(await openDevice("wasm"));
    const rewards = await Promise.all(
      [
        new RewardModel(await openSession(await readFile(out), config, runtime), config.contextLength),
        await openRewardModel(checkpoint, runtime),
      ].map((model) => model.processRewards([1, 5, 6], [7, 8])),
    );
    expect(rewards[0]?.tokens).toHaveLength(2);
    expect(rewards[0]).toEqual(rewards[1]);
  });

  test("names the weight that is no number", async () => {
    const files = new Map<string, Uint8Array>(tinyModel({ seed: 1, valueHead: false, layers: 1 }));
    const tensors = readSafetensors(files.get("model.safetensors") as Uint8Array, "model");
    const [name, { data }] = [...tensors][2] as [string, { data: Float32Array }];
    data[7] = Number.NaN;
    const broken = join(folder, "diverged");
    await writeAll(broken, new Map([...files, ["model.safetensors", writeSafetensors(tensors, "F32")]]));
    const { code, stdout, stderr } = await icrm("models", "inspect", broken, "--json");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain(`not a finite number (${broken}, tensor ${name}, entry 7)`);
  });

  test("fetches a checkpoint from the hub, on from where it was cut", async () => {
    const files = new Map<string, Uint8Array>(tinyModel({ seed: 3, valueHead: true, layers: 1 }));
    const hub = await mockHub("someone/tiny", new Map([...files, ["README.md", new Uint8Array(9)]]));
    try {
      const out = join(folder, "pulled");
      const pull = ["models", "pull", "someone/tiny", "--hub", hub.url, "--out", out];
      hub.cutAfter = 100;
      const cut = await icrm(...pull, "--json");
      expect(cut.code).toBe(1);
      expect(cut.stderr).toContain("the connection was cut");
      const document = await icrmJson<{ revision: string; files: { path: string }[] }>(...pull);
      expect(document.revision).toBe(COMMIT);
      expect(document.files.map(({ path }) => path).sort()).toEqual([...files.keys()].sort());
      for (const [path, bytes] of files) expect(Buffer.compare(await readFile(join(out, path)), bytes)).toBe(0);
      expect(await icrmJson("models", "inspect", out)).toMatchObject({ value_head: true });
    } finally {
      await hub.close();
    }
  });

  test("fetches an ONNX graph in place of safetensors, says what it is, and has it write", async () => {
    const files = tinyModel({ seed: 3, valueHead: false, layers: 1 });
    const hub = await mockHub("someone/tiny", new Map([...files, ...(await exportedModel(files))]));
    try {
      const out = join(folder, "graph-policy");
      const pull = ["models", "pull", "someone/tiny", "--hub", hub.url, "--out", out, "--onnx"];
      expect((await icrm(...pull, "q4", "--json")).stderr).toContain("no ONNX graph of this precision");
      const { files: fetched } = await icrmJson<{ files: { path: string }[] }>(...pull, "fp32");
      expect(fetched.map(({ path }) => path)).not.toContain("model.safetensors");
      const found = await icrmJson("models", "inspect", out);
      expect(found).toMatchObject({ weights: "onnx/model.onnx", runs_in: "fp32", trainable: false });
      const { samples } = await icrmJson<{ samples: { tokens: { q: number }[] }[] }>(
        ...["generate", "--policy", out, "--prompt", "Mia has 3 apples.", "--max-tokens", "4"],
      );
      expect(samples[0]?.tokens.every(({ q }) => q > 0 && q <= 1)).toBe(true);
      const { code, stderr } = await icrm(
        "align",
        "--policy",
        out,
        "--reward",
        join(folder, "reward-bt"),
        "--out",
        out,
      );
      expect(code).toBe(1);
      expect(stderr).toContain("cannot be trained on");
    } finally {
      await hub.close();
    }
  });
});
