import { dataImport } from "../session.ts";

export function takeImportFile(file: File): void {
  void dataImport.take({ origin: { kind: "file", name: file.name, bytes: file.size }, parts: [file] });
}

export function takeText(text: string): void {
  const file = new Blob([text]);
  void dataImport.take({ origin: { kind: "paste", bytes: file.size }, parts: [file] });
}
