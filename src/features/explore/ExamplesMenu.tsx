import { Button, Menu, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useEffect } from "react";
import { useStore } from "zustand";
import { misconceptions } from "../../engine/world/misconceptions.ts";
import { t } from "../../i18n/i18n.ts";
import { translated } from "../../i18n/translated.ts";
import { appearance } from "../../state/appearance.ts";
import { pageEngine } from "../../state/page-engine.ts";
import { percentText } from "../../ui/numbers.ts";
import type { ExampleProblem } from "../../worker/records.ts";
import classes from "./ExplorePage.module.css";
import { explore } from "./session.ts";

/**
 * Problems of the embedded world by story, with the answer of the majority of the class; also shows how problems are
 * worded.
 */
export function ExamplesMenu() {
  const examples = useStore(explore.store, (state) => state.examples);
  const opening = useStore(explore.store, (state) => state.opening);
  const phase = useStore(pageEngine.store, (state) => state.phase);

  useEffect(() => {
    // Asking for examples wakes the engine; if that failed, they are asked for again when the engine runs. A figure alone
    // has no menu, and may be recorded and need no engine.
    const isShown = appearance.getState().embed === null;
    const canAsk = isShown && (phase === "asleep" || phase === "ready");
    // The page may have decided what to open since this component was rendered.
    const waits = opening || explore.store.getState().opening;
    if (canAsk && !waits && explore.store.getState().examples.length === 0) void explore.loadExamples().catch(() => {});
  }, [phase, opening]);

  return (
    <Menu position="bottom-start" width="min(620px, calc(100vw - 24px))" shadow="sm" withinPortal>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="subtle"
          disabled={examples.length === 0}
          rightSection={<IconChevronDown size={13} aria-hidden />}
        >
          {t("Examples")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown className={classes.examples}>
        {[...byStory(examples)].map(([story, problems]) => (
          <div key={story}>
            <Menu.Label>{storyLabel(problems[0] as ExampleProblem)}</Menu.Label>
            {problems.map(({ prompt, right, steps }) => (
              <Menu.Item key={prompt} onClick={() => explore.store.setState({ prompt, error: null })}>
                <span data-testid="example">{prompt}</span>
                <Text size="xs" c="dimmed" component="span" display="block">
                  {t("{steps} steps, {right} of the class are right", { steps, right: percentText(right, 0) })}
                </Text>
              </Menu.Item>
            ))}
          </div>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function byStory(examples: readonly ExampleProblem[]): Map<string, ExampleProblem[]> {
  const groups = new Map<string, ExampleProblem[]>();
  for (const example of examples) groups.set(example.story, [...(groups.get(example.story) ?? []), example]);
  return groups;
}

/** The label of a story: "Shop: where it fits, most make the mistake “adds groups”" */
function storyLabel({ story, majority, inDistribution }: ExampleProblem): string {
  const mistakes = majority.map((name) => `“${translated(misconceptions[name].title)}”`).join(t(" or "));
  const most =
    majority.length > 0 ? t("where it fits, most make the mistake {mistakes}", { mistakes }) : t("most are right");
  return `${story}: ${most}${inDistribution ? "" : t("; longer, no reward model was trained on this story")}`;
}
