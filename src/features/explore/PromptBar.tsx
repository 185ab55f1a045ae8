import { Button } from "@mantine/core";
import { IconPlayerPlay, IconPlayerStop } from "@tabler/icons-react";
import { lazy, Suspense } from "react";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { isBusy } from "../../state/explore-state.ts";
import { GrowingTextarea } from "../../ui/GrowingTextarea.tsx";
import { countText } from "../../ui/numbers.ts";
import { ExamplesMenu } from "./ExamplesMenu.tsx";
import classes from "./ExplorePage.module.css";
import { ReadPrompt } from "./ReadPrompt.tsx";
import { Speed } from "./Speed.tsx";
import { explore } from "./session.ts";

// The browser's storage is loaded later, so that the first visit does not wait for it.
const StoredModels = lazy(() => import("./StoredModels.tsx"));
const StoredPolicies = lazy(() => import("./StoredPolicies.tsx"));

const LONGEST_PASTE = 50_000;

/** The prompt and its buttons. Generate and Stop never change places. */
export function PromptBar() {
  const prompt = useStore(explore.store, (state) => state.prompt);
  const idle = useStore(explore.store, (state) => state.status === "idle");
  const busy = useStore(explore.store, isBusy);
  const reading = useStore(explore.store, (state) => state.reading);
  const shown = useStore(explore.store, ({ branches }) => branches[0]?.trajectory.prompt);
  // An error about the prompt is shown under the prompt.
  const problem = useStore(explore.store, ({ error }) => (error?.where === "prompt" ? error : null));
  return (
    <form
      data-part="controls"
      className={classes.promptBar}
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void explore.generate();
      }}
    >
      <div className={classes.promptBox}>
        <div className={classes.promptHead}>
          <label htmlFor="prompt">{t("Prompt")}</label>
          <ExamplesMenu />
          <Suspense>
            <StoredPolicies />
            <StoredModels />
          </Suspense>
        </div>
        <GrowingTextarea
          id="prompt"
          minRows={2}
          maxRows={6}
          placeholder={t("Type a word problem, or take one from the examples; title and labels are added")}
          value={prompt}
          error={problem && `${translated(problem.what)}. ${translated(problem.fix ?? "")}`}
          onPaste={(event) => {
            const { length } = event.clipboardData.getData("text/plain");
            if (length <= LONGEST_PASTE) return;
            // Laying it out would take seconds, and no model reads so much.
            event.preventDefault();
            explore.store.setState({
              error: {
                what: "What was pasted is too long for a prompt",
                where: "prompt",
                expected: `at most ${countText(LONGEST_PASTE)} characters`,
                found: `${countText(length)} characters`,
                fix: "Paste the problem alone; records are imported on the Data page.",
              },
            });
          }}
          onChange={(event) => explore.store.setState({ prompt: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              event.currentTarget.form?.requestSubmit();
            }
          }}
        />
        {!busy && (
          <ReadPrompt {...{ reading, prompt, shown }} onPrompt={(prompt) => explore.store.setState({ prompt })} />
        )}
      </div>
      <div className={classes.actions}>
        <Button
          type="submit"
          size="sm"
          disabled={busy || prompt.trim() === ""}
          leftSection={<IconPlayerPlay size={15} aria-hidden />}
          title="Ctrl + Enter"
          // Mantine takes the label's colour from the light scheme's fill; on the dark scheme's fill it would be
          // unreadable.
        >
          {t("Generate")}
        </Button>
        <Button
          type="button"
          size="sm"
          variant="default"
          disabled={idle}
          leftSection={<IconPlayerStop size={15} aria-hidden />}
          onClick={explore.stop}
        >
          {t("Stop")}
        </Button>
        <Speed />
      </div>
    </form>
  );
}
