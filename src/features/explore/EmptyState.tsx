import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import { defaultSettings } from "../../state/explore-state.ts";
import classes from "./ExplorePage.module.css";
import invitations from "./invitations.json" with { type: "json" };
import { explore } from "./session.ts";

/** The page before the first trajectory: what it does, and problems to begin with. */
export function EmptyState() {
  const scoring = useStore(explore.store, (state) => state.status === "scoring");
  if (scoring) return <p className={classes.empty}>{t("Scoring the trajectories of this link…")}</p>;
  return (
    <div className={classes.empty}>
      <p>
        <Trans
          id="A small policy, which learned from a class of students with systematic mistakes, writes the solution of a word problem, token by token. Under every token stand its <b>generation probability</b>, the <b>process reward</b> of each reward model, which is what the model thinks of the solution so far, and the <b>true value</b>: how much of the class goes on to the right answer from here. Click an unlikely token to see what else it might have been, and branch there."
          components={{ b: <b /> }}
        />
      </p>
      <p>{t("Begin with one of these:")}</p>
      <ul>
        {invitations.map(({ prompt, seed }) => (
          <li key={prompt}>
            <button
              type="button"
              onClick={() => {
                explore.store.setState({ prompt, settings: { ...defaultSettings, seed } });
                void explore.generate();
              }}
            >
              {prompt}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
