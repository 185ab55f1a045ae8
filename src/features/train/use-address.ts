import { useNavigate, useSearch } from "@tanstack/react-router";
import { useEffect, useLayoutEffect, useMemo, useState } from "react";
import { dataIdsOf } from "../../state/embedded-pairs.ts";
import { DEFAULT_PINS } from "../../state/train-state.ts";
import { openData } from "./open-data.ts";
import { openRecording } from "./recording.ts";
import { resumeStored } from "./resume-stored.ts";
import { readTrainSearch, type TrainSearch, trainSearch } from "./search.ts";
import { train } from "./session.ts";

const QUIET_MS = 300;
const EMPTY = "{}";

/** The address on which the page and the address bar last agreed. Outlives the page as its state does. */
let settled = EMPTY;
/** Addresses the page has written and the router has not reported yet. */
const onTheirWay = new Set<string>();

/**
 * Keeps the page and its address the same: an address that was opened or gone back to sets the page; what is changed on
 * the page is written to the address once it is quiet. Opens the data, too.
 * @returns what the opened address says wrongly
 */
export function useAddress(): { problems: string[]; dismiss(): void } {
  const raw: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const key = JSON.stringify(raw);
  const read = useMemo(() => readTrainSearch(JSON.parse(key) as Record<string, unknown>), [key]);
  const [dismissed, setDismissed] = useState<readonly string[]>([]);

  // Before anybody can type: what an address says must not undo it.
  useLayoutEffect(() => {
    const { phase, source, device, opened, opening } = train.store.getState();
    // An address without parameters is the link of the navigation: it finds the page as it was left.
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
      const { settings, device, pins, source, opening } = train.store.getState();
      const present = trainSearch(settings, device, pins, DEFAULT_PINS, dataIdsOf(source));
      // Data sets of this browser may still be looked for: until they are found the address names those it named.
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
  }, [navigate, key]);

  return {
    problems: read.problems.filter((problem) => !dismissed.includes(problem)),
    dismiss: () => setDismissed(read.problems),
  };
}

/** What an address says of data of this browser. */
function dataOf({ data, heldOutData }: TrainSearch): TrainSearch {
  return { ...(data && { data }), ...(data && heldOutData && { heldOutData }) };
}
