import { RewardRun, type RunMaterial } from "../../engine/training/reward-run.ts";
import { requireRoom } from "../../storage/room.ts";
import { reportOf } from "../report.ts";
import type { TrainingEvent, TrainingPlan } from "../training-records.ts";
import { Curves } from "./training-curves.ts";
import type { TrainingDesk } from "./training-desk.ts";
import { RunKeeper, type RunOrigin } from "./training-keeper.ts";
import { type Lane, leave } from "./training-lane.ts";

/**
 * A lane for every run of a plan, with its record begun or taken up again. Where one cannot begin, none does.
 * @throws PlaygroundError when a run is held by another tab, is gone, or was trained on other pairs
 */
export async function beginLanes(
  desk: TrainingDesk,
  plan: TrainingPlan,
  materials: readonly RunMaterial[],
  emit: (event: TrainingEvent) => void,
): Promise<Lane[]> {
  const origin = await originOf(desk, plan, materials);
  await requireRoom(bytesFor(desk, plan), "the runs of this training").catch((error) =>
    emit({ type: "warning", report: reportOf(error) }),
  );
  const lanes: Lane[] = [];
  const begun: Pick<Lane, "plan" | "keeper">[] = [];
  try {
    for (const [i, run] of plan.runs.entries()) {
      const { keeper, kept, lasting } = await RunKeeper.begin(run, origin, (report) =>
        emit({ type: "warning", report }),
      );
      begun.push({ plan: run, keeper });
      emit({ type: "stored", run: run.id, runId: keeper.id, lasting });
      if (kept.snapshot) emit({ type: "kept", run: run.id, step: kept.snapshot.step });
      const curves = new Curves();
      for (const row of kept.metrics) curves.push(row);
      const rewardRun = new RewardRun(run.config, materials[i] as RunMaterial, kept.snapshot);
      emit({ type: "planned", run: run.id, memory: rewardRun.memory });
      lanes.push({
        plan: run,
        run: rewardRun,
        keeper,
        curves,
        history: kept.history,
        status: "running",
        pins: () => desk.pins(run.config),
      });
    }
    return lanes;
  } catch (error) {
    for (const { run } of lanes) run.dispose();
    await Promise.all(begun.map(leave));
    throw error;
  }
}

/** A weight in a snapshot with its two moments, in the one that replaces it, and in the reward model. */
const BYTES_A_WEIGHT = 2 * 3 * 4 + 2;

/** Room that the runs may take up at most. */
function bytesFor({ contents }: TrainingDesk, { runs }: TrainingPlan): number {
  const weights = [...contents.base.weights.values()].reduce((sum, { data }) => sum + data.length, 0);
  return runs.length * weights * BYTES_A_WEIGHT;
}

async function originOf(
  desk: TrainingDesk,
  plan: TrainingPlan,
  [material]: readonly RunMaterial[],
): Promise<RunOrigin> {
  const { dataName, base, baseId } = desk.contents;
  return {
    // What runs that are trained side by side are known by.
    createdAt: Date.now(),
    dataName,
    dataHash: await desk.dataHash(plan),
    pairs: material?.pairs.length ?? 0,
    heldOut: material?.heldOut.length ?? 0,
    baseModel: base.name,
    base: baseId,
    generator: plan.generator,
    leftOut: desk.data.leftOut,
  };
}
