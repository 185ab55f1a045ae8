import { createStore, type StoreApi } from "zustand/vanilla";
import type { Field } from "../engine/sweep/variation.ts";

/** A stretch of an axis, [0, 1]. */
export type Stretch = readonly [low: number, high: number];

/** By axis; all of an axis that is not among them. */
export type Stretches = Readonly<Record<string, Stretch>>;

export interface Sort {
  column: string;
  descending: boolean;
}

/** How a sweep is looked at; survives every live update and applies to every plot. */
export interface SweepView {
  /** Every plot shows no more than this of the whole axes. */
  zoom: Stretches;
  /** Of the axes as they are shown: trials outside of a stretch are faint everywhere, and not in the table. */
  brushes: Stretches;
  /** Ids of axes as they were moved; those that are not among them follow. */
  order: readonly string[];
  /** Column of the table, and which way; null: the best first. */
  sort: Sort | null;
  /** Fields of the heat map; null: the first two. */
  heat: readonly [Field, Field] | null;
}

export const OBJECTIVE_AXIS = "objective";

export const DEFAULT_SWEEP_VIEW: SweepView = {
  zoom: {},
  brushes: {},
  order: [],
  sort: null,
  heat: null,
};

export interface SweepViews {
  view: StoreApi<SweepView>;
  /** The trial under the pointer or the focus. Apart: it changes with every move of the pointer. */
  hovered: StoreApi<{ key: string | null }>;
  /** null, or all of the axis, takes the brush away. */
  brush(axis: string, stretch: Stretch | null): void;
  /** Shows what is brushed, and nothing else. */
  zoomIn(): void;
  /** Shows everything, and brushes what was to be seen before. */
  zoomOut(): void;
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
    zoomIn: () => view.setState(({ zoom, brushes }) => ({ zoom: within(zoom, brushes), brushes: {} })),
    zoomOut: () => view.setState(({ zoom, brushes }) => ({ zoom: {}, brushes: within(zoom, brushes) })),
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

/** Stretches of zoomed axes as stretches of the whole ones. */
export function within(zoom: Stretches, stretches: Stretches): Stretches {
  const axes = new Set([...Object.keys(zoom), ...Object.keys(stretches)]);
  return Object.fromEntries(
    [...axes].map((axis) => {
      const [low, high] = zoom[axis] ?? [0, 1];
      const [from, to] = stretches[axis] ?? [0, 1];
      return [axis, [low + (high - low) * from, low + (high - low) * to] as const];
    }),
  );
}
