import { Button, FileButton, NativeSelect } from "@mantine/core";
import { IconFileImport } from "@tabler/icons-react";
import { useStore } from "zustand";
import { NOTHING_LEFT_OUT } from "../../../engine/data/left-out.ts";
import { t } from "../../../i18n/i18n.ts";
import { Trans } from "../../../i18n/Trans.tsx";
import { useDataSets } from "../../../state/use-data-sets.ts";
import { DATA_FILES } from "../../../ui/data-files.ts";
import { LeftOutRecords } from "../../../ui/LeftOutRecords.tsx";
import classes from "../../../ui/settings/Settings.module.css";
import type { NamedDataFile } from "../../../worker/evaluation-records.ts";
import { keptId } from "../../../worker/training-records.ts";
import { align } from "../session.ts";

/** Chooses the source of the prompts. */
export function PromptPicker() {
  const file = useStore(align.store, (state) => state.file);
  const leftOut = useStore(align.store, (state) => state.leftOut);
  const sets = useDataSets() ?? [];
  const take = (chosen: NamedDataFile | null) => align.store.setState({ file: chosen, leftOut: NOTHING_LEFT_OUT });
  const takeSet = (id: string) => {
    const set = sets.find((other) => other.id === id);
    take(set ? { name: set.name, file: { kept: id } } : null);
  };
  return (
    <>
      <p className={classes.data} data-testid="prompts">
        <Trans
          id="From <b>{source}</b>; never from those the policy is judged on."
          components={{ b: <b /> }}
          values={{ source: file?.name ?? t("the training problems") }}
        />
      </p>
      <div className={classes.files}>
        <FileButton accept={DATA_FILES} onChange={(file) => file && take({ name: file.name, file })}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              size="compact-xs"
              leftSection={<IconFileImport size={13} aria-hidden />}
              title={t("Records with a prompt: JSONL, JSON or Parquet")}
            >
              {t("Own file")}
            </Button>
          )}
        </FileButton>
        {file && (
          <Button variant="subtle" size="compact-xs" onClick={() => take(null)}>
            {t("Training problems")}
          </Button>
        )}
      </div>
      <LeftOutRecords leftOut={leftOut} />
      {sets.length > 0 && (
        <NativeSelect
          label={t("Data set of this browser")}
          size="xs"
          value={(file && keptId(file.file)) ?? ""}
          onChange={({ currentTarget }) => takeSet(currentTarget.value)}
          data={[{ value: "", label: t("none") }, ...sets.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      )}
    </>
  );
}
