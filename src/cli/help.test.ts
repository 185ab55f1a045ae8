import { describe, expect, test } from "vitest";
import { icrm, icrmProcess } from "../testing/cli.ts";

const COMMANDS = [
  "generate",
  "world",
  "score",
  "dataset",
  "import",
  "export",
  "values",
  "evaluate",
  "best-of-n",
  "train",
  "sweep",
  "align",
  "reproduce",
  "pretrain",
  "models",
];
const MODELS = ["list", "inspect", "pull", "onnx"].map((name) => `models ${name}`);

describe.concurrent("help", () => {
  test("of the program lists every command", async () => {
    const { code, stdout, stderr } = await icrmProcess("--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const listed = [...stdout.matchAll(/^ {2}([a-z][a-z-]*) /gm)].map(([, name]) => name);
    expect(listed.filter((name) => name !== "help")).toEqual(COMMANDS);
  });

  test("of models lists what can be done with them", async () => {
    const { stdout } = await icrm("models", "--help");
    for (const name of MODELS) expect(stdout).toContain(`\n  ${name.split(" ")[1]} `);
  });

  const single = COMMANDS.filter((name) => name !== "models");
  test.for([...single, ...MODELS])("of %s says what it does and takes", async (name) => {
    const { code, stdout, stderr } = await icrm(...name.split(" "), "--help");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`Usage: icrm ${name} [options]`);
    expect(stdout).toContain("--json");
  });
});

describe.concurrent("a command that cannot be understood", () => {
  test.for([
    [["explode"], /unknown command 'explode'/],
    [["world", "--split", "exam"], /'exam' is invalid.*train, validation, test/],
  ] as const)("fails with the reason on stderr: %s", async ([args, reason]) => {
    const { code, stdout, stderr } = await icrmProcess(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(reason);
  });
});
