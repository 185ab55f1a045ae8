import { createStore } from "zustand/vanilla";
import { reportOf } from "../engine/errors.ts";
import { t } from "../i18n/i18n.ts";
import { isAbort } from "../worker/client.ts";
import type { Trajectory, Unread } from "../worker/records.ts";
import { announceTrajectory } from "./announce-trajectory.ts";
import { branchEdits } from "./branch-edits.ts";
import { type Branch, inheritPrefix, type REMOVED } from "./branches.ts";
import type { Engine } from "./engine.ts";
import { defaultSettings, type Explore, type ExploreState } from "./explore-state.ts";
import { type ExploreTask, exploreWork } from "./explore-work.ts";
import { createLive, liveFrom, liveWith } from "./live.ts";
import { createPrefixValues, rolloutSettings, valuesAlong, withEstimate } from "./prefix-values.ts";
import { recordedBranches, stillShown } from "./recorded-branches.ts";
import { createSelection } from "./selection.ts";

const EXAMPLES_A_STORY = 2;

export function createExplore({ client, ready }: Pick<Engine, "client" | "ready">): Explore {
  const store = createStore<ExploreState>(() => ({
    prompt: "",
    settings: defaultSettings,
    scale: "sigma",
    branches: [],
    activeId: null,
    comparedIds: [],
    reading: null,
    examples: [],
    recording: null,
    removed: null,
    opening: false,
    measurement: { points: "steps", rollouts: 32 },
    status: "idle",
    asked: null,
    error: null,
    notice: null,
    announcement: "",
  }));
  const live = createLive();
  const values = createPrefixValues();
  const selection = createSelection();
  const { work, stop } = exploreWork(store, live, ready);
  /** Resolves when the current, or else the last, trajectory is written. */
  let writing: Promise<void> = Promise.resolve();
  let lastBranchId = 0;

  /** The current prompt, completed; how it was read is kept. */
  async function wholePrompt(signal: AbortSignal): Promise<string> {
    const { prompt: typed } = store.getState();
    const reading = await client.request<"completePrompt">({ kind: "completePrompt", prompt: typed }, { signal });
    store.setState({ reading: { ...reading, typed } });
    return reading.prompt;
  }

  /** Samples after `prefix`; the result joins the branches of the same prompt and becomes the active one. */
  function sample(parent: Branch | null, branchAt: number, prefix: number[]): Promise<void> {
    const asked = parent ? null : store.getState().prompt;
    const write: ExploreTask = async (signal, superseded) => {
      const { settings } = store.getState();
      const prompt = parent?.trajectory.prompt ?? (await wholePrompt(signal));
      if (superseded()) return;
      lastBranchId += 1;
      const id = lastBranchId;
      let count = 0;
      let firstAt = 0;
      // A branch begins with the token that the person chose, so that token is selected.
      selection.setState({ hovered: parent && { branchId: id, column: branchAt + 1 }, pinned: null });
      live.setState({ trajectory: liveFrom(id, prompt, parent, branchAt), tokensPerSecond: null });
      const own = await client.request<"generate">(
        { kind: "generate", prompt, settings, prefix },
        {
          signal,
          onEvent: (event) => {
            if (superseded()) return;
            live.setState(({ trajectory }) => ({ trajectory: trajectory && liveWith(trajectory, event) }));
            if (event.type === "unread") tellUnread(event);
            if (event.type !== "token" || event.index < prefix.length) return;
            count += 1;
            if (count === 1) firstAt = event.at;
            // The time until the first token is for reading the prompt, so it does not count as tokens per second.
            else live.setState({ tokensPerSecond: (1000 * (count - 1)) / (event.at - firstAt) });
          },
        },
      );
      if (superseded() || own.tokens.length === 0) return;
      const trajectory = parent ? inheritPrefix(parent.trajectory, branchAt, own) : own;
      const branch: Branch = { id, parent: parent?.id ?? null, branchAt, trajectory };
      live.setState({ trajectory: null });
      store.setState(({ branches, activeId, comparedIds, recording, removed }) => {
        const kept = branches.filter((other) => other.trajectory.prompt === prompt);
        // The trajectory that was shown before stays visible beside the new one: the parent, or the last trajectory.
        const beside = kept.filter(({ id: other }) =>
          parent ? other === parent.id || comparedIds.includes(other) : other === activeId,
        );
        return {
          branches: [...kept, branch],
          recording: stillShown(recording, kept),
          removed: removed?.before[0]?.trajectory.prompt === prompt ? removed : null,
          activeId: id,
          comparedIds: beside.map((other) => other.id),
          announcement: announceTrajectory(trajectory),
        };
      });
    };
    writing = work("generating", write, asked);
    return writing;
  }

  const tellUnread = ({ report }: Unread) => store.setState({ error: report });

  /** Scores every trajectory again. @param taken picks the parts of the new scores that replace the old ones */
  async function scoreAgain(
    taken: (scored: Trajectory) => Partial<Trajectory>,
    { everyToken = false }: { everyToken?: boolean } = {},
  ): Promise<void> {
    // Newly loaded models must not interrupt a response that the person has asked for meanwhile.
    while (store.getState().status === "generating") await writing;
    await work("scoring", async (signal, superseded) => {
      let problem: unknown = null;
      const { branches, activeId, recording } = store.getState();
      const before = everyToken ? branches.filter(({ id }) => id === activeId) : branches;
      for (const { id, trajectory } of before) {
        const { prompt, settings, tokens, text } = trajectory;
        const response = tokens.map((token) => token.id);
        const request = { kind: "score", prompt, settings, text, response, ...(everyToken && { everyToken }) } as const;
        const scored = await client.request<"score">(request, { signal, onEvent: tellUnread }).catch((error) => {
          if (isAbort(error)) throw error;
          // If a trajectory has another vocabulary and cannot be scored, the others are scored all the same.
          problem = error;
          return null;
        });
        if (superseded()) return;
        if (!scored) continue;
        // Recorded numbers are not kept beside numbers computed here.
        const recorded = recording?.branchIds.includes(id);
        const change = recorded ? { ...scored, finish: trajectory.finish } : taken(scored);
        store.setState(({ branches, recording: shown }) => ({
          branches: branches.map((branch) =>
            branch.id === id ? { ...branch, trajectory: { ...trajectory, ...change } } : branch,
          ),
          recording: recorded ? stillShown(shown, branches, id) : shown,
        }));
      }
      if (problem) throw problem;
    });
  }

  function forget(): void {
    selection.setState({ hovered: null, pinned: null });
    values.setState({ estimates: new Map(), progress: null });
    store.setState({ branches: [], activeId: null, comparedIds: [], reading: null, recording: null, removed: null });
  }

  const explore: Explore = {
    store,
    live,
    values,
    selection,

    async loadExamples() {
      await ready();
      const examples = await client.request<"problems">({ kind: "problems", count: EXAMPLES_A_STORY, seed: 1 });
      store.setState({ examples });
    },

    generate: () => sample(null, 0, []),

    async branch(branchId, index, tokenId) {
      const parent = store.getState().branches.find((branch) => branch.id === branchId);
      if (!parent) return;
      const { tokens } = parent.trajectory;
      await sample(parent, index, [...tokens.slice(0, index).map((token) => token.id), tokenId]);
    },

    stop,

    async unknownWords() {
      await ready();
      const { prompt } = store.getState();
      return (await client.request<"completePrompt">({ kind: "completePrompt", prompt })).unknownWords;
    },

    restore: (linked, active) =>
      work("scoring", async (signal, superseded) => {
        const prompt = await wholePrompt(signal);
        const branches: Branch[] = [];
        for (const { parent: position, branchAt, settings, finish, tokens } of linked) {
          const scored = await client.request<"score">(
            { kind: "score", prompt, settings, response: tokens },
            { signal, onEvent: tellUnread },
          );
          const parent = typeof position === "number" ? branches[position] : undefined;
          const own: Trajectory = { ...scored, finish };
          lastBranchId += 1;
          branches.push({
            id: lastBranchId,
            parent: parent?.id ?? (position as typeof REMOVED | null),
            branchAt,
            trajectory: parent ? inheritPrefix(parent.trajectory, branchAt, own) : own,
          });
        }
        if (superseded()) return;
        const shown = branches[active] ?? branches.at(-1);
        store.setState({
          branches,
          recording: null,
          removed: null,
          activeId: shown?.id ?? null,
          comparedIds: branches.filter((branch) => branch !== shown).map((branch) => branch.id),
          announcement: shown ? announceTrajectory(shown.trajectory) : "",
        });
      }),

    showRecording(recorded) {
      if (store.getState().branches.length > 0) return;
      const branches = recordedBranches(recorded, lastBranchId + 1);
      const shown = branches.at(-1);
      if (!shown) return;
      lastBranchId = shown.id;
      let estimates = values.getState().estimates;
      for (const [i, { values: measured }] of recorded.trajectories.entries()) {
        const { prompt, tokens } = (branches[i] as Branch).trajectory;
        for (const estimate of measured) estimates = withEstimate(estimates, prompt, tokens, estimate);
      }
      values.setState({ estimates });
      store.setState({
        prompt: recorded.prompt,
        settings: shown.trajectory.settings,
        branches,
        activeId: shown.id,
        comparedIds: branches.slice(0, -1).map(({ id }) => id),
        recording: {
          policy: recorded.policy,
          rewardModels: recorded.rewardModels,
          branchIds: branches.map(({ id }) => id),
        },
        announcement: t("Recorded: {what}", { what: announceTrajectory(shown.trajectory) }),
      });
    },

    async runLive() {
      const { branches, recording } = store.getState();
      const recorded = branches.find(({ id }) => recording?.branchIds.includes(id));
      if (!recorded) return;
      const { prompt, settings } = recorded.trajectory;
      forget();
      store.setState({ prompt, settings });
      await sample(null, 0, []);
      if (store.getState().branches.length > 0) await explore.measure();
    },

    clear() {
      stop();
      forget();
      store.setState({ prompt: "", settings: defaultSettings, error: null, announcement: t("Nothing is shown.") });
    },

    judgeAgain: () => scoreAgain(({ rewards }) => ({ rewards })),

    judgeEveryToken: () => scoreAgain(({ rewards }) => ({ rewards }), { everyToken: true }),

    policyChanged() {
      values.setState({ estimates: new Map(), progress: null });
      return scoreAgain(({ tokens }) => ({ tokens }));
    },

    measure: () =>
      work("measuring", async (signal, superseded) => {
        const { branches, activeId, measurement } = store.getState();
        const active = branches.find(({ id }) => id === activeId);
        if (!active) return;
        const { points, rollouts } = measurement;
        const { prompt, tokens } = active.trajectory;
        const known = valuesAlong(values.getState().estimates, prompt, tokens);
        values.setState({ progress: null });
        const measured = await client.request<"measureValues">(
          {
            kind: "measureValues",
            prompt,
            response: tokens.map((token) => token.id),
            points,
            settings: { rollouts, ...rolloutSettings },
            known: known.filter((estimate) => estimate.rollouts >= rollouts),
          },
          {
            signal,
            onEvent: ({ estimate, ...progress }) => {
              // The values may belong to a policy that no longer answers.
              if (superseded()) return;
              values.setState(({ estimates }) => ({
                estimates: withEstimate(estimates, prompt, tokens, estimate),
                progress,
              }));
            },
          },
        );
        if (superseded()) return;
        store.setState({ announcement: t("Values measured at {measured} prefixes.", { measured: measured.length }) });
      }),

    fail: (error) => store.setState({ error: reportOf(error) }),

    ...branchEdits(store, selection),
  };
  return explore;
}
