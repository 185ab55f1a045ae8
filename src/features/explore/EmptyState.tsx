import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import type { ExampleProblem } from "../../worker/records.ts";
import classes from "./ExplorePage.module.css";
import { explore } from "./session.ts";

const INVITED = 3;

/** The page before the first trajectory: what it does, and problems to begin with. */
export function EmptyState() {
  const examples = useStore(explore.store, (state) => state.examples);
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
      {examples.length > 0 && <p>{t("Begin with one of these:")}</p>}
      <ul>
        {invited(examples).map(({ prompt }) => (
          <li key={prompt}>
            <button
              type="button"
              onClick={() => {
                explore.store.setState({ prompt });
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

/** One example per story. */
function invited(examples: readonly ExampleProblem[]): ExampleProblem[] {
  const first = examples.filter(({ story }, i) => examples.findIndex((other) => other.story === story) === i);
  return first.slice(0, INVITED);
}
