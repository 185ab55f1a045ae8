import type { DeviceChoice } from "../../engine/device.ts";
import { appearance } from "../../state/appearance.ts";
import { dataIdsOf } from "../../state/embedded-pairs.ts";
import { asksForTraining, type ReadTrainSearch, readTrainSearch, trainSearch } from "../../state/train-search.ts";
import { DEFAULT_PINS } from "../../state/train-state.ts";
import type { PageAddress } from "../../state/use-address.ts";
import { openTrainingData } from "./open-data.ts";
import { openRecording } from "./recording.ts";
import { resumeStored } from "./resume-stored.ts";
import { train } from "./session.ts";

export const trainAddress: PageAddress<ReadTrainSearch> = {
  read(raw) {
    const asked = readTrainSearch(raw);
    return { asked, problems: asked.problems, key: JSON.stringify(raw) };
  },
  open(asked) {
    const { settings, pins, device, resume, data, heldOutData } = asked;
    const { phase, source } = train.store.getState();
    if (phase === "idle" || phase === "ended") train.store.setState({ settings, pins: pins ?? DEFAULT_PINS });
    if (!asksForTraining(asked)) return openRecorded(device);
    const read = data ? openTrainingData(data, heldOutData, device) : train.open(source, device);
    if (resume.length > 0) void read.then(() => resumeStored(resume));
  },
  stay() {
    const { device, opened, opening } = train.store.getState();
    if (!opened && !opening) openRecorded(device);
  },
  present({ data, heldOutData }) {
    const { settings, device, pins, source, opening } = train.store.getState();
    // While data sets of this browser are still being looked for, the address keeps their ids.
    const ids = opening && data ? { data, heldOutData } : dataIdsOf(source);
    return trainSearch(settings, device, pins, DEFAULT_PINS, ids);
  },
  subscribe: (changed) =>
    train.store.subscribe(({ settings, device, pins, source, opening }, before) => {
      const sameData = device === before.device && source === before.source && opening === before.opening;
      if (!sameData || settings !== before.settings || pins !== before.pins) changed(false);
    }),
};

/** Shows the recording, and then reads data and base; a frame with a single figure needs no more than the recording. */
function openRecorded(device: DeviceChoice): void {
  if (appearance.getState().embed !== null) void openRecording();
  else void train.open(() => openRecording().then(() => train.store.getState().source), device);
}
