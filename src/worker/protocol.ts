/**
 * The messages between the page and the engine's worker: one union of requests, with one result and one event type per
 * request. Three places use them: `client.ts` on the page, `serve.ts` in the worker, and `handlers/` behind it.
 */
import type { ImportProgress } from "../engine/data/import.ts";
import type { Inspection } from "../engine/data/inspect.ts";
import type { DeviceReport } from "../engine/device.ts";
import type { ProblemReport } from "../engine/errors.ts";
import type { BestOfN } from "../engine/evaluation/best-of-n/report.ts";
import type { Evaluation } from "../engine/evaluation/report.ts";
import type { ValueEstimate } from "../engine/evaluation/values.ts";
import type { HubDataSet } from "../engine/hub/data-set.ts";
import type { RunEnding } from "../flows/train/plan.ts";
import type { DataSetRecord, ModelRecord } from "../storage/records.ts";
import type { Alignment, AlignmentEvent } from "./alignment-records.ts";
import type { DataStatistics, ExportedData, RecordRow, RecordView, WalkProgress } from "./data-records.ts";
import type { MeasurementProgress } from "./evaluation-records.ts";
import type { FoundModel, LocalFile, ModelProgress } from "./model-records.ts";
import type {
  ExampleProblem,
  LoadedModels,
  LoadProgress,
  PromptReading,
  TokenStep,
  Trajectory,
  ValueProgress,
} from "./records.ts";
import type {
  AlignRequest,
  BestOfNRequest,
  ChangeRecordRequest,
  ChoosePolicyRequest,
  ChooseStoredRequest,
  CompletePromptRequest,
  ControlAlignmentRequest,
  ControlTrainingRequest,
  DeriveDataRequest,
  EvaluateRequest,
  ExportDataRequest,
  ExportOnnxRequest,
  FindRecordsRequest,
  GenerateRequest,
  ImportDataRequest,
  InspectDataRequest,
  JudgeTextsRequest,
  KeepModelRequest,
  LoadModelsRequest,
  LookUpModelRequest,
  MakeDataRequest,
  MeasureDataRequest,
  MeasureValuesRequest,
  MergeAdapterRequest,
  OpenHubDataRequest,
  OpenTrainingRequest,
  PackForClusterRequest,
  PinPairsRequest,
  ProblemsRequest,
  ReadRecordRequest,
  ReadRowsRequest,
  ScoreRequest,
  StartRequest,
  TrainRequest,
} from "./requests.ts";
import type { OpenedTraining, PinnedPair, TrainingEvent } from "./training-records.ts";

export type Request =
  | StartRequest
  | LoadModelsRequest
  | GenerateRequest
  | CompletePromptRequest
  | ScoreRequest
  | MeasureValuesRequest
  | ChooseStoredRequest
  | JudgeTextsRequest
  | ProblemsRequest
  | OpenTrainingRequest
  | PinPairsRequest
  | TrainRequest
  | ControlTrainingRequest
  | ChoosePolicyRequest
  | AlignRequest
  | ControlAlignmentRequest
  | EvaluateRequest
  | BestOfNRequest
  | OpenHubDataRequest
  | InspectDataRequest
  | ImportDataRequest
  | FindRecordsRequest
  | ReadRowsRequest
  | ReadRecordRequest
  | ExportDataRequest
  | ChangeRecordRequest
  | DeriveDataRequest
  | MakeDataRequest
  | MeasureDataRequest
  | PackForClusterRequest
  | ExportOnnxRequest
  | LookUpModelRequest
  | MergeAdapterRequest
  | KeepModelRequest;
export type RequestKind = Request["kind"];
export type RequestOf<K extends RequestKind> = Extract<Request, { kind: K }>;

export interface Results {
  openTraining: OpenedTraining;
  pinPairs: PinnedPair[];
  train: RunEnding[];
  controlTraining: null;
  start: DeviceReport;
  loadModels: LoadedModels;
  generate: Trajectory;
  completePrompt: PromptReading;
  score: Trajectory;
  measureValues: ValueEstimate[];
  chooseStored: LoadedModels;
  judgeTexts: Trajectory[];
  problems: ExampleProblem[];
  choosePolicy: LoadedModels;
  align: Alignment | null;
  controlAlignment: null;
  evaluate: Evaluation;
  bestOfN: BestOfN;
  openHubData: HubDataSet;
  inspectData: Inspection;
  importData: DataSetRecord;
  findRecords: Uint32Array;
  readRows: RecordRow[];
  readRecord: RecordView | null;
  exportData: ExportedData;
  changeRecord: DataSetRecord;
  deriveData: DataSetRecord[];
  makeData: DataSetRecord;
  measureData: DataStatistics;
  packForCluster: Blob;
  exportOnnx: Blob;
  lookUpModel: FoundModel;
  mergeAdapter: LocalFile[];
  keepModel: ModelRecord;
}

/** The events that a request sends while it runs. */
export interface Events {
  openTraining: never;
  pinPairs: never;
  train: TrainingEvent;
  controlTraining: never;
  start: never;
  loadModels: LoadProgress;
  generate: TokenStep;
  completePrompt: never;
  score: never;
  measureValues: ValueProgress;
  chooseStored: never;
  judgeTexts: never;
  problems: never;
  choosePolicy: never;
  align: AlignmentEvent;
  controlAlignment: never;
  evaluate: MeasurementProgress;
  bestOfN: MeasurementProgress;
  openHubData: never;
  inspectData: never;
  importData: ImportProgress;
  findRecords: WalkProgress;
  readRows: never;
  readRecord: never;
  exportData: WalkProgress;
  changeRecord: never;
  deriveData: WalkProgress;
  makeData: WalkProgress;
  measureData: WalkProgress;
  packForCluster: never;
  exportOnnx: never;
  lookUpModel: never;
  mergeAdapter: never;
  keepModel: ModelProgress;
}

export type ToWorker = { type: "request"; id: number; request: Request } | { type: "cancel"; id: number };

export type FromWorker =
  | { type: "result"; id: number; result: Results[RequestKind] }
  | { type: "event"; id: number; event: Events[RequestKind] }
  | { type: "error"; id: number; report: ProblemReport }
  | { type: "cancelled"; id: number };
