import { createStore, type StoreApi } from "zustand/vanilla";
import { type ProblemReport, reportOf } from "../engine/errors.ts";
import type { HubDataSet, HubSplit } from "../engine/hub/data-set.ts";
import type { HubFile } from "../engine/hub/repository.ts";
import type { EngineClient } from "../worker/client.ts";
import type { DataInput } from "../worker/data-records.ts";

export interface HubDataState {
  name: string;
  host: string;
  viewer: string;
  /** An access token; empty: none. */
  token: string;
  /** The data set that was found; null: none was looked up yet. */
  found: HubDataSet | null;
  /** The host at which it was found. */
  foundAt: string;
  busy: boolean;
  error: ProblemReport | null;
}

/** Looks up data sets of the hub by name. No host is contacted before `open`. */
export interface HubData {
  store: StoreApi<HubDataState>;
  open(): Promise<void>;
  /** The input of an import of a split; null if the viewer has no file of the split. */
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

/** The repository's name from what was typed: the name itself, or the address of its page. */
function repositoryName(typed: string): string {
  return typed
    .trim()
    .replace(/^https?:\/\/[^/]+\/datasets\//, "")
    .split("/")
    .slice(0, 2)
    .join("/");
}
