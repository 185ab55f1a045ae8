import type { SharedConfig } from "../../../state/train-settings.ts";
import { train } from "../session.ts";

/** Changes fields that all runs share. */
export function setConfig(change: Partial<SharedConfig>): void {
  train.change({ config: { ...train.store.getState().settings.config, ...change } });
}
