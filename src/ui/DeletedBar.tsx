import { Button } from "@mantine/core";
import { t } from "../i18n/i18n.ts";
import { bytesText } from "../storage/bytes.ts";
import classes from "./DeletedBar.module.css";

interface DeletedBarProps {
  /** The kind of items: "Deleted runs". */
  label: string;
  names: readonly string[];
  /** Bytes that deleting them for good frees. */
  bytes: number;
  onRestore(): void;
  onErase(): void;
}

const NAMED = 3;

/** Shows deleted items until they are gone for good: after a day, or when their room is needed. */
export function DeletedBar({ label, names, bytes, onRestore, onErase }: DeletedBarProps) {
  if (names.length === 0) return null;
  const named = names.slice(0, NAMED).map((name) => `“${name}”`);
  const list = named.join(", ");
  const further = names.length - NAMED;
  return (
    <section className={classes.deleted} aria-label={label}>
      <span>
        {further > 0 ? t("Deleted: {list} and {further} more.", { list, further }) : t("Deleted: {list}.", { list })}
      </span>
      <Button size="compact-xs" variant="default" onClick={onRestore}>
        {t("Undo")}
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={onErase}>
        {bytes > 0 ? t("Delete for good, frees {bytes}", { bytes: bytesText(bytes) }) : t("Delete for good")}
      </Button>
    </section>
  );
}
