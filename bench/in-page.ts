import type { BrowserContext } from "playwright";
import { createServer } from "vite";
import { chromiumFlags } from "../scripts/browser.ts";
import { withFreshProfile } from "./browser.ts";

/** Calls a function that a module of this folder exports, in a page; arguments and results are JSON. */
export type CallInPage = <T>(module: string, name: string, ...args: readonly unknown[]) => Promise<T>;

/**
 * Opens a page that gets the modules from the development server. Its Wasm uses one thread, like that of a sweep's
 * workers; its WebGPU is a software adapter.
 */
export async function withPage<T>(work: (call: CallInPage) => Promise<T>): Promise<T> {
  const server = await createServer({ logLevel: "error", server: { hmr: false, watch: null } });
  await server.listen();
  try {
    const address = server.resolvedUrls?.local[0] ?? "";
    return await withFreshProfile((context) => opened(context, address, work), chromiumFlags);
  } finally {
    await server.close();
  }
}

async function opened<T>(context: BrowserContext, address: string, work: (call: CallInPage) => Promise<T>): Promise<T> {
  const page = await context.newPage();
  await page.goto(`${address}#/about`);
  await page.evaluate(`import("/src/worker/one-thread.ts")`);
  return work((module, name, ...args) =>
    page.evaluate(`import("/bench/${module}").then((module) => module.${name}(...${JSON.stringify(args)}))`),
  );
}
