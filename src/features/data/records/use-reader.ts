import { useStore } from "zustand";
import { PLAYGROUND_TOKENS, recordsView } from "../session.ts";

/** The model whose tokens are counted and shown: its address, or the id of a model of this browser. */
export function useReader(): string {
  return useStore(recordsView, ({ tokens }) => tokens) || PLAYGROUND_TOKENS;
}
