import { t } from "../../i18n/i18n.ts";
import type { LocalFile } from "../../worker/model-records.ts";
import { modelImport } from "./session.ts";

/** Takes a folder from a file dialog: the paths of its files begin with the folder's name. */
export function takePicked(files: readonly File[]): void {
  const [first] = files;
  if (!first) return;
  const name = first.webkitRelativePath.split("/")[0] || first.name;
  const local = files.map((file) => ({ path: withoutFolder(file.webkitRelativePath || file.name), blob: file }));
  void modelImport.takeFolder(name, local);
}

/** Takes what was dropped onto the page: a folder, or its files. */
export async function takeDropped(items: DataTransferItemList): Promise<void> {
  // Entries exist only while the event is being handled, so they are taken before anything is awaited.
  const entries = [...items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  const [first] = entries;
  if (!first) return;
  const files = (await Promise.all(entries.map(filesOf))).flat();
  const inFolder = entries.length === 1 && first.isDirectory;
  const local = inFolder ? files.map(({ path, blob }) => ({ path: withoutFolder(path), blob })) : files;
  await modelImport.takeFolder(inFolder ? first.name : t("dropped files"), local);
}

async function filesOf(entry: FileSystemEntry): Promise<LocalFile[]> {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path, blob: file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const inside: FileSystemEntry[] = [];
  // A folder returns its entries in batches; an empty batch is the end.
  for (let more = [entry]; more.length > 0; inside.push(...more)) {
    more = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
  }
  return (await Promise.all(inside.map(filesOf))).flat();
}

function withoutFolder(path: string): string {
  return path.includes("/") ? path.slice(path.indexOf("/") + 1) : path;
}
