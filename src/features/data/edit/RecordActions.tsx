import { Button, Menu } from "@mantine/core";
import { IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { useStore } from "zustand";
import type { DataRecord } from "../../../engine/data/record.ts";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { DataSetRecord } from "../../../storage/records.ts";
import type { RecordView } from "../../../worker/data-records.ts";
import { kindTexts } from "../records/texts.ts";
import { dataEdit } from "../session.ts";

const icon = { size: 14, stroke: 1.5, "aria-hidden": true } as const;

/** The actions on the shown record, and the button that begins a new one. */
export function RecordActions({ set, view }: { set: DataSetRecord; view: RecordView | null }) {
  const busy = useStore(dataEdit.store, (state) => state.busy);
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconPencil {...icon} />}
        disabled={!view || busy}
        onClick={() => view && dataEdit.edit(set, view)}
      >
        {t("Edit")}
      </Button>
      <Button
        size="compact-xs"
        variant="default"
        leftSection={<IconTrash {...icon} />}
        disabled={!view || busy}
        title={t("Can be undone")}
        onClick={() => view && void dataEdit.remove(set, view)}
      >
        {t("Delete")}
      </Button>
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="compact-xs" variant="default" leftSection={<IconPlus {...icon} />} disabled={busy}>
            {t("Add")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {Object.entries(kindTexts).map(([kind, { one }]) => (
            <Menu.Item key={kind} onClick={() => dataEdit.add(set, kind as DataRecord["kind"])}>
              {translated(one)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
