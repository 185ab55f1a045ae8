import { spawnSync } from "node:child_process";
import { aptInstall } from "./apt.ts";

const advice =
  "The tests of the pack for a cluster need Python 3 with PyTorch. Install both, or set PYTHON_PATH to a Python that has it, and run the tests again.";

/** Names and paths of Python; the last is the Python that Debian's packages belong to. */
const candidates = () => [process.env.PYTHON_PATH, "python3", "/usr/bin/python3"].filter((name) => name !== undefined);

const hasTorch = (python: string) =>
  spawnSync(python, ["-c", "import torch.distributed"], { timeout: 300_000 }).status === 0;

/**
 * The path of a Python with PyTorch; installs Debian's PyTorch if there is none.
 * @throws Error that says what to do, if PyTorch cannot be installed
 */
export async function ensureTorch(): Promise<string> {
  const found = candidates().find(hasTorch);
  if (found) return found;
  if (process.env.PYTHON_PATH) throw new Error(`PYTHON_PATH is ${process.env.PYTHON_PATH}, which has no PyTorch.`);
  await aptInstall("python3-torch");
  const installed = candidates().find(hasTorch);
  if (installed) return installed;
  throw new Error(advice);
}
