/** Vite's entry for a module that starts a file of the build. */
interface Chunk {
  file: string;
  imports?: string[];
}

export type Manifest = Record<string, Chunk>;

/**
 * The JavaScript files that loading `entries` fetches: the entries' own files and, at any depth, their static imports.
 */
export function closure(manifest: Manifest, entries: readonly string[]): string[] {
  const reached = new Set<string>();
  const visit = (name: string) => {
    if (reached.has(name)) return;
    reached.add(name);
    const chunk = manifest[name];
    if (!chunk) throw new Error(`The build has no "${name}"; see dist/.vite/manifest.json.`);
    chunk.imports?.forEach(visit);
  };
  entries.forEach(visit);
  const files = [...reached].map((name) => manifest[name]?.file ?? name);
  return [...new Set(files)].filter((file) => file.endsWith(".js"));
}
