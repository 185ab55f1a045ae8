import { Button } from "@mantine/core";
import { IconCopy } from "@tabler/icons-react";
import { useStore } from "zustand";
import { otherGenerators } from "../../../engine/policy/generator-choices.ts";
import { t } from "../../../i18n/i18n.ts";
import { useEmbeddedModels } from "../../../state/embedded-models.ts";
import { BasePicker } from "../../../ui/material/BasePicker.tsx";
import { type GeneratorOffer, GeneratorPicker } from "../../../ui/material/GeneratorPicker.tsx";
import { PairsPicker } from "../../../ui/material/PairsPicker.tsx";
import { train } from "../../train/session.ts";
import { chooseData } from "../address.ts";
import { draft, isAsInTrain, sweep, takeFromTrain } from "../session.ts";
import classes from "./Space.module.css";

/** What every trial has in common: data, base and generator of the sweep's own, which can be taken from Train. */
export function CommonPanel() {
  const own = useStore(draft);
  const there = useStore(train.store);
  const busy = useStore(sweep.store, ({ phase }) => phase !== "idle");
  const { settings, source } = own;
  const offer = useGenerators(settings.base);
  const change = (changed: Partial<typeof settings>) => draft.setState({ settings: { ...settings, ...changed } });
  return (
    <div className={classes.common}>
      <PairsPicker source={source} busy={busy} onChange={(data, heldOut) => void chooseData(data, heldOut)} />
      <BasePicker base={settings.base} busy={busy} onChange={(base) => change({ base })} />
      <GeneratorPicker
        generator={settings.generator}
        opened={offer}
        busy={busy}
        onChange={(generator) => change({ generator })}
      />
      <Button
        variant="default"
        size="compact-xs"
        leftSection={<IconCopy size={13} aria-hidden />}
        disabled={busy || isAsInTrain(own, there)}
        title={t("Data, base, generator, device and every field that does not vary, as the Train page has them now")}
        onClick={takeFromTrain}
      >
        {t("Take what Train has")}
      </Button>
    </div>
  );
}

/** @param base id of the base, which is the usual generator too if it is a model of this browser */
function useGenerators(base: string | null): GeneratorOffer | null {
  const models = useEmbeddedModels();
  const policy = models.find(({ kind }) => kind === "policy");
  if (!policy) return null;
  const usual = base === null ? policy.name : t("The base");
  return { generator: usual, generators: otherGenerators(models, base ?? policy.id) };
}
