import { expect, test } from "vitest";
import { isolated } from "./isolated.ts";
import { neededHere } from "./needed-here.ts";

test("what a host sends without headers of isolation gets them; what it sends with them keeps its own", async () => {
  const bare = isolated(new Response("page", { headers: { "Content-Type": "text/html" } }));
  expect(bare.headers.get("Cross-Origin-Opener-Policy")).toBe("same-origin");
  expect(bare.headers.get("Cross-Origin-Embedder-Policy")).toBe("require-corp");
  expect([bare.headers.get("Content-Type"), await bare.text()]).toEqual(["text/html", "page"]);
  const own = isolated(new Response("", { headers: { "Cross-Origin-Embedder-Policy": "credentialless" } }));
  expect(own.headers.get("Cross-Origin-Embedder-Policy")).toBe("credentialless");
});

test("a browser keeps the one build of ONNX Runtime that it runs", () => {
  const files = [
    "index.html",
    "assets/ort-wasm-simd-threaded.jspi-a.wasm",
    "assets/ort-wasm-simd-threaded.asyncify-b.wasm",
  ];
  const kept = (hasJspi: boolean) =>
    neededHere(
      files.map((url) => ({ url, revision: null })),
      hasJspi,
    ).map(({ url }) => url);
  expect(kept(true)).toEqual([files[0], files[1]]);
  expect(kept(false)).toEqual([files[0], files[2]]);
});
