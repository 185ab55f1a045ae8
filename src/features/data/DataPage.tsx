import { Alert, Box, VisuallyHidden } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useEffect } from "react";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { msg } from "../../i18n/msg.ts";
import { lookForDevice } from "../../state/device.ts";
import { embeddedDataSet } from "../../state/embedded-data-sets.ts";
import { recordsAddress } from "../../state/records-view.ts";
import { useViewAddress } from "../../state/use-address.ts";
import { Announcement } from "../../ui/Announcement.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { fileDrop } from "../../ui/file-drop.ts";
import { MendedNotice } from "../../ui/MendedNotice.tsx";
import { Outline } from "../../ui/Outline.tsx";
import { UnusableAddress } from "../../ui/UnusableAddress.tsx";
import classes from "./DataPage.module.css";
import { DataSources } from "./import/DataSources.tsx";
import { ImportPanel } from "./import/ImportPanel.tsx";
import { takeImportFile, takeText } from "./import/take.ts";
import { DataSetPanel } from "./records/DataSetPanel.tsx";
import { dataEdit, dataImport, pairMaking, recordsView, sets } from "./session.ts";
import { SetsList } from "./sets/SetsList.tsx";
import { useEmbeddedSet } from "./sets/use-embedded-set.ts";

/** The page of data sets: import, inspect, search, edit, export. */
export function DataPage() {
  const unusable = useViewAddress(recordsView, recordsAddress);
  useEffect(() => sets.open(), []);
  useEffect(() => void lookForDevice(), []);
  useEffect(() => {
    document.addEventListener("paste", takePasted);
    return () => document.removeEventListener("paste", takePasted);
  }, []);
  const { all, mended, error, announcement } = useStore(sets.store);
  const imported = useStore(dataImport.store, (state) => state.announcement);
  const made = useStore(pairMaking.store, (state) => state.announcement);
  const edited = useStore(dataEdit.store, (state) => state.announcement);
  const id = useStore(recordsView, (view) => view.data);
  const kept = all?.find((set) => set.id === id) ?? null;
  const embedded = embeddedDataSet(id);
  const opened = useEmbeddedSet(embedded);
  const shown = kept ?? opened;
  return (
    <Box className={classes.page} {...drop}>
      <VisuallyHidden component="h1">{t("Data")}</VisuallyHidden>
      <StorageNote />
      <MendedNotice
        mended={mended}
        names={[msg("data set"), msg("data sets")]}
        onDismiss={() => sets.store.setState({ mended: null })}
      />
      <UnusableAddress {...unusable} />
      {error && <ErrorPanel report={error} onDismiss={() => sets.store.setState({ error: null })} />}
      <DataSources />
      <ImportPanel />
      {all !== null && (
        <div className={classes.columns}>
          <SetsList sets={all} shown={kept?.id ?? embedded?.id ?? null} />
          {shown && <DataSetPanel key={shown.id} set={shown} embedded={embedded} />}
          {!shown && embedded && <Outline label={t("reading the data")} heights={[72, 28, 420]} />}
          {!shown && !embedded && (
            <p className={classes.hint}>
              <b>{t("The data set of this link is not in this browser.")}</b>
            </p>
          )}
        </div>
      )}
      <Announcement>{[imported, made, edited, announcement].filter(Boolean).join(" ")}</Announcement>
    </Box>
  );
}

/** A note, shown before anything is lost, that this browser stores nothing. */
function StorageNote() {
  const memory = useStore(sets.store, ({ room }) => room?.kind === "memory");
  if (!memory) return null;
  return (
    <Alert variant="light" color="yellow" p="xs" icon={<IconInfoCircle size={18} aria-hidden />}>
      {t(
        "This browser keeps nothing for this site: a private window, blocked site data, or records of a newer playground, which are left alone. Data sets last until the page is closed or reloaded. Export what you want to keep.",
      )}
    </Alert>
  );
}

const drop = fileDrop(({ files: [file] }) => file && takeImportFile(file));

/** Takes pasted text as data, unless it was pasted into a field. */
function takePasted(event: ClipboardEvent): void {
  if ((event.target as Element).closest("input, textarea, [contenteditable]")) return;
  const [file] = event.clipboardData?.files ?? [];
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (file) takeImportFile(file);
  else if (text.trim() !== "") takeText(text);
}
