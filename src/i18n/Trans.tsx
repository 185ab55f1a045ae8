import { TransNoContext } from "@lingui/react/server";
import type { ReactElement, ReactNode } from "react";
import { i18n, written } from "./i18n.ts";

interface TransProps {
  /** The text in English; `<link>…</link>` stands for an element of `components`. */
  id: string;
  /** What stands in the placeholders. */
  values?: Record<string, ReactNode>;
  components?: Record<string, ReactElement>;
}

/**
 * A text with elements in it: `<Trans id="Read <link>the guide</link>" components={{ link: <a href="…" /> }} />`. It
 * needs no provider: the whole page is rendered anew when the language changes.
 */
export function Trans({ id, values = {}, components = {} }: TransProps) {
  return <TransNoContext {...{ id, components }} values={written(id, values)} lingui={{ i18n }} />;
}
