import { createStore, type StoreApi } from "zustand/vanilla";
import type { Field } from "../engine/sweep/variation.ts";

/** A range of an axis, within [0, 1]. */
export type Stretch = readonly [low: number, high: number];

/** Ranges by axis; an axis without entry is shown as a whole. */
export type Stretches = Readonly<Record<string, Stretch>>;

export interface Sort {
  column: string;
  descending: boolean;
}

/** How a sweep is shown; it survives live updates and applies to every plot. */
export interface SweepView {
  /** The ranges of the axes that plots show. */
  zoom: Stretches;
  /** Ranges of the shown axes: trials outside of a range are faint in all plots and not in the table. */
  brushes: Stretches;
  /** Ids of axes in the order that the person gave them; other axes follow. */
  order: readonly string[];
  /** Column and direction that the table is sorted by; null: the best trial first. */
  sort: Sort | null;
  /** Fields of the heat map; null: the first two. */
  heat: readonly [Field, Field] | null;
}

export const OBJECTIVE_AXIS = "objective";

const DEFAULT_SWEEP_VIEW: SweepView = {
  zoom: {},
  brushes: {},
  order: [],
  sort: null,
  heat: null,
};

export interface SweepViews {
  view: StoreApi<SweepView>;
  /**
   * The trial under the pointer or the focus, in a store of its own, since it changes with every move of the pointer.
   */
  hovered: StoreApi<{ key: string | null }>;
  /** Brushes a range of an axis; null, or the whole axis, removes the brush. */
  brush(axis: string, stretch: Stretch | null): void;
  /** Shows only what is brushed. */
  zoomIn(): void;
  /** Shows everything, and brushes what was shown before. */
  zoomOut(): void;
  /** Moves an axis by a number of places among `axes`, in their present order. */
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

/** Ids in the order that a person gave them; new ids come last. */
export function inOrder(ids: readonly string[], order: readonly string[]): string[] {
  const placed = order.filter((id) => ids.includes(id));
  return [...placed, ...ids.filter((id) => !placed.includes(id))];
}

/** Ranges of zoomed axes as ranges of the whole axes. */
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
