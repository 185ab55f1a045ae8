import type { RuntimeOptions } from "../../../engine/onnx/session.ts";
import type { Models } from "../../models.ts";
import type { Handlers } from "../../serve.ts";
import type { AlignmentService } from "./service.ts";

/** The worker's handlers for alignment. They need jax-js, which is loaded at the first request. */
export function alignmentHandlers(
  models: Models,
  runtime: () => RuntimeOptions,
): Pick<Handlers, "align" | "controlAlignment"> {
  let service: Promise<AlignmentService> | null = null;
  const alignment = () => {
    service ??= import("./service.ts").then(({ AlignmentService }) => new AlignmentService(models, runtime));
    return service;
  };
  return {
    align: async (request, call) => (await alignment()).align(request, call),
    controlAlignment: async (request) => (await alignment()).control(request),
  };
}
