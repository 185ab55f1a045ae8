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

/** How to reach data sets of the hub. */
export interface DataSetAccess extends HubAccess {
  /** The address of the data-set viewer. */
  viewerUrl: string;
}

/** The Parquet files of one split, in order. */
export interface HubSplit {
  config: string;
  split: string;
  files: HubFile[];
  /** Whether the viewer has converted only the beginning of the split. */
  partial: boolean;
}

/** A data set of the hub at one commit, in the viewer's conversion to Parquet. */
export interface HubDataSet {
  name: string;
  /** The commit of the data set. */
  revision: string;
  /** The commit of its converted Parquet files. */
  parquetRevision: string;
  licence: string | null;
  splits: HubSplit[];
}

/** The branch that holds the viewer's conversion. */
const CONVERTED = "refs/convert/parquet";

const listing = v.object({
  parquet_files: v.array(
    v.object({ config: v.string(), split: v.string(), url: v.string(), size: v.pipe(v.number(), v.integer()) }),
  ),
  partial: v.nullish(v.boolean()),
});

/**
 * Lists the Parquet files of a data set and pins two commits, of the data set and of its conversion.
 * @throws PlaygroundError if the data set does not exist, needs permission, is not converted, or cannot be reached
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
 * Opens a Parquet file of a data set; only the byte ranges that are read are fetched.
 * @throws PlaygroundError, now or while reading, if the hub refuses or the connection is cut
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
    // The file is read from the chosen host at the pinned commit, not from the address that the viewer names.
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
