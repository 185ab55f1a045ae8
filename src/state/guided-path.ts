import { createStore } from "zustand/vanilla";

/** What a newcomer does on the way, one thing a stop. */
export const ACTS = ["generate", "point", "pin", "branch", "train", "scrub", "choose"] as const;
export type Act = (typeof ACTS)[number];

export interface GuidedPathState {
  /** `offered`: nobody has answered yet. `put-away`: declined, left or walked to its end; it can be begun again. */
  status: "offered" | "walking" | "put-away";
  /** The index in `ACTS` of the current stop. */
  stop: number;
  /** Whether the thing to do at this stop has been done. */
  done: boolean;
}

const KEY = "guided-path";

/** Kept in this browser, so that a visitor who comes back goes on where they were. */
export const guidedPath = createStore<GuidedPathState>(() => read());

guidedPath.subscribe((path) => {
  try {
    localStorage.setItem(KEY, JSON.stringify(path));
  } catch {
    // A browser that keeps nothing for this site keeps the place as long as the page is open.
  }
});

export function beginPath(): void {
  guidedPath.setState({ status: "walking", stop: 0, done: false });
}

/** @param by 1: the next stop, behind the last of which the path ends; −1: the one before */
export function walk(by: 1 | -1): void {
  const stop = guidedPath.getState().stop + by;
  if (stop >= ACTS.length) putAway();
  else guidedPath.setState({ stop: Math.max(0, stop), done: false });
}

export function putAway(): void {
  guidedPath.setState({ status: "put-away", stop: 0, done: false });
}

/** Pages say what a visitor has done; a path that waits for that takes note. */
export function did(act: Act): void {
  const { status, stop, done } = guidedPath.getState();
  if (status === "walking" && ACTS[stop] === act && !done) guidedPath.setState({ done: true });
}

function read(): GuidedPathState {
  const first: GuidedPathState = { status: "offered", stop: 0, done: false };
  try {
    const { status, stop, done } = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<GuidedPathState>;
    const isStop = Number.isInteger(stop) && Number(stop) >= 0 && Number(stop) < ACTS.length;
    if (status === "put-away") return { ...first, status };
    return status === "walking" && isStop ? { status, stop: Number(stop), done: done === true } : first;
  } catch {
    return first;
  }
}
