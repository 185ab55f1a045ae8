/** Compares the JavaScript that a first visit loads before the engine, gzipped, with its budget. */
import { BUDGET, initialJavaScript } from "./initial-javascript.ts";

const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} kB`.padStart(10);

const files = initialJavaScript("dist");
for (const { file, bytes, gzip } of files) console.log(`${kilobytes(bytes)} ${kilobytes(gzip)} gzip  ${file}`);

const total = files.reduce((sum, { gzip }) => sum + gzip, 0);
const fits = total <= BUDGET;
console.log(
  `Initial JavaScript: ${kilobytes(total).trim()} gzip of ${kilobytes(BUDGET).trim()}${fits ? "" : ": TOO MUCH"}`,
);
process.exitCode = fits ? 0 : 1;
