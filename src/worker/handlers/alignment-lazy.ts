import type { RuntimeOptions } from "../../engine/onnx/session.ts";
import type { Models } from "../models.ts";
import type { Handlers } from "../serve.ts";
import type { AlignmentRoom } from "./alignment.ts";

/** The worker's handlers for alignment. They need jax-js, which is loaded at the first request. */
export function alignmentHandlers(
  models: Models,
  runtime: () => RuntimeOptions,
): Pick<Handlers, "align" | "controlAlignment"> {
  let room: Promise<AlignmentRoom> | null = null;
  const alignment = () => {
    room ??= import("./alignment.ts").then(({ AlignmentRoom }) => new AlignmentRoom(models, runtime));
    return room;
  };
  return {
    align: async (request, call) => (await alignment()).align(request, call),
    controlAlignment: async (request) => (await alignment()).control(request),
  };
}
