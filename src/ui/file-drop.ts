import type { DragEvent } from "react";

/** Handlers of an element that files can be dropped on. @param take gets what was dropped: files or folders, at least one */
export function fileDrop(take: (dropped: DataTransfer) => void) {
  const holdsFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes("Files");
  return {
    onDragOver(event: DragEvent): void {
      if (holdsFiles(event)) event.preventDefault();
    },
    onDrop(event: DragEvent): void {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      take(event.dataTransfer);
    },
  };
}
