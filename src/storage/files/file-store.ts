/** Files by path, each written and read as a whole. Folders come and go with their files. */
export interface FileStore {
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** null where there is no such file. */
  read(path: string): Promise<Uint8Array | null>;
  /** A file without reading it: its bytes come when they are asked for, where the store can do that. */
  open(path: string): Promise<Blob | null>;
  has(path: string): Promise<boolean>;
  /** Names of the files and folders in a folder; none where there is no such folder. */
  list(folder: string): Promise<string[]>;
  /** A file, or a folder with all that is in it; nothing happens where there is neither. */
  remove(path: string): Promise<void>;
  /** Bytes of all files in a folder, at any depth. */
  size(folder: string): Promise<number>;
}
