import { createStore, type StoreApi } from "zustand/vanilla";
import { type ProblemReport, reportOf } from "../engine/errors.ts";
import type { GenerativeSettings } from "../engine/reward/generative-settings.ts";
import { StagePace } from "../flows/pace.ts";
import { t } from "../i18n/i18n.ts";
import { asData } from "../i18n/msg.ts";
import type { ModelRecord } from "../storage/records.ts";
import { type EngineClient, isAbort } from "../worker/client.ts";
import type {
  AdapterFolder,
  FoundModel,
  LocalFile,
  ModelContent,
  ModelForm,
  ModelLook,
  ModelPlace,
  ModelProgress,
} from "../worker/model-records.ts";

export interface ModelImportState {
  /** Name and revision as they were typed. */
  name: string;
  revision: string;
  host: string;
  /** An access token; empty: none. */
  token: string;
  /** The model that was found; null: none was looked up. */
  look: FoundModel | null;
  /** Adapters of a folder that was opened: no model before they are put on the one they were trained on. */
  adapter: AdapterFolder | null;
  /** `cancelling` until the worker has stopped. */
  status: "ready" | "looking" | "keeping" | "cancelling";
  progress: (ModelProgress & { secondsLeft: number | null }) | null;
  error: ProblemReport | null;
  /** Text for screen readers. */
  announcement: string;
}

/** Imports one checkpoint at a time into this browser. No host is contacted before `lookUp`. */
export interface ModelImport {
  store: StoreApi<ModelImportState>;
  /** Looks up the model whose name was typed. */
  lookUp(): Promise<void>;
  /** Looks at a folder; of adapters it has to be said which model they were trained on. */
  takeFolder(name: string, files: readonly LocalFile[]): Promise<void>;
  /** Puts the adapters on a model of this browser, and looks at what comes of it. */
  mergeAdapter(base: { id: string; name: string }): Promise<void>;
  /** Chooses another form of the model to be kept. */
  chooseForm(form: ModelForm): void;
  /** Keeps the model that was looked up. */
  keep(): Promise<void>;
  /** Continues a download that has stopped. */
  goOn(model: ModelRecord): Promise<void>;
  /** Says how a model of this browser judges by its answer; null: it judges no more. */
  ask(model: Pick<ModelRecord, "id" | "name">, settings: GenerativeSettings | null): Promise<void>;
  cancel(): void;
  /** Drops the model that was looked up. */
  leave(): void;
}

export function createModelImport(client: Pick<EngineClient, "request">): ModelImport {
  const store = createStore<ModelImportState>(() => ({
    name: "",
    revision: "",
    host: "https://huggingface.co",
    token: "",
    look: null,
    adapter: null,
    status: "ready",
    progress: null,
    error: null,
    announcement: "",
  }));
  let content: ModelContent = { kind: "hub", token: "" };
  let stopper: AbortController | null = null;

  /** Does one thing at a time. */
  async function work(status: "looking" | "keeping", task: (signal: AbortSignal) => Promise<void>): Promise<void> {
    if (stopper) return;
    const own = new AbortController();
    stopper = own;
    store.setState({ status, error: null, progress: null });
    try {
      await task(own.signal);
    } catch (error) {
      store.setState(isAbort(error) ? { announcement: t("Cancelled.") } : { error: reportOf(error) });
    } finally {
      stopper = null;
      store.setState({ status: "ready", progress: null });
    }
  }

  const look = (place: ModelPlace) =>
    work("looking", async (signal) => {
      store.setState({ look: null, adapter: null });
      await lookAt(place, signal);
    });

  async function lookAt(place: ModelPlace, signal: AbortSignal): Promise<void> {
    const found = await client.request<"lookUpModel">({ kind: "lookUpModel", place }, { signal });
    content = place.kind === "hub" ? { kind: "hub", token: place.token } : { kind: "folder", files: place.files };
    store.setState({ look: found, announcement: t("Found.") });
  }

  const keep = (what: ModelLook, from: ModelContent) =>
    work("keeping", async (signal) => {
      const pace = new StagePace({ compiles: false });
      const onEvent = (event: ModelProgress) =>
        store.setState({ progress: { ...event, secondsLeft: pace.secondsLeft(event, performance.now()) } });
      const request = { kind: "keepModel", look: what, content: from } as const;
      const { name } = await client.request<"keepModel">(request, { signal, onEvent });
      store.setState({ look: null, announcement: t("{name} is in this browser.", { name }) });
    });

  return {
    store,

    lookUp() {
      const { name, revision, host, token } = store.getState();
      const place = { repository: modelName(name), revision: revision.trim(), host: host.trim().replace(/\/+$/, "") };
      return look({ kind: "hub", ...place, token });
    },

    async takeFolder(name, files) {
      if (!isAdapter(files)) return look({ kind: "folder", name, files });
      if (stopper) return;
      store.setState({ look: null, error: null, adapter: { name, files }, announcement: t("These are adapters.") });
    },

    mergeAdapter: (base) =>
      work("looking", async (signal) => {
        const { adapter } = store.getState();
        if (!adapter) return;
        const request = { kind: "mergeAdapter", adapter, base: base.id } as const;
        const files = await client.request<"mergeAdapter">(request, { signal });
        await lookAt({ kind: "folder", name: asData(`${base.name} with ${adapter.name}`), files }, signal);
        store.setState({ adapter: null });
      }),

    chooseForm({ files, description }) {
      const { look: found } = store.getState();
      if (found && !stopper) store.setState({ look: { ...found, files, description } });
    },

    async keep() {
      const { look: found } = store.getState();
      if (!found) return;
      const { origin, files, description } = found;
      await keep({ origin, files, description }, content);
    },

    goOn: ({ origin, files, description }) =>
      keep({ origin, files, description }, { kind: "hub", token: store.getState().token }),

    ask: ({ id, name }, settings) =>
      work("looking", async (signal) => {
        await client.request<"askModel">({ kind: "askModel", model: id, settings }, { signal });
        store.setState({
          announcement: settings ? t("{name} judges.", { name }) : t("{name} judges no more.", { name }),
        });
      }),

    cancel() {
      if (!stopper) return;
      store.setState({ status: "cancelling" });
      stopper.abort();
    },

    leave() {
      if (!stopper) store.setState({ look: null, adapter: null, error: null });
    },
  };
}

/** Adapters alone; a folder with a config holds a model, whatever is beside it. */
function isAdapter(files: readonly LocalFile[]): boolean {
  const has = (name: string) => files.some(({ path }) => path === name);
  return has("adapter_config.json") && !has("config.json");
}

/** The model's name from what was typed: the name itself, or the address of its page. */
function modelName(typed: string): string {
  return typed
    .trim()
    .replace(/^https?:\/\/[^/]+\//, "")
    .split("/")
    .slice(0, 2)
    .join("/");
}
