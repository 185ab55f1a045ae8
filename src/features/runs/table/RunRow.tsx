import { ActionIcon, Button, Checkbox, Menu, Table, Tooltip } from "@mantine/core";
import { IconDownload, IconServer, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { memo } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";
import { t } from "../../../i18n/i18n.ts";
import { translated } from "../../../i18n/translated.ts";
import type { Runs } from "../../../state/runs.ts";
import type { RunsView } from "../../../state/runs-view.ts";
import { isResumable } from "../../../state/stored-training.ts";
import { bytesText } from "../../../storage/bytes.ts";
import type { RunRecord } from "../../../storage/records.ts";
import { saveFile } from "../../../ui/download.ts";
import { EditableText } from "../../../ui/EditableText.tsx";
import type { RunStroke } from "../../../ui/run-strokes.ts";
import { Swatch } from "../../../ui/Swatch.tsx";
import classes from "../RunsPage.module.css";
import { dateText, figureText, methodText, statusTexts } from "../texts.ts";

interface RunRowProps {
  run: RunRecord;
  size: number | null;
  /** The run's stroke in figures while it is selected. */
  stroke: RunStroke | null;
  runs: Runs;
  view: StoreApi<RunsView>;
}

/** A row is not drawn anew while its run stays the same: drawing rows takes most of the page's time. */
export const RunRow = memo(function RunRow({ run, size, stroke, runs, view }: RunRowProps) {
  const { id, name, note, dataName, dataHash, pairs, heldOut, final, step, steps, seed, createdAt } = run;
  const selected = useStore(view, (shown) => shown.selected.includes(id));
  const toggle = () =>
    view.setState(({ selected: before }) => ({
      selected: selected ? before.filter((other) => other !== id) : [...before, id],
    }));
  return (
    <Table.Tr data-testid="run" data-selected={selected || undefined}>
      <Table.Td className={classes.check}>
        <Checkbox aria-label={t("Select {name}", { name })} checked={selected} onChange={toggle} />
      </Table.Td>
      <Table.Td className={classes.nameCell}>
        <EditableText
          value={name}
          label={t("Name")}
          placeholder={t("Name")}
          required
          onSave={(text) => void runs.rename(id, text)}
        />
        <EditableText
          value={note}
          label={t("Note")}
          placeholder={t("Add a note")}
          quiet
          onSave={(text) => void runs.annotate(id, text)}
        />
      </Table.Td>
      <Table.Td data-wraps>
        <span className={classes.method}>
          {stroke && <Swatch stroke={stroke} />}
          {translated(methodText(run))}
        </span>
      </Table.Td>
      <Table.Td data-wraps title={t("SHA-256 {hash}", { hash: dataHash })}>
        {translated(dataName)}
      </Table.Td>
      <Table.Td data-numeric title={t("Measured on {heldOut} held-out pairs", { heldOut })}>
        {pairs}
      </Table.Td>
      <Table.Td>
        <Status run={run} />
      </Table.Td>
      <Table.Td data-numeric>{figureText(final?.accuracy)}</Table.Td>
      <Table.Td data-numeric>{figureText(final?.margin)}</Table.Td>
      <Table.Td data-numeric>{figureText(final?.loss)}</Table.Td>
      <Table.Td data-numeric>{step === steps ? step : `${step} / ${steps}`}</Table.Td>
      <Table.Td data-numeric>{seed}</Table.Td>
      <Table.Td data-numeric>{size === null ? "…" : size === 0 ? "–" : bytesText(size)}</Table.Td>
      <Table.Td data-numeric data-wraps>
        {dateText(createdAt)}
      </Table.Td>
      <Table.Td>
        <Actions run={run} runs={runs} />
      </Table.Td>
    </Table.Tr>
  );
});

function Status({ run: { status, error, hasSnapshot } }: { run: RunRecord }) {
  const { sign, word, meaning } = statusTexts[status];
  const lost = status === "interrupted" && !hasSnapshot ? t("; it was not saved yet and begins again") : "";
  const where = error?.where ? ` (${translated(error.where)})` : "";
  const reason = error
    ? `${translated(error.what)}${where}. ${translated(error.fix ?? "")}`
    : translated(meaning) + lost;
  return (
    <Tooltip label={reason} multiline maw={360}>
      {/* Focusable, so that the reason is not for the pointer alone. */}
      <button type="button" className={classes.status} data-status={status}>
        <span aria-hidden>{sign}</span> {translated(word)}
      </button>
    </Tooltip>
  );
}

function Actions({ run, runs }: Pick<RunRowProps, "run" | "runs">) {
  const { id, name, status, hasCheckpoint } = run;
  const busy = useStore(runs.store, (state) => state.busy !== null);
  const underWay = status === "running" || status === "paused";
  return (
    <div className={classes.actions}>
      {isResumable(run) && (
        <Button
          size="compact-xs"
          variant="default"
          renderRoot={(props) => <Link to="/train" search={{ run: id }} {...props} />}
          aria-label={t("Resume {name}", { name })}
        >
          {t("Resume")}
        </Button>
      )}
      <ActionIcon
        size="sm"
        aria-label={t("Export {name}", { name })}
        title={t("Export as zip")}
        disabled={busy}
        onClick={() => void runs.exportRuns([id], saveFile)}
      >
        <IconDownload size={15} stroke={1.5} aria-hidden />
      </ActionIcon>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon
            size="sm"
            aria-label={t("Take {name} elsewhere", { name })}
            title={t("Take it elsewhere")}
            disabled={busy}
          >
            <IconServer size={15} stroke={1.5} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            title={t("Its data and settings for TRL and LLaMA-Factory, as zip")}
            onClick={() => void runs.packForCluster(id, saveFile)}
          >
            {t("To a cluster")}
          </Menu.Item>
          <Menu.Item disabled={!hasCheckpoint} onClick={() => void runs.exportOnnx(id, saveFile)}>
            {t("As an ONNX graph")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <ActionIcon
        size="sm"
        aria-label={t("Delete {name}", { name })}
        title={underWay ? t("Stop it on the Train page first") : t("Delete; can be undone")}
        disabled={underWay}
        onClick={() => void runs.remove([id])}
      >
        <IconTrash size={15} stroke={1.5} aria-hidden />
      </ActionIcon>
    </div>
  );
}
