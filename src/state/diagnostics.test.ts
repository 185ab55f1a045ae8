import { expect, test } from "vitest";
import { diagnosticsText } from "./diagnostics.ts";

test("diagnostics have what a bug report needs, and nothing that a person wrote", () => {
  const text = diagnosticsText({
    hash: "#/train?runs=bt,icrm&seed=3&device=wasm&data=data%3Amy-salaries&prompt=Ann+has+3+cats",
    userAgent: "Firefox",
    cores: 2,
    isolated: true,
    device: {
      ...{ status: "ready", backend: "webgpu", label: "some adapter", reason: "", threads: 2, f16: true },
      limits: { maxBufferSize: 1024, maxStorageBufferBindingSize: 512 },
    },
    errors: [
      {
        after: 5,
        report: { what: 'A record of "Ann" cannot be read', where: "salaries.csv, line 3", found: "Ann, 100" },
      },
      { after: 9, report: { what: "The device was lost", where: "engine", found: "out of memory" } },
    ],
  });
  for (const secret of ["Ann", "salaries", "cats"]) expect(text).not.toContain(secret);
  expect(JSON.parse(text)).toMatchObject({
    packages: { "onnxruntime-web": expect.stringMatching(/\d/) },
    device: { label: "some adapter", limits: { maxBufferSize: 1024 } },
    page: "/train",
    settings: { runs: "bt,icrm", seed: "3", device: "wasm", data: "omitted" },
    errors: [
      { what: "A record of “…” cannot be read", where: "omitted", found: "omitted" },
      { what: "The device was lost", where: "engine", found: "out of memory" },
    ],
  });
});
