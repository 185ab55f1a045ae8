import { reportOf } from "../../engine/errors.ts";
import { chosenSource } from "../../state/chosen-source.ts";
import { dataIdsOf } from "../../state/embedded-pairs.ts";
import { asksForSweep, type ReadSweepSearch, readSweepSearch, sweepSearch } from "../../state/sweep-search.ts";
import type { PageAddress } from "../../state/use-address.ts";
import { withholdRecording } from "./recording.ts";
import { draft, sweep, takeFromTrain } from "./session.ts";

/** Whether the page has been opened; the first time without an address, it takes what Train has. */
let isOpened = false;
/** Ids of data that are still being looked for. */
let lookingFor: { data: string | null; heldOutData: string | null } | null = null;

export const sweepAddress: PageAddress<ReadSweepSearch> = {
  read(raw) {
    const asked = readSweepSearch(raw);
    return { asked, problems: asked.problems, key: JSON.stringify(raw) };
  },
  open(asked) {
    isOpened = true;
    if (asksForSweep(asked)) withholdRecording();
    draft.setState(asked.draft);
    void chooseData(asked.data, asked.heldOutData);
  },
  stay() {
    if (!isOpened) takeFromTrain();
    isOpened = true;
  },
  present: () => sweepSearch(draft.getState(), lookingFor ?? dataIdsOf(draft.getState().source)),
  subscribe: (changed) => draft.subscribe(() => changed(false)),
};

/** Chooses the pairs of the sweep by ids as `chosenSource` takes them; pairs that are not there change nothing. */
export async function chooseData(data: string | null, heldOutData: string | null): Promise<void> {
  const wanted = { data, heldOutData };
  lookingFor = wanted;
  try {
    const source = await chosenSource(data, heldOutData);
    if (lookingFor === wanted) draft.setState({ source });
  } catch (error) {
    sweep.store.setState({ error: reportOf(error) });
  } finally {
    if (lookingFor === wanted) lookingFor = null;
  }
}
