/** Files by path, each written and read as a whole. A folder exists as long as it has files. */
export interface FileStore {
  write(path: string, bytes: Uint8Array): Promise<void>;
  /** null if there is no such file. */
  read(path: string): Promise<Uint8Array | null>;
  /** Opens a file; its bytes are read on demand if the store can do that. null if there is no such file. */
  open(path: string): Promise<Blob | null>;
  has(path: string): Promise<boolean>;
  /** Names of the files and folders in a folder; empty if there is no such folder. */
  list(folder: string): Promise<string[]>;
  /** Removes a file, or a folder with its contents; does nothing if neither exists. */
  remove(path: string): Promise<void>;
  /** Bytes of all files in a folder, at any depth. */
  size(folder: string): Promise<number>;
}
