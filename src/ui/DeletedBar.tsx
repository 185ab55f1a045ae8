import { Button } from "@mantine/core";
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
  const others = names.length > NAMED ? ` and ${names.length - NAMED} more` : "";
  return (
    <section className={classes.deleted} aria-label={label}>
      <span>
        Deleted: {named.join(", ")}
        {others}.
      </span>
      <Button size="compact-xs" variant="default" onClick={onRestore}>
        Undo
      </Button>
      <Button size="compact-xs" variant="subtle" onClick={onErase}>
        Delete for good{bytes > 0 && `, frees ${bytesText(bytes)}`}
      </Button>
    </section>
  );
}
