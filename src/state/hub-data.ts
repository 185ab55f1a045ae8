import { createStore, type StoreApi } from "zustand/vanilla";
import type { ProblemReport } from "../engine/errors.ts";
import { reportOf } from "../engine/errors.ts";
import type { HubDataSet, HubSplit } from "../engine/hub/data-set.ts";
import type { HubFile } from "../engine/hub/repository.ts";
import type { EngineClient } from "../worker/client.ts";
import type { DataInput } from "../worker/data-records.ts";

export interface HubDataState {
  name: string;
  host: string;
  viewer: string;
  /** Empty: none. */
  token: string;
  /** What was found under the name; null: nothing has been asked for yet. */
  found: HubDataSet | null;
  /** The host it was found at. */
  foundAt: string;
  busy: boolean;
  error: ProblemReport | null;
}

/** Data sets of the hub, by their names. Nothing is asked of any host before `open`. */
export interface HubData {
  store: StoreApi<HubDataState>;
  open(): Promise<void>;
  /** What is imported when a split is chosen; null where the viewer has no file of it. */
  input(split: HubSplit): DataInput | null;
}

export function createHubData(client: Pick<EngineClient, "request">): HubData {
  const store = createStore<HubDataState>(() => ({
    name: "",
    host: "https://huggingface.co",
    viewer: "https://datasets-server.huggingface.co",
    token: "",
    found: null,
    foundAt: "",
    busy: false,
    error: null,
  }));
  return {
    store,

    async open() {
      const { name, host, viewer, token, busy } = store.getState();
      if (busy) return;
      store.setState({ busy: true, error: null, found: null });
      try {
        const access = { hubUrl: host.replace(/\/+$/, ""), viewerUrl: viewer, ...(token && { token }) };
        const found = await client.request<"openHubData">({ kind: "openHubData", name: repositoryName(name), access });
        store.setState({ found, foundAt: access.hubUrl });
      } catch (error) {
        store.setState({ error: reportOf(error) });
      } finally {
        store.setState({ busy: false });
      }
    },

    input({ config, split, files }) {
      const { found, foundAt: host, token } = store.getState();
      const [first, ...others] = files;
      if (!found || !first) return null;
      const { name: dataset, revision, parquetRevision, licence } = found;
      const parts: [HubFile, ...HubFile[]] = [first, ...others];
      return {
        origin: { kind: "hub", host, dataset, config, split, revision, parquetRevision, licence },
        parts,
        ...(token && { token }),
      };
    },
  };
}

/** The name in what was typed: the name itself, or the address of its page. */
export function repositoryName(typed: string): string {
  return typed
    .trim()
    .replace(/^https?:\/\/[^/]+\/datasets\//, "")
    .split("/")
    .slice(0, 2)
    .join("/");
}
