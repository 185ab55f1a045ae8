import { Button } from "@mantine/core";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import classes from "./AlignPage.module.css";
import { align, alignEngine } from "./session.ts";

/** Errors of the engine and its models, of the alignment, and of single policies. */
export function Messages() {
  const { error, warning, lanes } = useStore(align.store);
  const engine = useStore(alignEngine.store);
  const failures = engine.models?.failures ?? [];
  const halted = lanes.filter((lane) => lane.error);
  const dead = engine.phase === "failed" ? engine.error : null;
  if (!error && !warning && !dead && halted.length + failures.length === 0) return null;
  return (
    <div className={classes.messages}>
      {dead && (
        <ErrorPanel
          report={dead}
          action={
            <Button mt={6} onClick={() => void alignEngine.restart(engine.choice).catch(() => {})}>
              {t("Restart the engine")}
            </Button>
          }
        />
      )}
      {failures.map(({ entry, report }) => (
        <ErrorPanel key={entry.id} report={{ ...report, what: `${entry.name} was not loaded: ${report.what}` }} />
      ))}
      {error && !dead && <ErrorPanel report={error} onDismiss={() => align.store.setState({ error: null })} />}
      {halted.map(({ reward, error: report }) => (
        <ErrorPanel key={reward.id} report={{ ...report, what: `${reward.name} was halted: ${report?.what}` }} />
      ))}
      {warning && (
        <ErrorPanel
          report={{ ...warning, what: `A tuned policy could not be kept: ${warning.what}` }}
          onDismiss={() => align.store.setState({ warning: null })}
        />
      )}
    </div>
  );
}
