import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, preview } from "vite";

/** The built playground, served on the loopback address. */
export interface Site {
  /** Folder of the build. */
  folder: string;
  /** Address with a slash at its end. */
  address: string;
  close(): Promise<void>;
}

/** Builds the site at the first request; several benchmarks share it. */
export class SiteOnDemand {
  #site: Promise<Site> | null = null;

  open(): Promise<Site> {
    this.#site ??= openSite();
    return this.#site;
  }

  async close(): Promise<void> {
    await (await this.#site)?.close();
  }
}

/** Builds the present playground into a temporary folder and serves it as `npm start` does. */
async function openSite(): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), "icrm-bench-"));
  await build({ logLevel: "error", build: { outDir: folder, emptyOutDir: true } });
  const server = await preview({ logLevel: "error", build: { outDir: folder } });
  return {
    folder,
    address: server.resolvedUrls?.local[0] ?? "",
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}
