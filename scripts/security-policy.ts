import type { Plugin } from "vite";

type Directives = Readonly<Record<string, readonly string[]>>;

/**
 * The policy of all documents and workers of the playground. Imported text cannot become code: only files of this site
 * run, and Wasm, which jax-js compiles at run time.
 */
const common: Directives = {
  "default-src": ["'self'"],
  "script-src": ["'self'", "'wasm-unsafe-eval'"],
  // Mantine writes the theme's variables into a style element, and a static host cannot give the element a nonce.
  "style-src": ["'self'", "'unsafe-inline'"],
  // Figures become PNGs through a blob; Mantine's icons are data URIs.
  "img-src": ["'self'", "blob:", "data:"],
  // jax-js and fflate start their workers from blobs.
  "worker-src": ["'self'", "blob:"],
  "object-src": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
};

/** The page only contacts its own host: requests to a hub are made by the engine's worker. */
const page: Directives = { ...common, "connect-src": ["'self'", "blob:", "data:"] };

/**
 * Workers obey the header of their own script, not the page's policy. A person can choose any hub (and type the address
 * of a mirror), and hubs redirect to other hosts for files, so the header cannot list the hosts. `keepToChosenHosts` in
 * engine/hub knows which hosts were chosen and refuses all others. Without encryption only this machine can be reached.
 */
const engine: Directives = {
  ...common,
  "connect-src": [...(page["connect-src"] ?? []), "https:", "http://localhost:*", "http://127.0.0.1:*"],
};

/**
 * The policy in the header of every file of the built playground. On a host that sends no headers, the page still has
 * its own policy.
 */
export const enginePolicy = written(engine);

/** Vite's client and React's reload run in the page and use a WebSocket to their server. */
export const developmentPolicy = written({
  ...engine,
  "script-src": [...(engine["script-src"] ?? []), "'unsafe-inline'"],
  "connect-src": [...(engine["connect-src"] ?? []), "ws:"],
});

/** Writes the page's policy into the built page, before everything that the page loads. */
export function withPagePolicy(): Plugin {
  return {
    name: "page-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: written(page) },
        injectTo: "head-prepend",
      },
    ],
  };
}

function written(directives: Directives): string {
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ");
}
