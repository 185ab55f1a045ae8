import { HubApiError } from "@huggingface/hub";
import * as v from "valibot";
import { checked } from "../checkpoint/json.ts";
import type { ByteSource } from "../data/reading/byte-source.ts";
import { PlaygroundError } from "../errors.ts";
import { chooseHost } from "./chosen-hosts.ts";
import { hubError } from "./hub-error.ts";
import { hubSlices } from "./hub-files.ts";
import { refusingFetch } from "./refusing-fetch.ts";
import { type HubAccess, type HubFile, type HubRepository, openHubFile, pinRevision } from "./repository.ts";

/** How data sets of the hub are reached. */
export interface DataSetAccess extends HubAccess {
  /** Where the data-set viewer answers. */
  viewerUrl: string;
}

/** The Parquet files of one split, in their order. */
export interface HubSplit {
  config: string;
  split: string;
  files: HubFile[];
  /** Whether the viewer has converted its beginning only. */
  partial: boolean;
}

/** A data set of the hub at one commit, as the data-set viewer has converted it to Parquet. */
export interface HubDataSet {
  name: string;
  /** The commit of the data set itself. */
  revision: string;
  /** The commit its Parquet files are read at. */
  parquetRevision: string;
  licence: string | null;
  splits: HubSplit[];
}

/** The branch that the viewer converts to. */
const CONVERTED = "refs/convert/parquet";

const listing = v.object({
  parquet_files: v.array(
    v.object({ config: v.string(), split: v.string(), url: v.string(), size: v.pipe(v.number(), v.integer()) }),
  ),
  partial: v.nullish(v.boolean()),
});

/**
 * Lists the Parquet files of a data set, and pins the commits of it and of them.
 * @throws PlaygroundError where there is no such data set, it asks for permission, is not converted, or cannot be reached
 */
export async function openHubDataSet(name: string, access: DataSetAccess): Promise<HubDataSet> {
  const { revision, licence } = await pinRevision({ kind: "dataset", name }, access);
  const files = await viewerFiles(name, access);
  const { revision: parquetRevision } = await pinRevision({ kind: "dataset", name, revision: CONVERTED }, access);
  const splits = new Map<string, HubSplit>();
  for (const { config, split, path, size } of files) {
    const key = JSON.stringify([config, split]);
    const known = splits.get(key) ?? { config, split, files: [], partial: false };
    known.files.push({ path, size });
    known.partial ||= path.includes("/partial-");
    splits.set(key, known);
  }
  return { name, revision, parquetRevision, licence, splits: [...splits.values()] };
}

/**
 * A Parquet file of a data set, of which only what is asked for is fetched.
 * @throws PlaygroundError, also while it is read, where the hub refuses or the connection is cut
 */
export async function openHubParquet(
  { name, parquetRevision }: Pick<HubDataSet, "name" | "parquetRevision">,
  { path, size }: HubFile,
  access: HubAccess,
): Promise<ByteSource> {
  const repository: HubRepository = {
    kind: "dataset",
    name,
    revision: parquetRevision,
    licence: null,
    files: [{ path, size }],
  };
  const blob = await openHubFile(repository, path, { ...access, fetch: refusingFetch });
  const slices = hubSlices(blob, `${name}/${path}`);
  return {
    size: blob.size,
    stream: () => blob.stream() as ReadableStream<Uint8Array<ArrayBuffer>>,
    slice: (start, end = blob.size) => slices.slice(start, end),
  };
}

async function viewerFiles(name: string, { viewerUrl, token }: DataSetAccess) {
  const url = `${viewerUrl.replace(/\/+$/, "")}/parquet?dataset=${encodeURIComponent(name)}`;
  chooseHost(viewerUrl);
  let found: unknown;
  try {
    const response = await fetch(url, token ? { headers: { authorization: `Bearer ${token}` } } : {});
    if (!response.ok) throw new HubApiError(url, response.status);
    found = await response.json();
  } catch (error) {
    throw hubError(error, `data-set viewer, ${name}`);
  }
  const { parquet_files } = checked(listing, found, `data-set viewer, ${name}`);
  const files = parquet_files.flatMap(({ url: address, ...file }) => {
    // Read at the commit that is pinned, from the host that was chosen, and not where the viewer points.
    const path = new URL(address).pathname.split(`/resolve/${encodeURIComponent(CONVERTED)}/`)[1];
    return path ? [{ ...file, path: decodeURIComponent(path) }] : [];
  });
  if (files.length > 0) return files;
  throw new PlaygroundError({
    what: "The data-set viewer has no Parquet files of this data set",
    where: name,
    expected: "a data set it has converted",
    found: "none",
    fix: "Look at its page on the hub: it may take a while, or not be convertible. Download a file of it and open that.",
  });
}
