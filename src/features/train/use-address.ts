import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useLayoutEffect, useMemo, useState } from "react";
import { dataIdsOf } from "../../state/embedded-pairs.ts";
import { DEFAULT_PINS } from "../../state/train-state.ts";
import { useIsStillHere } from "../../state/use-is-still-here.ts";
import { openData } from "./open-data.ts";
import { openRecording } from "./recording.ts";
import { resumeStored } from "./resume-stored.ts";
import { readTrainSearch, type TrainSearch, trainSearch } from "./search.ts";
import { train } from "./session.ts";

const QUIET_MS = 300;
const EMPTY = "{}";

/** The address on which page and address bar last agreed. It outlives the page, like the page's state. */
let settled = EMPTY;
/** Addresses the page has written and the router has not reported yet. */
const onTheirWay = new Set<string>();

/**
 * Keeps the page and its address in step: opening an address, or going back to it, sets the page and opens the data;
 * changes of the page are written into the address after a pause.
 * @returns messages about invalid parts of the opened address
 */
export function useAddress(): { problems: string[]; dismiss(): void } {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const isStillHere = useIsStillHere();
  const key = JSON.stringify(raw);
  const read = useMemo(() => readTrainSearch(JSON.parse(key) as Record<string, unknown>), [key]);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);

  // In a layout effect, before a person can type: opening an address must not undo what was typed.
  useLayoutEffect(() => {
    const { phase, source, device, opened, opening } = train.store.getState();
    // An address without parameters comes from the navigation: the page stays as it was left.
    const news = !onTheirWay.delete(key) && key !== settled && key !== EMPTY;
    settled = key;
    if (!news) return void (opened || opening || openRecording().then(() => train.open(source, device)));
    const asked = readTrainSearch(JSON.parse(key) as Record<string, unknown>);
    const { settings, pins, device: wanted, resume, data, heldOutData } = asked;
    if (phase === "idle" || phase === "ended") train.store.setState({ settings, pins: pins ?? DEFAULT_PINS });
    const read = data ? openData(data, heldOutData, wanted) : train.open(source, wanted);
    if (resume.length > 0) void read.then(() => resumeStored(resume));
  }, [key]);

  useEffect(() => {
    const write = () => {
      if (!isStillHere()) return;
      const { settings, device, pins, source, opening } = train.store.getState();
      const present = trainSearch(settings, device, pins, DEFAULT_PINS, dataIdsOf(source));
      // While data sets of this browser are still being looked for, the address keeps their ids.
      const search = opening ? { ...present, ...dataOf(JSON.parse(key) as TrainSearch) } : present;
      const next = JSON.stringify(search);
      if (next === key) return;
      settled = next;
      onTheirWay.add(next);
      void navigate({ to: ".", search: () => search, replace: true, resetScroll: false });
    };
    let timer = window.setTimeout(write, QUIET_MS);
    const unsubscribe = train.store.subscribe(({ settings, device, pins, source, opening }, before) => {
      const sameData = device === before.device && source === before.source && opening === before.opening;
      if (sameData && settings === before.settings && pins === before.pins) return;
      clearTimeout(timer);
      timer = window.setTimeout(write, QUIET_MS);
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [navigate, isStillHere, key]);

  return {
    problems: read.problems.filter((problem) => !dismissed.includes(problem)),
    dismiss: () => setDismissed(read.problems),
  };
}

/** The ids of this browser's data in an address. */
function dataOf({ data, heldOutData }: TrainSearch): TrainSearch {
  return { ...(data && { data }), ...(data && heldOutData && { heldOutData }) };
}
