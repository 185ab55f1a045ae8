import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { loadCheckpoint } from "../../../engine/checkpoint/checkpoint.ts";
import { checkpointTokenizer } from "../../../engine/tokenizer/checkpoint-tokenizer.ts";
import { models } from "../../../storage/models.ts";
import { broughtModelId } from "../../../storage/stored-model.ts";
import { COMMIT, type MockHub, mockHub } from "../../../testing/mock-hub.ts";
import { tinyAdapter } from "../../../testing/tiny-adapter.ts";
import { exportedModel, tinyModel } from "../../../testing/tiny-models.ts";
import type { ModelForm, ModelLook, ModelPlace } from "../../model-records.ts";
import { keepModel } from "./keep.ts";
import { lookUpModel } from "./look.ts";
import { mergeAdapter } from "./merge.ts";

// Node 20 has no navigator; without locks and quota, the storage keeps everything in memory.
if (typeof navigator === "undefined") vi.stubGlobal("navigator", {});

const NAME = "someone/tiny-reward";
const WEIGHTS = "model.safetensors";
const whole = tinyModel({ seed: 3, valueHead: true });
const call = { emit: () => {}, signal: new AbortController().signal };
const token = "";

let files: Map<string, Uint8Array>;
let hub: MockHub;
beforeEach(async () => {
  files = new Map(whole);
  hub = await mockHub(NAME, files);
});
afterEach(async () => {
  await hub.close();
  for (const { id } of await models.list()) await models.erase(id);
});

const onHub = (more: Partial<Extract<ModelPlace, { kind: "hub" }>> = {}): ModelPlace => ({
  kind: "hub",
  host: hub.url,
  repository: NAME,
  revision: "",
  token,
  ...more,
});
const lookUp = (place = onHub()) => lookUpModel({ kind: "lookUpModel", place }, call);
const keep = (look: ModelLook, more = {}) =>
  keepModel({ kind: "keepModel", look, content: { kind: "hub", token } }, { ...call, ...more });

const blob = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>]);
function folder(from: ReadonlyMap<string, Uint8Array>): Extract<ModelPlace, { kind: "folder" }> {
  return { kind: "folder", name: "my-model", files: [...from].map(([path, bytes]) => ({ path, blob: blob(bytes) })) };
}

/** The weights file with some bytes changed. */
function weightsWith(change: (bytes: Uint8Array) => void): Uint8Array {
  const bytes = (whole.get(WEIGHTS) as Uint8Array).slice();
  change(bytes);
  return bytes;
}

/** The weights file with its header's text changed to a text of the same length. */
function withHeader(change: (header: string) => string): Uint8Array {
  return weightsWith((bytes) => {
    const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = new TextDecoder().decode(bytes.subarray(8, 8 + length));
    const changed = change(header);
    expect(changed).not.toBe(header);
    expect(changed.length).toBe(length);
    bytes.set(new TextEncoder().encode(changed), 8);
  });
}

test("a checkpoint of the hub is described by what is small of it, then kept, whole and pinned", async () => {
  const look = await lookUp();
  expect(look.origin).toEqual({ kind: "hub", host: hub.url, repository: NAME, revision: COMMIT, licence: "mit" });
  expect(look.description).toMatchObject({ valueHead: true, numberTypes: ["F16"], config: { architecture: "llama" } });
  const stages: string[] = [];
  const record = await keep(look, { emit: ({ stage }: { stage: string }) => void stages.push(stage) });
  expect(record).toMatchObject({ name: NAME, complete: true });
  expect(new Set(stages)).toEqual(new Set(["fetching", "checking"]));
  const { weights, valueHead } = await loadCheckpoint(await models.source(record.id));
  expect(weights.size).toBeGreaterThan(10);
  expect(valueHead).not.toBeNull();
});

test("a local folder is kept the same way", async () => {
  const place = folder(files);
  const look = await lookUp(place);
  const request = { kind: "keepModel", look, content: { kind: "folder", files: place.files } } as const;
  const record = await keepModel(request, call);
  expect(record).toMatchObject({ name: "my-model", complete: true, origin: { kind: "folder" } });
  await expect(loadCheckpoint(await models.source(record.id))).resolves.toBeDefined();
});

