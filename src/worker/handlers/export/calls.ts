import { call, dataSource, text } from "../../call-type.ts";

/** The calls that write a run of this browser for other programs. */
export const exportCalls = {
  /** Packs a run's settings and pairs, with what LLaMA-Factory and TRL need to train on them, into one zip. */
  packForCluster: call({
    run: text,
    /** The preference pairs that come with the playground. */
    embedded: dataSource,
    /** Absolute address of the folder with the files that are the same in every pack. */
    pack: text,
  }).answers<Blob>(),

  /** Exports the reward model of a run as an ONNX graph. */
  exportOnnx: call({ run: text }).answers<Blob>(),
};
