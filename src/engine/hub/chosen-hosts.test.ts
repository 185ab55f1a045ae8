import { expect, test } from "vitest";
import { chooseHost, keepToChosenHosts } from "./chosen-hosts.ts";

/** A global scope whose `fetch` records the addresses it is asked for and follows redirects as a browser does. */
function scope(redirects: Record<string, string> = {}) {
  const asked: string[] = [];
  const kept = {
    location: { origin: "https://playground.test" },
    fetch: (async (input) => {
      asked.push(String(input));
      return Object.defineProperty(new Response("x"), "url", { value: redirects[String(input)] ?? String(input) });
    }) as typeof fetch,
  };
  keepToChosenHosts(kept);
  return { kept, asked };
}

test("asks its own site, whose files go by relative addresses too, blobs and data", async () => {
  const { kept, asked } = scope();
  const own = ["https://playground.test/models/index.json", "models/index.json", "data:,x", "blob:https://a.test/1"];
  for (const address of own) await kept.fetch(address);
  expect(asked).toEqual(own);
});

test("another host is refused, without a request, until it is chosen", async () => {
  const { kept, asked } = scope();
  const address = "https://mirror.test/someone/model";
  await expect(kept.fetch(address)).rejects.toThrow(/does not ask this host \(https:\/\/mirror.test\/someone\/model\)/);
  expect(asked).toEqual([]);
  chooseHost("https://mirror.test/");
  await kept.fetch(address);
  await expect(kept.fetch("https://mirror.test.elsewhere.test/")).rejects.toThrow(/does not ask/);
  expect(asked).toEqual([address]);
});

test("a chosen hub may send on to where it keeps its files", async () => {
  const file = "https://hub.test/resolve/main/model.safetensors";
  const { kept } = scope({ [file]: "https://files.hub.test/abc" });
  chooseHost("https://hub.test");
  await expect(kept.fetch("https://files.hub.test/abc")).rejects.toThrow(/does not ask/);
  await kept.fetch(file);
  await kept.fetch("https://files.hub.test/abc");
});

test("no host is asked without encryption, but on this machine", async () => {
  const { kept } = scope();
  chooseHost("http://plain.test");
  chooseHost("http://127.0.0.1:9000");
  await expect(kept.fetch("http://plain.test/x")).rejects.toThrow(/Expected an https address/);
  await kept.fetch("http://127.0.0.1:9000/x");
});
