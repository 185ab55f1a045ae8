import { Button, FileButton } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { t } from "../../i18n/i18n.ts";

export interface ImportButtonProps {
  disabled: boolean;
  onFiles: (files: File[]) => void;
}

/** Imports exported runs, and histories of runs that a cluster trained. */
export function ImportButton({ disabled, onFiles }: ImportButtonProps) {
  return (
    <FileButton accept=".zip,application/zip,.json,application/json" multiple onChange={onFiles}>
      {(props) => (
        <Button
          variant="default"
          leftSection={<IconUpload size={14} stroke={1.5} aria-hidden />}
          disabled={disabled}
          {...props}
        >
          {t("Import")}
        </Button>
      )}
    </FileButton>
  );
}
