import { createStore, type StoreApi } from "zustand/vanilla";
import type { Field } from "../engine/sweep/variation.ts";

/** A stretch of an axis, [0, 1]. */
export type Stretch = readonly [low: number, high: number];

/** How a sweep is looked at; survives every live update and applies to every plot. */
export interface SweepView {
  /** By axis: trials outside of a stretch are faint everywhere, and not in the table. */
  brushes: Readonly<Record<string, Stretch>>;
  /** Ids of axes as they were moved; those that are not among them follow. */
  order: readonly string[];
  /** Column of the table, and which way. */
  sort: { column: string; descending: boolean };
  /** Fields of the heat map; null: the first two. */
  heat: readonly [Field, Field] | null;
}

export const OBJECTIVE_AXIS = "objective";

export const DEFAULT_SWEEP_VIEW: SweepView = {
  brushes: {},
  order: [],
  sort: { column: OBJECTIVE_AXIS, descending: true },
  heat: null,
};

export interface SweepViews {
  view: StoreApi<SweepView>;
  /** The trial under the pointer or the focus. Apart: it changes with every move of the pointer. */
  hovered: StoreApi<{ key: string | null }>;
  /** null, or all of the axis, takes the brush away. */
  brush(axis: string, stretch: Stretch | null): void;
  /** Moves an axis by places among `axes`, as they are now. */
  move(axes: readonly string[], axis: string, by: number): void;
  hover(key: string | null): void;
}

export function createSweepViews(): SweepViews {
  const view = createStore<SweepView>(() => DEFAULT_SWEEP_VIEW);
  const hovered = createStore<{ key: string | null }>(() => ({ key: null }));
  return {
    view,
    hovered,
    brush(axis, stretch) {
      const { [axis]: _, ...others } = view.getState().brushes;
      const all = stretch === null || (stretch[0] <= 0 && stretch[1] >= 1);
      view.setState({ brushes: all ? others : { ...others, [axis]: stretch } });
    },
    move(axes, axis, by) {
      const from = axes.indexOf(axis);
      const to = Math.min(axes.length - 1, Math.max(0, from + by));
      view.setState({ order: axes.toSpliced(from, 1).toSpliced(to, 0, axis) });
    },
    hover(key) {
      if (hovered.getState().key !== key) hovered.setState({ key });
    },
  };
}

/** Ids in the order a person has given them; new ones come last. */
export function inOrder(ids: readonly string[], order: readonly string[]): string[] {
  const placed = order.filter((id) => ids.includes(id));
  return [...placed, ...ids.filter((id) => !placed.includes(id))];
}
