import { Alert, Box, Button, VisuallyHidden } from "@mantine/core";
import { IconInfoCircle } from "@tabler/icons-react";
import { useEffect } from "react";
import { useStore } from "zustand";
import { reportOf } from "../../engine/errors.ts";
import { t } from "../../i18n/i18n.ts";
import { msg } from "../../i18n/msg.ts";
import { lookForDevice } from "../../state/device.ts";
import { useDeviceReport } from "../../state/use-device-report.ts";
import { bytesText } from "../../storage/bytes.ts";
import { Announcement } from "../../ui/Announcement.tsx";
import { ErrorPanel } from "../../ui/ErrorPanel.tsx";
import { fileDrop } from "../../ui/file-drop.ts";
import { MendedNotice } from "../../ui/MendedNotice.tsx";
import { durationText } from "../../ui/numbers.ts";
import { CheckpointSources, ShortList } from "./CheckpointSources.tsx";
import { EmbeddedModels } from "./EmbeddedModels.tsx";
import { FoundAdapter } from "./FoundAdapter.tsx";
import { FoundCheckpoint } from "./FoundCheckpoint.tsx";
import { KeptModels } from "./KeptModels.tsx";
import classes from "./ModelsPage.module.css";
import { kept, modelImport } from "./session.ts";
import { takeDropped } from "./take-folder.ts";

/**
 * The page that imports checkpoints from the hub or a folder into this browser, and says beforehand what they demand.
 */
export function ModelsPage() {
  useEffect(() => kept.open(), []);
  useEffect(() => void lookForDevice(), []);
  const device = useDeviceReport();
  const listError = useStore(kept.store, (state) => state.error);
  const mended = useStore(kept.store, (state) => state.mended);
  const error = useStore(modelImport.store, (state) => state.error);
  return (
    <Box className={classes.page} {...drop}>
      <VisuallyHidden component="h1">{t("Models")}</VisuallyHidden>
      <StorageNote />
      <MendedNotice
        mended={mended}
        names={[msg("model"), msg("models")]}
        onDismiss={() => kept.store.setState({ mended: null })}
      />
      {listError && <ErrorPanel report={listError} onDismiss={() => kept.store.setState({ error: null })} />}
      <CheckpointSources />
      {error && <ErrorPanel report={error} onDismiss={() => modelImport.store.setState({ error: null })} />}
      <FoundAdapter />
      <FoundCheckpoint device={device} />
      <ProgressBar />
      <KeptModels device={device} />
      <EmbeddedModels />
      <ShortList />
      <Announcements />
    </Box>
  );
}

function ProgressBar() {
  const { status, progress } = useStore(modelImport.store);
  if (status !== "keeping" && status !== "cancelling") return null;
  const { stage, done, of, secondsLeft } = progress ?? { stage: "fetching", done: 0, of: 0, secondsLeft: null };
  return (
    <p className={classes.head} data-testid="model-progress">
      <progress max={of || 1} value={done} aria-label={t("Bringing the model in: progress")} />
      <span>
        {stage === "fetching"
          ? t("Being brought in: {done} of {of}", { done: bytesText(done), of: bytesText(of) })
          : t("Being checked: {done} of {of}", { done: bytesText(done), of: bytesText(of) })}
        {secondsLeft !== null && ` · ${t("{duration} left", { duration: durationText(secondsLeft) })}`}
      </span>
      <Button
        size="compact-xs"
        variant="default"
        disabled={status === "cancelling"}
        onClick={() => modelImport.cancel()}
      >
        {status === "cancelling" ? t("Stopping…") : t("Cancel")}
      </Button>
    </p>
  );
}

function Announcements() {
  const imported = useStore(modelImport.store, (state) => state.announcement);
  const changed = useStore(kept.store, (state) => state.announcement);
  return <Announcement>{[imported, changed].filter(Boolean).join(" ")}</Announcement>;
}

/** A note, shown before anything is fetched, that this browser stores nothing. */
function StorageNote() {
  const memory = useStore(kept.store, ({ room }) => room?.kind === "memory");
  if (!memory) return null;
  return (
    <Alert variant="light" color="yellow" p="xs" icon={<IconInfoCircle size={18} aria-hidden />}>
      {t(
        "This browser keeps nothing for this site: a private window, blocked site data, or records of a newer playground, which are left alone. Models cannot be brought in.",
      )}
    </Alert>
  );
}

const drop = fileDrop(
  ({ items }) => void takeDropped(items).catch((error) => modelImport.store.setState({ error: reportOf(error) })),
);
