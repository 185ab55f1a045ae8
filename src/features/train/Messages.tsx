import { Button } from "@mantine/core";
import { useStore } from "zustand";
import { canGoOn } from "../../state/train-state.ts";
import { variantOf } from "../../state/train-variants.ts";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { train } from "./session.ts";
import classes from "./TrainPage.module.css";

interface MessagesProps {
  /** Messages about invalid parts of the address. */
  problems: readonly string[];
  onDismissProblems(): void;
}

/** Errors of the address, of the training, and of single runs. */
export function Messages({ problems, onDismissProblems }: MessagesProps) {
  const { error, warning, lanes, source, device, opened } = useStore(train.store);
  const halted = lanes.filter((lane) => lane.error);
  if (problems.length === 0 && !error && !warning && halted.length === 0) return null;
  return (
    <div className={classes.messages}>
      {problems.length > 0 && (
        <ErrorPanel
          report={{
            what: "Some of this link could not be used",
            where: "address",
            found: problems.join(" "),
            fix: "The rest of the link is shown.",
          }}
          onDismiss={onDismissProblems}
        />
      )}
      {error && (
        <ErrorPanel
          report={error}
          action={
            lanes.some(canGoOn) ? (
              <Button mt={6} onClick={() => void train.goOnInterrupted()}>
                Resume from the last snapshot
              </Button>
            ) : (
              !opened && (
                <Button mt={6} variant="default" onClick={() => void train.open(source, device)}>
                  Try again
                </Button>
              )
            )
          }
          onDismiss={() => train.store.setState({ error: null })}
        />
      )}
      {halted.map(({ id, error: report }) => (
        <ErrorPanel key={id} report={{ ...report, what: `${variantOf(id).name} was halted: ${report?.what}` }} />
      ))}
      {warning && <ErrorPanel report={warning} onDismiss={() => train.store.setState({ warning: null })} />}
    </div>
  );
}
