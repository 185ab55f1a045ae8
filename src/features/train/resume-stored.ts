import { msg } from "../../i18n/msg.ts";
import { isResumable, storedTraining } from "../../state/stored-training.ts";
import { runStore } from "../../storage/run-store.ts";
import { train } from "./session.ts";

/** Continues runs of an earlier visit side by side, from their last snapshots. */
export async function resumeStored(ids: readonly string[]): Promise<void> {
  const { phase, settings } = train.store.getState();
  if (phase !== "idle" && phase !== "ended") return;
  const found = await Promise.all(ids.map((id) => runStore.get(id)));
  const runs = found.filter((run) => run !== null);
  const names = runs.map(({ name }) => name).join(", ");
  const lost = runs.find((run) => !isResumable(run));
  const training = storedTraining(runs);
  if (runs.length === ids.length && !lost && training) {
    return train.goOn(training.runs, { ...settings, ...training.settings });
  }
  const common = { what: "This cannot be resumed", where: names || `run ${ids.join(", ")}` };
  train.store.setState({
    error:
      runs.length < ids.length
        ? { ...common, expected: msg("runs of this browser"), found: msg("no such run") }
        : lost
          ? {
              ...common,
              expected: msg("a run that broke off, or was stopped and kept"),
              found: `${lost.name}: ${lost.status}`,
            }
          : {
              ...common,
              expected: msg("runs that differ in their method alone"),
              found: msg("other data or other settings"),
            },
  });
}
