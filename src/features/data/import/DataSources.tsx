import { Button, FileButton } from "@mantine/core";
import { IconClipboardText, IconCloudDownload, IconFileImport, IconSchool } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import { encodePairSettings, PAIR_DEFAULTS } from "../../../engine/data/world-pairs/settings.ts";
import { t } from "../../../i18n/i18n.ts";
import { DATA_FILES } from "../../../ui/data-files.ts";
import { GrowingTextarea } from "../../../ui/GrowingTextarea.tsx";
import { dataImport, recordsView } from "../session.ts";
import { HubPanel } from "./HubPanel.tsx";
import classes from "./Import.module.css";
import { MakePanel } from "./MakePanel.tsx";
import { takeImportFile, takeText } from "./take.ts";

const EXAMPLE = '{"prompt": "…", "chosen": "…", "rejected": "…"}';

/** The sources of an import. */
export function DataSources() {
  const [open, setOpen] = useState<"paste" | "hub" | null>(null);
  const toggle = (source: "paste" | "hub") => setOpen(open === source ? null : source);
  const making = useStore(recordsView, ({ make }) => make !== "");
  const busy = useStore(dataImport.store, ({ status }) => status === "importing" || status === "stopping");
  return (
    <section aria-label={t("Import")} className={classes.sources}>
      <FileButton
        accept={DATA_FILES}
        onChange={(file) => file && takeImportFile(file)}
        inputProps={{ "aria-label": t("Open a file") }}
      >
        {(props) => (
          <Button
            {...props}
            variant="default"
            disabled={busy}
            leftSection={<IconFileImport size={14} stroke={1.5} aria-hidden />}
          >
            {t("Open a file")}
          </Button>
        )}
      </FileButton>
      <Button
        variant="default"
        disabled={busy}
        aria-expanded={open === "paste"}
        leftSection={<IconClipboardText size={14} stroke={1.5} aria-hidden />}
        onClick={() => toggle("paste")}
      >
        {t("Paste")}
      </Button>
      <Button
        variant="default"
        disabled={busy}
        aria-expanded={open === "hub"}
        leftSection={<IconCloudDownload size={14} stroke={1.5} aria-hidden />}
        onClick={() => toggle("hub")}
      >
        {t("Hugging Face")}
      </Button>
      <Button
        variant="default"
        aria-expanded={making}
        leftSection={<IconSchool size={14} stroke={1.5} aria-hidden />}
        onClick={() => recordsView.setState({ make: making ? "" : encodePairSettings(PAIR_DEFAULTS) })}
      >
        {t("Embedded world")}
      </Button>
      <span className={classes.hint}>{t("or drop a file on this page")}</span>
      {making && <MakePanel />}
      {open === "hub" && <HubPanel />}
      {open === "paste" && (
        <PasteField
          onTake={(text) => {
            takeText(text);
            setOpen(null);
          }}
        />
      )}
    </section>
  );
}

/** Characters from which on pasted records are taken at once: laying them out in a field would take seconds. */
const LONG = 100_000;

function PasteField({ onTake }: { onTake(text: string): void }) {
  const [text, setText] = useState("");
  return (
    <form
      className={classes.paste}
      onSubmit={(event) => {
        event.preventDefault();
        onTake(text);
      }}
    >
      <GrowingTextarea
        label={t("Records")}
        description={t("One JSON object a line, or a JSON array")}
        placeholder={EXAMPLE}
        minRows={4}
        maxRows={12}
        autoFocus
        spellCheck={false}
        value={text}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData("text/plain");
          if (pasted.length < LONG) return;
          event.preventDefault();
          onTake(text + pasted);
        }}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" disabled={text.trim() === ""}>
        {t("Look at it")}
      </Button>
    </form>
  );
}
