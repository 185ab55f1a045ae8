import { fileURLToPath } from "node:url";
import type { HtmlTagDescriptor, Plugin, Rolldown } from "vite";

/** What the bundler tells of a module. */
interface ModuleGraph {
  getModuleInfo(id: string): { importedIds: readonly string[] } | null;
}

const inProject = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const SOURCE = inProject("src/");
const MAIN = inProject("src/main.tsx");
const FOLDER = inProject("src/features/explore/");
const FIRST_PAGE = `${FOLDER}ExplorePage.tsx`;

/**
 * Chunks of what a first visit waits for: what every page has from the start, and what the first page shares with other pages.
 * By who shares what, a bundler cuts these into a hundred files, of which HTTP/1.1 fetches six at a time.
 */
export const firstVisitChunks: Rolldown.CodeSplittingGroup[] = [
  { name: "start", tags: ["$initial"], test: (id) => id !== MAIN && !id.endsWith("index.html") },
  { name: (id, graph) => (!id.startsWith(FOLDER) && ownModulesOf(FIRST_PAGE, graph).has(id) ? "first-page" : null) },
];

const found = new WeakMap<object, Set<string>>();

/** Modules of this project that a module imports before it runs, those that they import, and so on. */
function ownModulesOf(root: string, graph: ModuleGraph): Set<string> {
  // The bundler hands out the same object as long as it cuts the same modules.
  const key = graph.getModuleInfo(root) ?? graph;
  const known = found.get(key);
  if (known) return known;
  const own = new Set<string>();
  const toSee = [root];
  for (let id = toSee.pop(); id !== undefined; id = toSee.pop()) {
    if (!id.startsWith(SOURCE) || own.has(id)) continue;
    own.add(id);
    toSee.push(...(graph.getModuleInfo(id)?.importedIds ?? []));
  }
  found.set(key, own);
  return own;
}

/** Lets the browser fetch the first page's files beside those of the start, which would ask for them only once they run. */
export function preloadFirstPage(): Plugin {
  return {
    name: "preload-first-page",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html, { bundle = {} }) => {
        const page = Object.values(bundle).find(
          (file) => "facadeModuleId" in file && file.facadeModuleId === FIRST_PAGE,
        );
        if (page?.type !== "chunk") throw new Error(`The build has no chunk of ${FIRST_PAGE}`);
        return filesBefore(page, bundle)
          .filter((file) => !html.includes(file))
          .map((file) => linkTo(`./${file}`));
      },
    },
  };
}

/** A chunk, the chunks that it imports before it runs, those that they import, and all their style sheets. */
function filesBefore(page: Rolldown.OutputChunk, bundle: Rolldown.OutputBundle): string[] {
  const files = new Set<string>();
  const visit = (chunk: Rolldown.OutputChunk) => {
    if (files.has(chunk.fileName)) return;
    files.add(chunk.fileName);
    for (const sheet of chunk.viteMetadata?.importedCss ?? []) files.add(sheet);
    for (const name of chunk.imports) {
      const imported = bundle[name];
      if (imported?.type === "chunk") visit(imported);
    }
  };
  visit(page);
  return [...files];
}

/** As Vite asks for these files later: with another `crossorigin` they would be fetched twice. */
function linkTo(href: string): HtmlTagDescriptor {
  const kind = href.endsWith(".css") ? { rel: "preload", as: "style" } : { rel: "modulepreload" };
  return { tag: "link", attrs: { ...kind, crossorigin: true, href }, injectTo: "head" };
}
