import { msg } from "../i18n/msg.ts";
import { translated } from "../i18n/translated.ts";

/** What metrics are called on pages; files, addresses and the command line have their ids. */
const NAMES: Readonly<Record<string, string>> = {
  loss: msg("loss"),
  accuracy: msg("accuracy"),
  margin: msg("margin"),
  "heldout/accuracy": msg("held-out accuracy"),
  "heldout/margin": msg("held-out margin"),
  "heldout/loss": msg("held-out loss"),
  "loss/bt": msg("loss of pairs (BT)"),
  "loss/outcome": msg("loss of outcome labels"),
  "loss/prm": msg("loss of step labels (PRM)"),
  "loss/sft": msg("loss of text (SFT)"),
  "loss/icr": msg("loss of consistency (ICR)"),
  "icr/weight": msg("mean edge weight w"),
  "icr/normaliser": msg("consistency normaliser Z"),
  "rewards/chosen": msg("reward of chosen"),
  "rewards/rejected": msg("reward of rejected"),
  grad_norm: msg("gradient norm"),
  learning_rate: msg("learning rate"),
  tokens_per_second: msg("tokens a second"),
};

/** The name of a metric in the language in use; a metric that only an imported run has keeps its id. */
export function metricName(id: string): string {
  return translated(NAMES[id] ?? id);
}
