import { Button, CloseButton, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { broughtModelId } from "../../storage/stored-model.ts";
import classes from "./ModelsPage.module.css";
import { kept, modelImport } from "./session.ts";

/** Adapters of a folder: which model of this browser they are put on is for the person to say. */
export function FoundAdapter() {
  const { adapter, status } = useStore(modelImport.store);
  const all = useStore(kept.store, (state) => state.all);
  const [chosen, choose] = useState("");
  if (!adapter) return null;
  const bases = (all ?? []).filter(
    ({ complete, description }) => complete && !description.exported && description.config.task === "causal-lm",
  );
  const base = bases.find(({ id }) => id === chosen) ?? bases[0];
  return (
    <section aria-label={t("Found adapters")} className={classes.panel}>
      <p className={classes.head}>
        <b>{t("{name}: adapters (LoRA)", { name: adapter.name })}</b>
        <CloseButton
          size="xs"
          aria-label={t("Do not bring them in")}
          disabled={status !== "ready"}
          onClick={() => modelImport.leave()}
        />
      </p>
      {base ? (
        <p className={classes.head}>
          <NativeSelect
            className={classes.form}
            size="xs"
            label={t("The model they were trained on")}
            disabled={status !== "ready"}
            value={base.id}
            data={bases.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={({ currentTarget }) => choose(currentTarget.value)}
          />
          <Button
            loading={status === "looking"}
            disabled={status !== "ready"}
            onClick={() => void modelImport.mergeAdapter({ id: broughtModelId(base), name: base.name })}
          >
            {t("Put them on it")}
          </Button>
        </p>
      ) : (
        <p className={classes.limits}>
          {t(
            "Adapters are no model by themselves. Bring in the model they were trained on, as safetensors, then open this folder again.",
          )}
        </p>
      )}
    </section>
  );
}
