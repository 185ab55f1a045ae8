import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import type { Plugin } from "vite";

/** A package of which the build contains something. */
export interface ShippedPackage {
  name: string;
  version: string;
  licence: string;
  /** The texts of its licence and notice files. */
  texts: readonly string[];
}

/**
 * Lists the licences of all packages whose code, style or Wasm is in the page or one of its workers. Vite's own list
 * (`build.license`) leaves out the workers, which contain most of the engine's packages.
 * @returns plugins for the page's bundle, which writes the list, and for the bundles of its workers, which are made
 *   before the page's
 */
export function withLicences(): { page: () => Plugin; worker: () => Plugin } {
  const folders = new Set<string>();
  const collect: Plugin["generateBundle"] = (_, bundle) => {
    for (const output of Object.values(bundle)) {
      const origins = output.type === "chunk" ? output.moduleIds : output.originalFileNames;
      for (const origin of origins) {
        const folder = packageFolder(origin.startsWith("\0") ? origin : resolve(origin));
        if (folder) folders.add(folder);
      }
    }
  };
  return {
    worker: () => ({ name: "licences-of-workers", apply: "build", generateBundle: collect }),
    page: () => ({
      name: "licences",
      apply: "build",
      generateBundle(...args) {
        collect.apply(this, args);
        for (const name of SERVICE_WORKER_PACKAGES) folders.add(dirname(require.resolve(`${name}/package.json`)));
        const packages = [...folders].map(readPackage).sort((a, b) => (a.name < b.name ? -1 : 1));
        this.emitFile({ type: "asset", fileName: "licences.txt", source: licencesText(packages) });
      },
    }),
  };
}

const require = createRequire(import.meta.url);

/** The service worker has the list of all files of the build, so it is made after this one. */
const SERVICE_WORKER_PACKAGES = ["workbox-core", "workbox-precaching", "workbox-routing", "workbox-strategies"];

/** The folder of the package that a module belongs to; null for a module of this project. */
export function packageFolder(module: string): string | null {
  // Helper modules that the bundler writes into its output.
  const [, bundler] = /^\0(vite|rolldown)\//.exec(module) ?? [];
  if (bundler) return dirname(require.resolve(`${bundler}/package.json`));
  return /^\0?(.*\bnode_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(module)?.[1] ?? null;
}

/** @throws Error if the package names no licence: it must not be shipped */
export function readPackage(folder: string): ShippedPackage {
  const { name, version, license, homepage } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  if (typeof license !== "string" || license === "")
    throw new Error(`${name}@${version} names no licence (${folder}).`);
  const files = readdirSync(folder).filter((file) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), "utf8").trim());
  const elsewhere = homepage ?? `https://www.npmjs.com/package/${name}`;
  if (texts.length === 0) texts.push(`The package comes without its text; more at ${elsewhere}`);
  return { name, version, licence: license, texts };
}

function licencesText(packages: readonly ShippedPackage[]): string {
  const own = readFileSync(join(dirname(import.meta.dirname), "LICENSE"), "utf8").trim();
  const parts = packages.map(({ name, version, licence, texts }) =>
    [`${name} ${version}: ${licence}`, ...texts].join("\n\n"),
  );
  return `${[`ICRM Playground\n\n${own}`, "It has parts of these packages.", ...parts].join(`\n\n${"─".repeat(80)}\n\n`)}\n`;
}
