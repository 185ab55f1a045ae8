import type { Plugin } from "vite";

const SHEETS = /\s*<link rel="stylesheet"[^>]*>/g;

/** Before it: what a slow line shows first. In it: the page, whose own styles must come after the sheets. */
const ROOT = '<div id="root">';

/**
 * Lets a slow line show the text of index.html at once: a style sheet in the head keeps the page white until it is there,
 * one behind the text does not. Scripts still wait for it.
 */
export function textFirst(): Plugin {
  return {
    name: "text-first",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler: (html) => {
        const sheets = html.match(SHEETS) ?? [];
        return html.replace(SHEETS, "").replace(ROOT, () => `${sheets.join("").trim()}\n    ${ROOT}`);
      },
    },
  };
}
