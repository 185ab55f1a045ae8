import mdx from "@mdx-js/rollup";
import rehypeKatex from "rehype-katex";
import remarkMath from "remark-math";
import type { Plugin } from "vite";

/**
 * Compiles lessons. Formulas are set while the page is built, so that nothing of KaTeX but its style sheet and fonts
 * ships. `\sym{id}{tex}` marks a symbol of the glossary (src/ui/glossary.ts).
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
