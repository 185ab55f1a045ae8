import { useEffect, useRef } from "react";
import type { StoreApi } from "zustand/vanilla";
import type { Selection } from "../../state/selection.ts";
import type { Column } from "./columns.ts";
import classes from "./TokenFigure.module.css";

interface CrosshairProps {
  selection: StoreApi<Selection>;
  columns: readonly Column[];
}

/** The band through all rows at the token under the pointer, and at the pinned token. It moves without a render. */
export function Crosshair({ selection, columns }: CrosshairProps) {
  const hovered = useRef<HTMLDivElement>(null);
  const pinned = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const place = (band: HTMLDivElement | null, column: Column | undefined) => {
      if (!band) return;
      band.hidden = !column;
      if (!column) return;
      band.style.transform = `translateX(${column.x - 1}px)`;
      band.style.width = `${column.width}px`;
    };
    const follow = (state: Selection) => {
      place(hovered.current, state.hovered ? columns[state.hovered.column] : undefined);
      place(pinned.current, state.pinned ? columns[state.pinned.column] : undefined);
    };
    follow(selection.getState());
    return selection.subscribe(follow);
  }, [selection, columns]);

  return (
    <>
      <div ref={hovered} className={classes.hovered} data-testid="crosshair" hidden />
      <div ref={pinned} className={classes.pinned} hidden />
    </>
  );
}
