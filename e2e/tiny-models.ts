import { Buffer } from "node:buffer";
import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "@playwright/test";
import { formatJsonLines } from "../src/engine/data/json-lines.ts";
import { tinyModels } from "../src/testing/tiny-models.ts";
import { tinyPairs } from "../src/testing/tiny-pairs.ts";

const tiny = tinyModels();

/**
 * Serves random two-layer models in place of the embedded ones, so that no test depends on what the embedded models
 * have learned.
 */
export async function serveTinyModels(context: BrowserContext, change: ReadonlyMap<string, Uint8Array> = new Map()) {
  // Addresses of a hub also contain "models" and are not served here.
  await context.route(/(?<!\/api)\/models\//, async (route) => {
    const path = new URL(route.request().url()).pathname.split("/models/")[1] ?? "";
    const body = change.get(path) ?? tiny.get(path);
    await route.fulfill(
      body
        ? { body: Buffer.from(body), contentType: "application/octet-stream" }
        : { status: 404, contentType: "text/plain", body: "Not found" },
    );
  });
}

/** Answers no request for a model, for tests of what a page shows before or without any: to open models takes long. */
export async function withoutModels(page: Page): Promise<void> {
  await page.route("**/models/**", () => {});
}

/** Serves a few pairs in place of the embedded ones: 24 to train on, 8 held out. */
export async function serveTinyPairs(context: BrowserContext): Promise<void> {
  await context.route("**/data/preferences-*", (route) => {
    const train = route.request().url().includes("train");
    const body = gzipSync(formatJsonLines(tinyPairs(train ? 24 : 8, train ? 1 : 2)));
    return route.fulfill({ body, contentType: "application/gzip" });
  });
}

/** A file that is served. */
export function tinyFile(path: string): Uint8Array {
  const bytes = tiny.get(path);
  if (!bytes) throw new Error(`No tiny model has ${path}`);
  return bytes;
}
