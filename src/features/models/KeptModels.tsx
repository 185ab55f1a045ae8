import { ActionIcon, Button } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import { useStore } from "zustand";
import type { DeviceReport } from "../../engine/device.ts";
import { t } from "../../i18n/i18n.ts";
import { Trans } from "../../i18n/Trans.tsx";
import { bytesText } from "../../storage/bytes.ts";
import { models } from "../../storage/models.ts";
import type { ModelRecord } from "../../storage/records.ts";
import { DeletedBar } from "../../ui/DeletedBar.tsx";
import { Facts } from "./Facts.tsx";
import { JudgeForm } from "./JudgeForm.tsx";
import classes from "./ModelsPage.module.css";
import { kept, modelImport } from "./session.ts";
import { originText } from "./texts.ts";
import { usesOf } from "./uses.ts";

/** The checkpoints that were imported into this browser: what each is, the room it takes, and its actions. */
export function KeptModels({ device }: { device: DeviceReport | null }) {
  const { all, deleted } = useStore(kept.store);
  if (!all) return null;
  return (
    <section aria-labelledby="kept-models" className={classes.list}>
      <h2 id="kept-models">{t("In this browser")}</h2>
      <DeletedBar
        label={t("Deleted models")}
        names={deleted.map(({ name }) => name)}
        bytes={deleted.reduce((sum, { bytes }) => sum + bytes, 0)}
        onRestore={() => void kept.restore()}
        onErase={() => void kept.erase()}
      />
      {all.length === 0 && (
        <p className={classes.hint}>
          <Trans
            id="<b>None yet.</b> Look one up by its name, or open a folder: you see what it is and whether there is room for it before anything is fetched."
            components={{ b: <b /> }}
          />
        </p>
      )}
      <ul>
        {all.map((model) => (
          <KeptModel key={model.id} model={model} device={device} />
        ))}
      </ul>
    </section>
  );
}

function KeptModel({ model, device }: { model: ModelRecord; device: DeviceReport | null }) {
  const busy = useStore(modelImport.store, ({ status }) => status !== "ready");
  const uses = device ? usesOf(model, device) : [];
  return (
    <li data-testid="model" data-complete={model.complete}>
      <div className={classes.head}>
        <b>{model.name}</b>
        <span className={classes.dimmed}>
          {originText(model.origin)} · {bytesText(model.bytes)}
          {model.origin.kind === "hub" &&
            t(" · licence: {licence}", { licence: model.origin.licence ?? t("none said") })}
        </span>
        <ActionIcon
          size="sm"
          disabled={busy}
          aria-label={t("Delete {name}", { name: model.name })}
          title={t("Delete; can be undone")}
          onClick={() => void kept.remove(model)}
        >
          <IconTrash size={15} stroke={1.5} aria-hidden />
        </ActionIcon>
      </div>
      {model.complete ? (
        <>
          <details className={classes.details}>
            <summary>
              {uses
                .map(({ as, refusal }) => (refusal ? t("{as} (no room on this device)", { as }) : as))
                .join("; ")
                .replace(/^./, (first) => first.toUpperCase())}
            </summary>
            <Facts look={model} device={device} />
          </details>
          {canBeAsked(model) && (
            <JudgeForm {...{ model, busy }} onAsk={(settings) => void modelImport.ask(model, settings)} />
          )}
        </>
      ) : (
        <Arrived model={model} busy={busy} />
      )}
    </li>
  );
}

/** Whether a model can judge by its answer: one with a head for rewards judges by that. */
function canBeAsked({ description: { config, valueHead } }: ModelRecord): boolean {
  return config.task === "causal-lm" && !valueHead;
}

/** A download that is not complete. */
function Arrived({ model, busy }: { model: ModelRecord; busy: boolean }) {
  const [arrived, setArrived] = useState<number | null>(null);
  // While the download runs, its progress is shown elsewhere.
  useEffect(() => {
    if (!busy) void models.arrived(model.id).then(setArrived);
  }, [model.id, busy]);
  if (busy || arrived === null) return null;
  return (
    <p className={classes.head}>
      <span>
        {t("{arrived} of {bytes} have arrived.", { arrived: bytesText(arrived), bytes: bytesText(model.bytes) })}
      </span>
      <Button size="compact-xs" variant="default" onClick={() => void modelImport.goOn(model)}>
        {t("Go on")}
      </Button>
    </p>
  );
}
