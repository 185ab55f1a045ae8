import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { COMMIT, type MockHub, mockHub } from "../../testing/mock-hub.ts";
import { checkpointForms } from "./checkpoint-files.ts";
import { type DownloadStore, download } from "./download.ts";
import { hubFiles } from "./hub-files.ts";
import { type HubRepository, openHubFile, openRepository } from "./repository.ts";

const NAME = "someone/tiny-model";
const weights = Uint8Array.from({ length: 20_000_000 }, (_, i) => i % 251);
const files = new Map([
  ["config.json", new TextEncoder().encode("{}")],
  ["README.md", new TextEncoder().encode("# A model")],
  ["model.safetensors", weights],
]);

let hub: MockHub;
beforeEach(async () => {
  hub = await mockHub(NAME, files);
});
afterEach(() => hub.close());

const open = (name = NAME, more = {}) => openRepository({ kind: "model", name }, { hubUrl: hub.url, ...more });

/** A download store in memory, with the received files. */
function memoryStore() {
  const finished = new Map<string, Uint8Array>();
  const parts = new Map<string, Uint8Array[]>();
  const store: DownloadStore = {
    has: async ({ path, size }) => finished.get(path)?.length === size,
    async partial(path) {
      const pieces = parts.get(path) ?? [];
      parts.set(path, pieces);
      return {
        size: async () => pieces.reduce((sum, { length }) => sum + length, 0),
        append: async (bytes) => void pieces.push(bytes),
        finish: async () => void finished.set(path, Buffer.concat(pieces)),
      };
    },
  };
  return { store, finished, parts };
}

test("a repository is pinned to a commit, with its licence and the sizes of its files", async () => {
  const repository = await open();
  expect(repository).toEqual({
    kind: "model",
    name: NAME,
    revision: COMMIT,
    licence: "mit",
    files: [...files].map(([path, { length }]) => ({ path, size: length })),
  });
  expect(safetensors(repository).map(({ path }) => path)).toEqual(["config.json", "model.safetensors"]);
  expect(() => checkpointForms({ name: NAME, files: [{ path: "pytorch_model.bin", size: 1 }] })).toThrow(
    "no checkpoint here that the playground reads (someone/tiny-model). Expected model.safetensors",
  );
});

test("a slice of a file is a range request", async () => {
  const blob = await openHubFile(await open(), "model.safetensors", { hubUrl: hub.url });
  expect(blob.size).toBe(weights.length);
  const slice = new Uint8Array(await blob.slice(1_000_000, 1_000_008).arrayBuffer());
  expect([...slice]).toEqual([...weights.subarray(1_000_000, 1_000_008)]);
});

test("a download that is cut goes on where it was", async () => {
  const repository = await open();
  const { store, finished, parts } = memoryStore();
  const wanted = safetensors(repository);
  const progress: { done: number; of: number }[] = [];
  const set = hubFiles(repository, { hubUrl: hub.url });
  const options = { onProgress: (at: { done: number; of: number }) => void progress.push(at) };
  await download(set, wanted.slice(0, 1), store);
  const { signal, abort } = abortable();
  await expect(
    download(set, wanted, store, {
      signal,
      onProgress: ({ done }) => {
        if (done > 8_000_000) abort();
      },
    }),
  ).rejects.toThrow("enough");
  expect(parts.get("model.safetensors")).toHaveLength(1);
  hub.cutAfter = 1000;
  await expect(download(set, wanted, store)).rejects.toThrow("the connection was cut");
  expect(finished.has("model.safetensors")).toBe(false);

  await download(set, wanted, store, options);
  expect(Buffer.compare(finished.get("model.safetensors") as Uint8Array, weights)).toBe(0);
  expect(progress.at(-1)).toMatchObject({ done: 20_000_002, of: 20_000_002 });
  const asked = hub.requests.length;
  await download(set, wanted, store);
  expect(hub.requests.length).toBe(asked);
});

function abortable() {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort(new Error("enough")) };
}

describe("whatever goes wrong is said with what to do", () => {
  test.each([
    [401, "asks for permission (someone/tiny-model)", "access token"],
    [404, "nothing under this name and revision", "Check owner, name and revision."],
    [429, "too many requests", "Wait some minutes"],
    [503, "trouble of its own", "Try again later"],
  ])("status %i", async (status, what, fix) => {
    hub.status = status;
    const error = await open().catch(String);
    expect(error).toContain(what);
    expect(error).toContain(`status ${status}`);
    expect(error).toContain(fix);
  });

  test("a token opens what asks for one", async () => {
    hub.token = "hf_secret";
    await expect(open()).rejects.toThrow("permission");
    expect((await open(NAME, { token: "hf_secret" })).revision).toBe(COMMIT);
  });

  test("no connection", async () => {
    const { url } = hub;
    await hub.close();
    await expect(openRepository({ kind: "model", name: NAME }, { hubUrl: url })).rejects.toThrow(
      /cannot be reached.*ECONNREFUSED.*Check the connection/,
    );
  });

  test("a name that is none", async () => {
    await expect(open("../../etc/passwd")).rejects.toThrow("not the name of a repository");
    expect(hub.requests).toEqual([]);
  });

  test("a file that is not there", async () => {
    await expect(openHubFile(await open(), "model.bin", { hubUrl: hub.url })).rejects.toThrow("no such file");
  });
});

const safetensors = (repository: HubRepository) => checkpointForms(repository)[0]?.files ?? [];

test("a checkpoint may be there as safetensors and as ONNX graphs of several precisions, with their data", () => {
  const paths = [
    "config.json",
    "tokenizer.json",
    "model.safetensors",
    "onnx/model.onnx",
    "onnx/model.onnx_data",
    "onnx/model.onnx_data_1",
    "onnx/model_q4.onnx",
    "onnx/model_quantized.onnx",
    "onnx/model_bnb4.onnx",
  ];
  const forms = checkpointForms({ name: NAME, files: paths.map((path) => ({ path, size: 1 })) });
  expect(forms.map(({ exported, files: own }) => [exported?.precision, own.map(({ path }) => path).slice(2)])).toEqual([
    [undefined, ["model.safetensors"]],
    ["q4", ["onnx/model_q4.onnx"]],
    ["q8", ["onnx/model_quantized.onnx"]],
    ["fp32", ["onnx/model.onnx", "onnx/model.onnx_data", "onnx/model.onnx_data_1"]],
  ]);
  expect(forms[3]?.exported).toMatchObject({ graph: "onnx/model.onnx", data: paths.slice(4, 6) });
});
