import type { Plugin } from "vite";

type Directives = Readonly<Record<string, readonly string[]>>;

/**
 * What any document or worker of the playground may do. Imported text cannot become code: only files of this site run,
 * and Wasm, which jax-js compiles at run time.
 */
const common: Directives = {
  "default-src": ["'self'"],
  "script-src": ["'self'", "'wasm-unsafe-eval'"],
  // Mantine writes the theme's variables into a style element, and a static host can give it no nonce.
  "style-src": ["'self'", "'unsafe-inline'"],
  // Figures become PNGs by way of a blob; Mantine's icons are data.
  "img-src": ["'self'", "blob:", "data:"],
  // jax-js and fflate start their workers from blobs.
  "worker-src": ["'self'", "blob:"],
  "object-src": ["'none'"],
  "base-uri": ["'none'"],
  "form-action": ["'none'"],
};

/** The page asks nothing of any other host: what comes from a hub comes through the engine's worker. */
const page: Directives = { ...common, "connect-src": ["'self'", "blob:", "data:"] };

/**
 * Workers obey the header of their own script and not the page's policy. Which hub they ask is the person's to say (a
 * mirror's address can be typed, and hubs send on to hosts of their own for the files), so no list can be fixed here; which
 * of them were chosen is known to `keepToChosenHosts` in engine/hub, and it refuses all others. Without encryption this
 * machine alone is asked.
 */
const engine: Directives = {
  ...common,
  "connect-src": [...(page["connect-src"] ?? []), "https:", "http://localhost:*", "http://127.0.0.1:*"],
};

/** Sent with every file of the built playground. A host that sends no headers leaves the page its own policy. */
export const enginePolicy = written(engine);

/** Vite's client and React's reload stand in the page, and talk to their server by WebSocket. */
export const developmentPolicy = written({
  ...engine,
  "script-src": [...(engine["script-src"] ?? []), "'unsafe-inline'"],
  "connect-src": [...(engine["connect-src"] ?? []), "ws:"],
});

/** Writes the page's policy into the built page, before anything it loads. */
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
