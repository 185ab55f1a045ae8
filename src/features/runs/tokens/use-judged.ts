import { useEffect, useState } from "react";
import type { ProblemReport } from "../../../engine/errors.ts";
import { reportOf } from "../../../engine/errors.ts";
import { pageEngine } from "../../../state/page-engine.ts";
import type { RunRecord } from "../../../storage/records.ts";
import { storedModel } from "../../../storage/reward-models.ts";
import { isAbort } from "../../../worker/client.ts";
import type { Trajectory } from "../../../worker/records.ts";
import type { TextPair } from "./example-pair.ts";

interface Judged {
  first: RunRecord;
  second: RunRecord;
  /** The trajectory of the chosen, then of the rejected response. */
  trajectories: Trajectory[];
}

const TYPING_MS = 300;

/**
 * Lets both runs judge the pair when it has not been edited for a moment; until then the previous result stays visible.
 */
export function useJudged(first: RunRecord | undefined, second: RunRecord | undefined, pair: TextPair) {
  const [judged, setJudged] = useState<Judged | null>(null);
  const [error, setError] = useState<ProblemReport | null>(null);
  const [busy, setBusy] = useState(false);
  // A run's record changes during training or when it is renamed; its id stays the same.
  const key = JSON.stringify(first && second && [first.id, second.id]);
  const [runs, setRuns] = useState({ key, first, second });
  if (runs.key !== key) setRuns({ key, first, second });

  useEffect(() => {
    const { first, second } = runs;
    if (!first || !second) return;
    const own = new AbortController();
    setBusy(true);
    const timer = setTimeout(async () => {
      try {
        await pageEngine.ready();
        const models = [first, second].map(storedModel);
        const { prompt, chosen, rejected } = pair;
        const trajectories = await pageEngine.client.request<"judgeTexts">(
          { kind: "judgeTexts", models, prompt, responses: [chosen, rejected] },
          { signal: own.signal },
        );
        if (own.signal.aborted) return;
        setJudged({ first, second, trajectories });
        setError(null);
      } catch (cause) {
        if (isAbort(cause) || own.signal.aborted) return;
        setJudged(null);
        setError(reportOf(cause));
      } finally {
        if (!own.signal.aborted) setBusy(false);
      }
    }, TYPING_MS);
    return () => {
      clearTimeout(timer);
      own.abort();
    };
  }, [runs, pair]);

  return { judged, error, busy };
}
