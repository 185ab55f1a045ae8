/** `npm test`: runs every check, with the time of each phase and one closing line over all test runners. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { add, type Counts, closingLine, noTests, playwrightCounts, vitestCounts } from "./counts.ts";
import { ensureBrowser } from "./install-browser.ts";
import { run } from "./run.ts";

interface Phase {
  name: string;
  command: [string, ...string[]];
  env?: Record<string, string>;
  /** Phases that must have succeeded before this one. */
  needs?: string[];
  /** For test runners: reads the counts from the report they write. */
  counts?: () => Counts;
}

const reports = mkdtempSync(join(tmpdir(), "icrm-playground-"));
const reportFile = (name: string) => join(reports, `${name}.json`);
const readReport = (name: string) => JSON.parse(readFileSync(reportFile(name), "utf8"));

const vitest = (project: string, projects = project): Phase => ({
  name: `tests (${project})`,
  command: [
    "vitest",
    "run",
    "--project",
    projects,
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${reportFile(project)}`,
  ],
  counts: () => vitestCounts(readReport(project)),
});

/**
 * Stages follow each other. The lanes of a stage run side by side, since their phases leave a core idle; the phases of a
 * lane follow each other.
 */
const stages: Phase[][][] = [
  [
    [
      { name: "types", command: ["tsc"] },
      { name: "types (engine and flows, without the DOM)", command: ["tsc", "-p", "tsconfig.engine.json"] },
      { name: "lint", command: ["biome", "ci", "."] },
      { name: "build", command: ["vite", "build"] },
      { name: "size", command: ["tsx", "scripts/size.ts"], needs: ["build"] },
    ],
    [
      {
        name: "tests (Python)",
        command: ["tsx", "scripts/test-python.ts", reportFile("python")],
        counts: () => readReport("python"),
      },
    ],
  ],
  [[vitest("node", "node*")]],
  [[vitest("browser")]],
  [
    [
      {
        name: "tests (end to end)",
        command: ["playwright", "test", "--reporter=list,json"],
        env: { PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile("e2e") },
        needs: ["build"],
        counts: () => playwrightCounts(readReport("e2e")),
      },
    ],
  ],
];

/**
 * Runs a phase and returns its counts. A phase that failed outside its tests counts as one failure, so that nothing
 * broken counts as green.
 */
async function runPhase({ command: [command, ...args], env, counts }: Phase, hear?: Hear): Promise<Counts> {
  const code = await run(command, args, env, hear).catch((error: unknown) => {
    console.error(String(error));
    return 1;
  });
  let result = noTests;
  try {
    result = counts?.() ?? noTests;
  } catch (error) {
    console.error(`No report: ${String(error)}`);
    return { ...noTests, failed: 1 };
  }
  return code !== 0 && result.failed === 0 ? { ...result, failed: 1 } : result;
}

type Hear = (output: Uint8Array) => void;

/** Runs the phases of a lane. @param isAlone whether no lane runs beside it; otherwise a phase's output is shown when it has ended */
async function runLane(lane: readonly Phase[], isAlone: boolean): Promise<void> {
  for (const phase of lane) {
    const missing = phase.needs?.find((name) => broken.has(name));
    if (missing) {
      broken.add(phase.name);
      summary.push(`${phase.name}: not run, ${missing} failed`);
      continue;
    }
    const title = `\n── ${phase.name}\n`;
    const output: Uint8Array[] = [];
    if (isAlone) process.stdout.write(title);
    const start = performance.now();
    const counts = await runPhase(phase, isAlone ? undefined : (part) => output.push(part));
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    if (!isAlone) process.stdout.write(Buffer.concat([Buffer.from(title), ...output]));
    if (counts.failed > 0) broken.add(phase.name);
    total = add(total, counts);
    summary.push(`${phase.name}: ${counts.failed > 0 ? "FAILED" : "ok"}, ${seconds} s`);
  }
}

console.log(`Browser: ${await ensureBrowser()}`);

let total = noTests;
const summary: string[] = [];
const broken = new Set<string>();
for (const lanes of stages) await Promise.all(lanes.map((lane) => runLane(lane, lanes.length === 1)));

console.log(`\n${summary.join("\n")}\n${closingLine(total)}`);
rmSync(reports, { recursive: true });
process.exitCode = total.failed > 0 ? 1 : 0;
