import type { StagedWork } from "../staged-work.ts";
import type { AlignmentHost } from "./host.ts";
import type { AlignedBase, AlignmentSettings, AlignmentStage } from "./plan.ts";

/** What all parts of an alignment share. */
export interface AlignmentContext {
  settings: AlignmentSettings;
  policy: AlignedBase;
  work: StagedWork<AlignmentStage>;
  host: AlignmentHost;
}
