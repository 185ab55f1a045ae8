import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import type { ExploreState } from "../../state/explore-state.ts";
import { completion } from "./completion.ts";
import classes from "./ExplorePage.module.css";

interface ReadPromptProps extends Pick<ExploreState, "reading"> {
  /** The prompt in the field. */
  prompt: string;
  /** The prompt of the shown trajectories; undefined if there are none. */
  shown: string | undefined;
  /** Puts another prompt into the field. */
  onPrompt(prompt: string): void;
}

/**
 * How the prompt was read: what was added to it, or that its right answer is not known. Of a prompt that was changed
 * since: that the figure answers another one.
 */
export function ReadPrompt({ reading, prompt, shown, onPrompt }: ReadPromptProps) {
  const answered = reading?.prompt === shown ? reading?.typed : undefined;
  if (shown !== undefined && prompt !== shown && prompt !== answered) {
    return (
      <p className={classes.reading} role="status" data-testid="other-prompt">
        <Trans
          id="<b>The figure answers another prompt</b>, which Copy link and exports contain: {shown} <back>Take it again</back>"
          components={{ b: <b />, back: <button type="button" onClick={() => onPrompt(answered ?? shown)} /> }}
          values={{ shown: <q lang="en">{shown}</q> }}
        />
      </p>
    );
  }
  if (!reading || reading.prompt !== shown) return null;
  if (!reading.known) {
    return (
      <p className={classes.reading} data-testid="prompt-reading">
        {t(
          "This is no problem of the embedded world. The policy goes on from it all the same, but nobody knows its right answer: there is no true value, and of the steps only the arithmetic is checked.",
        )}
      </p>
    );
  }
  const pieces = completion(reading.typed, reading.prompt);
  if (!pieces) return null;
  return (
    <p className={classes.reading} data-testid="prompt-reading">
      <Trans
        id="Completed with title and labels, as the policy reads problems: {value}"
        values={{
          value: pieces.map(({ text, added, at }) =>
            added ? <mark key={at}>{text}</mark> : <span key={at}>{text}</span>,
          ),
        }}
      />
    </p>
  );
}
