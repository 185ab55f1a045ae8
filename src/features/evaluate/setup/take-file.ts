import { evaluateView, files } from "../session.ts";

/** Uses a file as the evaluated data or as the validation data from now on. */
export function takeEvaluationFile(use: "data" | "validation", file: File): void {
  files.setState({ [use === "data" ? "ownData" : "ownValidation"]: { name: file.name, file } });
  evaluateView.setState({ [use]: "file" });
}
