import { Button } from "@mantine/core";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { canGoOn } from "../../state/train-state.ts";
import { variantOf } from "../../state/train-variants.ts";
import type { AddressProblems } from "../../state/use-address.ts";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { UnusableAddress } from "../../ui/UnusableAddress.tsx";
import { train } from "./session.ts";
import classes from "./TrainPage.module.css";

/** Errors of the address, of the training, and of single runs. */
export function Messages({ unusable }: { unusable: AddressProblems }) {
  const { error, warning, lanes, source, device, opened } = useStore(train.store);
  const halted = lanes.filter((lane) => lane.error);
  if (unusable.problems.length === 0 && !error && !warning && halted.length === 0) return null;
  return (
    <div className={classes.messages}>
      <UnusableAddress {...unusable} />
      {error && (
        <ErrorPanel
          report={error}
          action={
            lanes.some(canGoOn) ? (
              <Button mt={6} onClick={() => void train.goOnInterrupted()}>
                {t("Resume from the last snapshot")}
              </Button>
            ) : (
              !opened && (
                <Button mt={6} variant="default" onClick={() => void train.open(source, device)}>
                  {t("Try again")}
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