test("a chat template in a file of its own is fetched with the small files, and read", async () => {
  const template = "{{ messages[0]['content'] }}:";
  files = tinyModel({ seed: 3, valueHead: true, tokenizer: "smollm2" });
  files.set("chat_template.jinja", new TextEncoder().encode(template));
  files.set("additional_chat_templates/tool_use.jinja", new TextEncoder().encode("no"));
  await hub.close();
  hub = await mockHub(NAME, files);
  const kept = await keep(await lookUp());
  const place = folder(files);
  const look = await lookUp(place);
  const local = await keepModel({ kind: "keepModel", look, content: { kind: "folder", files: place.files } }, call);
  for (const { id } of [kept, local]) {
    const tokenizer = checkpointTokenizer(await loadCheckpoint(await models.source(id)));
    expect(tokenizer.decode(tokenizer.promptIds("two?"))).toBe("two?:");
  }
});

test("of safetensors and ONNX graphs each can be kept; a graph without safetensors is looked at and kept the same way", async () => {
  for (const [path, bytes] of await exportedModel(tinyModel({ seed: 3, valueHead: false }))) files.set(path, bytes);
  files.set("onnx/model_q4.onnx", new Uint8Array(300)).set("onnx/model_q4.onnx_data", new Uint8Array(700));
  const found = await lookUp();
  expect(found.forms.map(({ description }) => description.exported?.precision)).toEqual([undefined, "q4", "fp32"]);
  const q4 = { ...found, ...(found.forms[1] as ModelForm) };
  hub.cutAfter = 100;
  await expect(keep(q4)).rejects.toThrow(/connection was cut/);
  expect(await keep(q4)).toMatchObject({ name: `${NAME} (q4)`, complete: true });
  expect(await keep(found)).toMatchObject({ name: NAME, complete: true });
  expect(hub.requests.some((request) => request.endsWith("model.onnx"))).toBe(false);
  expect((await models.list()).map(({ name }) => name).sort()).toEqual([NAME, `${NAME} (q4)`]);

  files.delete(WEIGHTS);
  const graphs = await lookUp();
  expect(graphs.description).toMatchObject({ valueHead: false, exported: { graph: "onnx/model_q4.onnx" } });
  const kept = await models.source((await keep({ ...graphs, ...(graphs.forms[1] as ModelForm) })).id);
  expect(await kept.read("onnx/model.onnx")).toEqual(files.get("onnx/model.onnx"));
});

test("of an architecture that the playground has no decoder of, the graphs alone are there, and only write", async () => {
  for (const [path, bytes] of await exportedModel(tinyModel({ seed: 3, valueHead: false }))) files.set(path, bytes);
  const config = JSON.parse(new TextDecoder().decode(files.get("config.json")));
  files.set("config.json", new TextEncoder().encode(JSON.stringify({ ...config, model_type: "gemma" })));
  const found = await lookUp();
  expect(found.forms).toHaveLength(1);
  expect(found.description).toMatchObject({ config: { architecture: "gemma" }, exported: { precision: "fp32" } });
  expect(await keep(found)).toMatchObject({ complete: true });
  files.delete("onnx/model.onnx");
  await expect(lookUp()).rejects.toThrow(/architecture.*not supported.*gemma/);
});

test("a download that was cut or cancelled goes on where it was; what had arrived is not asked for again", async () => {
  const look = await lookUp();
  const stopper = new AbortController();
  const emit = () => stopper.abort();
  await expect(keep(look, { emit, signal: stopper.signal })).rejects.toThrow();
  const [partial] = await models.list();
  expect(partial).toMatchObject({ complete: false });
  hub.cutAfter = 1000;
  await expect(keep(look)).rejects.toThrow(/connection was cut/);
  hub.requests.length = 0;
  const record = await keep(look);
  expect(record).toMatchObject({ id: partial?.id, complete: true });
  expect(hub.requests.some((request) => request.includes(WEIGHTS))).toBe(true);
  expect(hub.requests.some((request) => request.endsWith("/config.json"))).toBe(false);
  hub.requests.length = 0;
  await keep(look);
  expect(hub.requests).toEqual([]);
});

