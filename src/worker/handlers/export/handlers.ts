import type { RequestOf } from "../../calls.ts";
import { clusterPack as pack } from "./cluster-pack.ts";

export { exportOnnx } from "./onnx.ts";

/** Packs a run with the files that the site serves. */
export const packForCluster = (request: RequestOf<"packForCluster">): Promise<Blob> => pack(request);
