import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { pageEngine } from "../../state/page-engine.ts";
import { useFrameStore } from "../../state/use-frame-store.ts";
import { rateText } from "../../ui/numbers.ts";
import classes from "./ExplorePage.module.css";
import { explore } from "./session.ts";

/** The engine's state in a few words: loading, waiting, or tokens per second. */
export function Speed() {
  const status = useStore(explore.store, (state) => state.status);
  const { phase, progress } = useStore(pageEngine.store);
  const { trajectory, tokensPerSecond } = useFrameStore(explore.live);
  const words = () => {
    if (phase === "starting") return t("starting the engine…");
    if (phase === "loading") {
      return progress
        ? t("loading {name} ({done} of {of})…", { name: progress.entry.name, done: progress.done + 1, of: progress.of })
        : t("loading models…");
    }
    if (status === "scoring") return t("scoring the link's trajectories…");
    const speed = tokensPerSecond === null ? "" : t("{value} tokens/s", { value: rateText(tokensPerSecond) });
    return trajectory
      ? t("{tokens} tokens · {value}", { tokens: trajectory.tokens.length, value: speed || "…" })
      : speed;
  };
  return (
    <span className={classes.speed} data-testid="speed">
      {words()}
    </span>
  );
}
