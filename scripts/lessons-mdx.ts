import mdx from "@mdx-js/rollup";
import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";
import type { Plugin } from "vite";

/**
 * Compiles lessons. Formulas are rendered while the page is built, so that only KaTeX's style sheet and fonts are
 * shipped. `\sym{id}{tex}` marks a symbol of the glossary (src/ui/glossary.ts).
 */
export function lessonsMdx(): Plugin {
  const katex = {
    macros: { "\\sym": "\\htmlData{symbol=#1}{#2}" },
    // The formulas are our own.
    trust: ({ command }: { command: string }) => command === "\\htmlData",
    strict: (code: string) => (code === "htmlExtension" ? "ignore" : "error"),
    throwOnError: true,
  };
  const plugin = mdx({ remarkPlugins: [remarkMath], rehypePlugins: [[rehypeKatex, katex]] });
  return { ...(plugin as Plugin), enforce: "pre" };
}
