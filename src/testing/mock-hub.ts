import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A hub for tests, and how it misbehaves. */
export interface MockHub {
  url: string;
  /** Method and address of every request, in order. */
  requests: string[];
  /** A status for every answer; null serves files. */
  status: number | null;
  /** Number of bytes of a file after which the connection breaks once; null never. */
  cutAfter: number | null;
  /** The data-set viewer's answer about Parquet files; null: it has none. */
  parquet: object | null;
  /** The token that requests must carry; null accepts all requests. */
  token: string | null;
  close(): Promise<void>;
}

/** The commit of every repository of a mock hub. */
export const COMMIT = "c0ffee0000000000000000000000000000000000";

/**
 * Starts a server on the loopback address that implements the part of the hub's protocol that the playground needs, for
 * one repository.
 */
export async function mockHub(
  name: string,
  files: ReadonlyMap<string, Uint8Array>,
  kind: "models" | "datasets" = "models",
): Promise<MockHub> {
  const server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const hub: MockHub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    status: null,
    cutAfter: null,
    token: null,
    parquet: null,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return hub;

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const { pathname } = new URL(request.url as string, hub.url);
    // Requests come from pages of another origin.
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "*");
    response.setHeader("access-control-expose-headers", "*");
    if (request.method === "OPTIONS") return void response.end();
    hub.requests.push(`${request.method} ${pathname}`);
    const api = `/api/${kind}/${name}`;
    const prefix = `${kind === "models" ? "" : "/datasets"}/${name}/resolve/${COMMIT}/`;
    const bytes = pathname.startsWith(prefix)
      ? files.get(decodeURIComponent(pathname.slice(prefix.length)))
      : undefined;
    if (hub.status) {
      end(response, hub.status, { error: "as the test wants it" });
    } else if (hub.token && request.headers.authorization !== `Bearer ${hub.token}`) {
      end(response, 401, {});
    } else if (pathname === api || pathname.startsWith(`${api}/revision/`)) {
      end(response, 200, { _id: "1", id: name, sha: COMMIT, private: false, cardData: { license: "mit" } });
    } else if (pathname === `${api}/tree/${COMMIT}`) {
      const entries = [...files].map(([path, { length }]) => ({ type: "file", oid: "0", path, size: length }));
      end(response, 200, entries);
    } else if (pathname === "/parquet" && hub.parquet) {
      end(response, 200, hub.parquet);
    } else if (bytes) {
      serve(request, response, bytes);
    } else {
      response.setHeader("x-error-code", pathname.includes("/resolve/") ? "EntryNotFound" : "RepoNotFound");
      end(response, 404, { error: "Not found" });
    }
  }

  function serve(request: IncomingMessage, response: ServerResponse, bytes: Uint8Array): void {
    const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
    const start = Number(from ?? 0);
    const end = to ? Math.min(Number(to) + 1, bytes.length) : bytes.length;
    const part = bytes.subarray(start, end);
    response.writeHead(from === undefined ? 200 : 206, {
      etag: '"1"',
      "content-type": "application/octet-stream",
      "content-length": part.length,
      "accept-ranges": "bytes",
      ...(from !== undefined && { "content-range": `bytes ${start}-${end - 1}/${bytes.length}` }),
    });
    if (request.method === "HEAD") {
      response.end();
      return;
    }
    if (hub.cutAfter !== null && part.length > hub.cutAfter) {
      response.write(part.subarray(0, hub.cutAfter), () => response.destroy());
      hub.cutAfter = null;
      return;
    }
    response.end(part);
  }
}

function end(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
