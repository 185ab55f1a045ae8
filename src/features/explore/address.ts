import type { DeviceChoice } from "../../engine/device.ts";
import { PlaygroundError } from "../../engine/errors.ts";
import { t } from "../../i18n/i18n.ts";
import { msg } from "../../i18n/msg.ts";
import { appearance } from "../../state/appearance.ts";
import { listedClassPolicy } from "../../state/class-policy.ts";
import { defaultSettings } from "../../state/explore-state.ts";
import { decodeBranches, isOfFormerWorld } from "../../state/link.ts";
import { pageEngine } from "../../state/page-engine.ts";
import type { PageAddress } from "../../state/use-address.ts";
import type { StoredPolicy } from "../../storage/stored-model.ts";
import { openRecording, reopenRecording, withoutRecording } from "./recording.ts";
import { type ExploreSearch, exploreSearch, readExploreSearch, saysNothing } from "./search.ts";
import { explore } from "./session.ts";

const FORMER_WORLD = msg(
  "This link is of an earlier world of the playground; its problem and its models are gone. Take an example of the present world.",
);

/** Number of opened addresses: a slow opening is dropped when another address is opened. */
let openings = 0;
/** Whether an address is being opened, so that the state is not yet complete and must not be written. */
let opening = false;
export const exploreAddress: PageAddress<ExploreSearch> = {
  read(raw) {
    const { search, problems } = readExploreSearch(raw);
    return { asked: search, problems, key: JSON.stringify(search) };
  },
  open(search) {
    void open(search);
    if (saysNothing(search)) void reopenRecording();
  },
  stay(search) {
    if (saysNothing(search)) void openRecording();
  },
  present() {
    const state = explore.store.getState();
    if (opening || (state.status !== "idle" && state.asked === null)) return null;
    return exploreSearch(withoutRecording(state), pageEngine.store.getState());
  },
  subscribe: (changed) =>
    explore.store.subscribe(({ asked }, before) => changed(asked !== null && asked !== before.asked)),
};

/** Sets the page to the state in an address. */
async function open(search: ExploreSearch): Promise<void> {
  const { prompt, scale = "sigma", device = "auto", t = "", active, policy, ...settings } = search;
  openings += 1;
  const own = openings;
  opening = true;
  const isFormer = isOfFormerWorld(t, policy);
  explore.store.setState(({ prompt: typed }) => ({
    // The policy of the present world could not read a problem of an earlier world.
    prompt: isFormer ? typed : (prompt ?? typed),
    scale,
    settings: { ...defaultSettings, ...settings },
  }));
  const choose = isRecordedFigure(search)
    ? (choice: DeviceChoice) => pageEngine.store.setState({ choice })
    : pageEngine.wake;
  if (device !== pageEngine.store.getState().choice) choose(device);
  const problem = await letAnswer(policy);
  if (own !== openings) return;
  opening = false;
  try {
    const linked = decodeBranches(t);
    if (isFormer) explore.store.setState({ notice: FORMER_WORLD });
    else if (linked.length > 0) await explore.restore(linked, active ?? linked.length - 1);
    else if (prompt !== undefined) await tellUnknownWords(own);
    if (problem) throw problem;
  } catch (error) {
    explore.fail(error);
  }
}

/** Whether a frame shows the recorded figure alone, for which no engine is needed. */
function isRecordedFigure(search: ExploreSearch): boolean {
  return appearance.getState().embed !== null && saysNothing(search);
}

/** A link without trajectories does not say which world it is from; words that the policy does not know show it. */
async function tellUnknownWords(own: number): Promise<void> {
  const unknown = await explore.unknownWords();
  if (unknown.length === 0 || own !== openings) return;
  const words = unknown.map((word) => `"${word}"`).join(", ");
  explore.store.setState({
    notice: t(
      "The policy does not know all the words of this link's prompt: {words}. It may be of an earlier world of the playground, whose problems and models are gone.",
      { words },
    ),
  });
}

/** Chooses the policy of an address, if it exists. @returns the error if it does not */
async function letAnswer(id: string | undefined): Promise<unknown> {
  if (id === pageEngine.store.getState().policy?.id) return null;
  try {
    await pageEngine.choosePolicy(id === undefined ? null : await otherPolicy(id));
    return null;
  } catch (error) {
    return error;
  }
}

async function otherPolicy(id: string): Promise<StoredPolicy> {
  if (id === listedClassPolicy.id) return { id, name: listedClassPolicy.name };
  // The browser's storage is loaded here, so that a first visit does not wait for it.
  const { listPolicies } = await import("../../storage/stored-policies.ts");
  const found = (await listPolicies()).find((policy) => policy.id === id);
  if (found) return { id, name: found.name };
  throw new PlaygroundError({
    what: "The policy of this link is not in this browser",
    where: "address",
    expected: "a policy that was tuned here or brought in",
    found: id,
    fix: "The rest of the link is shown, with the policy of the playground.",
  });
}
