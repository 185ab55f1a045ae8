import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const json = (path: string) => JSON.parse(readFileSync(path, "utf8"));

test("the libraries that benchmarks measure the playground beside are not installed with it, so that nothing can bundle them", () => {
  const peers = Object.keys(json("bench/peers/package.json").dependencies);
  expect(peers).toContain("@tensorflow/tfjs");
  const installed = Object.keys(json("package-lock.json").packages);
  expect(installed).toContain("node_modules/@jax-js/jax");
  expect(peers.filter((name) => installed.some((path) => path.endsWith(`node_modules/${name}`)))).toEqual([]);
});

test("no code of the playground imports a benchmark", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((file) => /\.(tsx?|mdx)$/.test(file));
  expect(files).toContain("main.tsx");
  const importing = files.filter((file) => /["'][./]+\/bench\//.test(readFileSync(`src/${file}`, "utf8")));
  expect(importing).toEqual([]);
});
