import { Button, Menu } from "@mantine/core";
import { IconArrowsSplit2 } from "@tabler/icons-react";
import { useState } from "react";
import { t } from "../../../i18n/i18n.ts";
import { msg } from "../../../i18n/msg.ts";
import { translated } from "../../../i18n/translated.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import { CheckedNumberInput } from "../../../ui/CheckedNumberInput.tsx";
import { countText } from "../../../ui/numbers.ts";
import { SeedInput } from "../../../ui/settings/SeedInput.tsx";
import type { Derivation } from "../../../worker/data-records.ts";
import { dataClient, sets } from "../session.ts";
import classes from "./Sets.module.css";

/** Makes new data sets from this one, which does not change. */
export function DeriveMenu({ set }: { set: DataSetRecord }) {
  const [asking, setAsking] = useState<"split" | "subset" | null>(null);
  const [busy, setBusy] = useState(false);
  const derive = (derivation: Derivation) =>
    sets.attempt(async () => {
      setAsking(null);
      setBusy(true);
      try {
        const made = await dataClient.request<"deriveData">({ kind: "deriveData", data: set.id, derivation });
        const names = made.map(({ name, records }) =>
          t("“{name}” with {records} records", { name, records: countText(records) }),
        );
        const announcement =
          made.length > 0
            ? t("Made {sets}.", { sets: names.join(t(" and ")) })
            : t("No record says what another one says.");
        sets.store.setState({ announcement });
      } finally {
        setBusy(false);
      }
    });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <Button
            variant="default"
            loading={busy}
            leftSection={<IconArrowsSplit2 size={14} stroke={1.5} aria-hidden />}
          >
            {t("Make")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsking("split")}>{t("Split by prompt")}</Menu.Item>
          <Menu.Item onClick={() => setAsking("subset")}>{t("Subset")}</Menu.Item>
          <Menu.Item onClick={() => void derive({ type: "deduplicate" })}>{t("Without duplicates")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asking && <DeriveForm key={asking} type={asking} set={set} onDerive={derive} onLeave={() => setAsking(null)} />}
    </>
  );
}

interface DeriveFormProps {
  type: "split" | "subset";
  set: DataSetRecord;
  onDerive(derivation: Derivation): void;
  onLeave(): void;
}

const explanations = {
  split: msg("Decides which tenth of the prompts is held out, with all their records: no prompt is on both sides."),
  subset: msg("Decides which records are drawn; the smaller of two subsets of one seed is part of the larger."),
};

function DeriveForm({ type, set, onDerive, onLeave }: DeriveFormProps) {
  const [seed, setSeed] = useState(0);
  const [count, setCount] = useState(Math.ceil(set.records / 10));
  return (
    <form
      className={classes.derive}
      aria-label={type === "split" ? t("Split by prompt") : t("Subset")}
      onSubmit={(event) => {
        event.preventDefault();
        onDerive(type === "split" ? { type, seed } : { type, count, seed });
      }}
    >
      {type === "subset" && (
        <CheckedNumberInput
          label={t("Records")}
          min={1}
          max={set.records}
          whole
          hideControls
          autoFocus
          value={count}
          onChange={setCount}
        />
      )}
      <SeedInput explanation={translated(explanations[type])} value={seed} onChange={setSeed} />
      <Button type="submit">{type === "split" ? t("Split") : t("Draw")}</Button>
      <Button variant="default" onClick={onLeave}>
        {t("Cancel")}
      </Button>
    </form>
  );
}
