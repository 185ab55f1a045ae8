import { Button, FileButton } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useStore } from "zustand";
import { t } from "../../i18n/i18n.ts";
import { runs } from "./session.ts";

/** Imports exported runs, and histories of runs that a cluster trained. */
export function ImportButton() {
  const busy = useStore(runs.store, (state) => state.busy !== null);
  return (
    <FileButton
      accept=".zip,application/zip,.json,application/json"
      multiple
      onChange={(files) => void runs.importFiles(files)}
    >
      {(props) => (
        <Button
          variant="default"
          leftSection={<IconUpload size={14} stroke={1.5} aria-hidden />}
          disabled={busy}
          {...props}
        >
          {t("Import")}
        </Button>
      )}
    </FileButton>
  );
}
