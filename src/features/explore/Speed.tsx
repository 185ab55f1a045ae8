import { useStore } from "zustand";
import { pageEngine } from "../../state/page-engine.ts";
import { useFrameStore } from "../../state/use-frame-store.ts";
import classes from "./ExplorePage.module.css";
import { explore } from "./session.ts";

/** The engine's state in a few words: loading, waiting, or tokens per second. */
export function Speed() {
  const status = useStore(explore.store, (state) => state.status);
  const { phase, progress } = useStore(pageEngine.store);
  const { trajectory, tokensPerSecond } = useFrameStore(explore.live);
  const words = () => {
    if (phase === "starting") return "starting the engine…";
    if (phase === "loading") {
      return progress ? `loading ${progress.entry.name} (${progress.done + 1} of ${progress.of})…` : "loading models…";
    }
    if (status === "scoring") return "scoring the link's trajectories…";
    const speed = tokensPerSecond === null ? "" : `${tokensPerSecond.toFixed(0)} tokens/s`;
    return trajectory ? `${trajectory.tokens.length} tokens · ${speed || "…"}` : speed;
  };
  return (
    <span className={classes.speed} data-testid="speed">
      {words()}
    </span>
  );
}
