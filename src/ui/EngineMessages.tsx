import { Button } from "@mantine/core";
import { useStore } from "zustand";
import type { DeviceChoice } from "../engine/device.ts";
import { t } from "../i18n/i18n.ts";
import type { Engine } from "../state/engine.ts";
import { ErrorPanel } from "./ErrorPanel.tsx";

/** The errors of an engine, and of each model that it could not load. */
export function EngineMessages({ engine }: { engine: Engine }) {
  const { phase, error, models, choice } = useStore(engine.store);
  const restart = (device: DeviceChoice) => void engine.restart(device).catch(() => {});
  return (
    <>
      {phase === "failed" && error && (
        <ErrorPanel
          report={error}
          action={
            <Button mt={6} onClick={() => restart(choice === "webgpu" ? "auto" : choice)}>
              {t("Restart the engine")}
            </Button>
          }
        />
      )}
      {models?.failures.map(({ entry, report }) => (
        <ErrorPanel
          key={entry.id}
          report={{ ...report, what: `${entry.name} was not loaded: ${report.what}` }}
          action={
            <Button mt={6} variant="default" onClick={() => void engine.reloadModels()}>
              {t("Try again")}
            </Button>
          }
        />
      ))}
    </>
  );
}
