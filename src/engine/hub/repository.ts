import { datasetInfo, downloadFile, HUB_URL, listFiles, modelInfo } from "@huggingface/hub";
import type { ListedFile } from "../checkpoint/file-set.ts";
import { PlaygroundError } from "../errors.ts";
import { chooseHost } from "./chosen-hosts.ts";
import { hubError } from "./hub-error.ts";

/** How to reach the hub. */
export interface HubAccess {
  /** Another host with the hub's protocol: a mirror, or a test's server. */
  hubUrl?: string | undefined;
  /** An access token, for repositories that need one. */
  token?: string | undefined;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch | undefined;
}

export interface RepositoryName {
  kind: "model" | "dataset";
  /** `owner/name` */
  name: string;
  /** Branch, tag or commit; left out, the main branch. */
  revision?: string | undefined;
}

export type HubFile = ListedFile;

/** A repository pinned to a commit, so that later reads get the files listed here. */
export interface HubRepository {
  kind: RepositoryName["kind"];
  name: string;
  /** The commit that the requested branch or tag pointed to. */
  revision: string;
  /** The licence on the repository's card; null if it names none. */
  licence: string | null;
  files: HubFile[];
}

/**
 * Resolves a repository's revision to a commit, and reads its licence.
 * @throws PlaygroundError if the repository does not exist, needs permission, or the hub cannot be reached
 */
export async function pinRevision(
  { kind, name, revision }: RepositoryName,
  access: HubAccess = {},
): Promise<Omit<HubRepository, "files">> {
  if (!/^[\w.-]+\/[\w.-]+$|^[\w.-]+$/.test(name)) {
    throw new PlaygroundError({
      what: "This is not the name of a repository",
      where: name,
      expected: "owner/name, as the hub's page shows it",
      found: name || "nothing",
    });
  }
  const at = { name, ...(revision && { revision }), ...options(access) };
  try {
    const found = await (kind === "model"
      ? modelInfo({ ...at, additionalFields: ["sha", "cardData"] })
      : datasetInfo({ ...at, additionalFields: ["sha", "cardData"] }));
    const { license } = (found.cardData ?? {}) as { license?: string | string[] };
    const licence = license === undefined ? null : [license].flat().join(", ");
    return { kind, name, revision: found.sha, licence };
  } catch (error) {
    throw hubError(error, name);
  }
}

/**
 * Pins a repository's revision and lists its files.
 * @throws PlaygroundError if the repository does not exist, needs permission, or the hub cannot be reached
 */
export async function openRepository(wanted: RepositoryName, access: HubAccess = {}): Promise<HubRepository> {
  const pinned = await pinRevision(wanted, access);
  const files: HubFile[] = [];
  try {
    for await (const { type, path, size } of listFiles({ ...repo(pinned), recursive: true, ...options(access) })) {
      if (type === "file") files.push({ path, size });
    }
  } catch (error) {
    throw hubError(error, pinned.name);
  }
  return { ...pinned, files };
}

/**
 * Opens a file of the repository as a blob whose slices are range requests.
 * @throws PlaygroundError if the hub cannot be reached or has no such file
 */
export async function openHubFile(repository: HubRepository, path: string, access: HubAccess = {}): Promise<Blob> {
  const where = `${repository.name}/${path}`;
  try {
    // Plain range requests, which every mirror understands and which a cut download can continue with.
    const blob = await downloadFile({ ...repo(repository), path, xet: false, ...options(access) });
    if (blob) return blob;
  } catch (error) {
    throw hubError(error, where);
  }
  throw new PlaygroundError({
    what: "The repository has no such file",
    where,
    expected: repository.files.map((file) => file.path).join(", "),
    found: path,
  });
}

function repo({ kind, name, revision }: Required<Pick<HubRepository, "kind" | "name" | "revision">>) {
  return { repo: { type: kind, name }, revision } as const;
}

function options({ hubUrl = HUB_URL, token, fetch }: HubAccess) {
  chooseHost(hubUrl);
  return { hubUrl, ...(token && { accessToken: token }), ...(fetch && { fetch }) };
}
