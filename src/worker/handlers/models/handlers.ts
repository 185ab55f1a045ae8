import type { Handlers } from "../../serve.ts";

/** The worker's handlers for importing checkpoints, loaded at the first request. */
export const modelHandlers: Pick<Handlers, "lookUpModel" | "mergeAdapter" | "keepModel"> = {
  lookUpModel: async (request, call) => (await import("./look.ts")).lookUpModel(request, call),
  mergeAdapter: async (request) => (await import("./merge.ts")).mergeAdapter(request),
  keepModel: async (request, call) => (await import("./keep.ts")).keepModel(request, call),
};