describe("what goes wrong is said with what to do, and leaves things as they were", () => {
  test.each([
    [401, /asks for permission.*access token/],
    [404, /nothing under this name/],
    [429, /too many requests.*Wait/],
  ])("status %i", async (status, message) => {
    const look = await lookUp();
    hub.status = status;
    await expect(lookUp()).rejects.toThrow(message);
    await expect(keep(look)).rejects.toThrow();
    expect(await models.list()).toEqual([]);
  });

  test("nobody answers", async () => {
    const look = await lookUp();
    await hub.close();
    await expect(keep(look)).rejects.toThrow(/cannot be reached.*Check the connection/);
    expect(await models.list()).toEqual([]);
  });

  test("no checkpoint, or one without a tokenizer", async () => {
    files.delete(WEIGHTS);
    await expect(lookUp()).rejects.toThrow(/no checkpoint here.*safetensors/);
    files.set(WEIGHTS, whole.get(WEIGHTS) as Uint8Array);
    files.delete("tokenizer.json");
    await expect(lookUp()).rejects.toThrow(/has no tokenizer/);
  });

  test("a header that lies is found out before anything is kept", async () => {
    files.set(
      WEIGHTS,
      withHeader((header) => header.replace('"data_offsets":[0,', '"data_offsets":[9,')),
    );
    await expect(lookUp()).rejects.toThrow(/model\.safetensors, tensor .*Expected/);
    files.set(WEIGHTS, (whole.get(WEIGHTS) as Uint8Array).slice(0, -8));
    await expect(lookUp()).rejects.toThrow(/truncated/);
    expect(await models.list()).toEqual([]);
  });

  test("weights of another model than the config's", async () => {
    const config = JSON.parse(new TextDecoder().decode(whole.get("config.json")));
    files.set("config.json", new TextEncoder().encode(JSON.stringify({ ...config, hidden_size: 32 })));
    await expect(lookUp()).rejects.toThrow(/has the wrong shape.*must come from the same checkpoint/);
  });

  test.each([
    [
      "a tokenizer with more tokens than there are embeddings",
      () => {
        const json = JSON.parse(new TextDecoder().decode(whole.get("tokenizer.json")));
        json.model.vocab.beyond = 99_999;
        files.set("tokenizer.json", new TextEncoder().encode(JSON.stringify(json)));
      },
      /tokens the model has no embedding for.*100000/,
    ],
    [
      "a weight that is no number",
      () =>
        files.set(
          WEIGHTS,
          weightsWith((bytes) => bytes.set([0x00, 0x7e], bytes.length - 2)),
        ),
      /not a finite number.*model\.safetensors, tensor .*NaN/,
    ],
  ])("%s", async (_, breakIt, message) => {
    breakIt();
    const look = await lookUp();
    await expect(keep(look)).rejects.toThrow(message);
    expect(await models.list()).toEqual([]);
  });

  test("a quota that is reached", async () => {
    vi.stubGlobal("navigator", { storage: { estimate: async () => ({ usage: 990, quota: 1000 }) } });
    const { backend } = await import("../../../storage/backend.ts");
    const store = await backend();
    const kind = vi.spyOn(store, "kind", "get" as never);
    kind.mockReturnValue("disk" as never);
    await expect(keep(await lookUp())).rejects.toThrow(/no room to save the model.*10 B free/);
    expect(await models.list()).toEqual([]);
    vi.restoreAllMocks();
  });
});

test("a deletion can be undone until it is for good", async () => {
  const record = await keep(await lookUp());
  await models.remove(record.id);
  await expect(models.source(record.id)).rejects.toThrow(/The model is gone/);
  await models.restore(record.id);
  expect(await models.list()).toHaveLength(1);
  await models.remove(record.id);
  await models.purgeDeleted(Date.now(), new AbortController().signal);
  await models.restore(record.id);
  expect(await models.list()).toEqual([]);
  expect(await models.arrived(record.id)).toBe(0);
});

test("adapters are put on a model of this browser: with their value head it is a reward model, other weights than before", async () => {
  const base = tinyModel({ seed: 4, valueHead: false });
  const look = folder(base);
  const record = await keepModel(
    { kind: "keepModel", look: await lookUp(look), content: { kind: "folder", files: look.files } },
    call,
  );
  const adapter = folder(await tinyAdapter(base));
  const files = await mergeAdapter({ kind: "mergeAdapter", adapter, base: broughtModelId(record) });
  const merged = await lookUp({ kind: "folder", name: "merged", files });
  expect([record.description.valueHead, merged.description.valueHead]).toEqual([false, true]);
  const content = { kind: "folder", files } as const;
  const { id } = await keepModel({ kind: "keepModel", look: merged, content }, call);
  const [before, after] = await Promise.all(
    [record.id, id].map(async (one) => loadCheckpoint(await models.source(one))),
  );
  expect(after?.valueHead).not.toBeNull();
  const changed = [...(before?.weights ?? [])].filter(([name, { data }]) => {
    return after?.weights.get(name)?.data.some((x, i) => x !== data[i]);
  });
  expect(changed.length).toBeGreaterThan(0);
  const foreign = folder(await tinyAdapter(tinyModel({ seed: 4, valueHead: false, layers: 3 })));
  await expect(mergeAdapter({ kind: "mergeAdapter", adapter: foreign, base: broughtModelId(record) })).rejects.toThrow(
    /adapter_model\.safetensors, tensor/,
  );
});
