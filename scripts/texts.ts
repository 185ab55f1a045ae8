/**
 * Lists what a catalogue lacks, in the form of a catalogue, and what no file uses:
 *
 *   npm run texts                        all
 *   npm run texts src/ui src/app         the texts of these folders, and where texts are hard-wired in them
 */

import chinese from "../src/i18n/locales/zh-CN.ts";
import { type SourceFile, sourceFiles } from "./i18n/project.ts";

const catalogue: Record<string, string> = chinese;
const folders = process.argv.slice(2);
const isAsked = ({ file }: SourceFile) => folders.length === 0 || folders.some((folder) => file.startsWith(folder));

const files = sourceFiles();
const used = new Set(files.flatMap(({ messages }) => messages));
const asked = files.filter(isAsked);
const missing = new Set(asked.flatMap(({ messages }) => messages).filter((text) => !catalogue[text]));
console.log(JSON.stringify(Object.fromEntries([...missing].map((text) => [text, ""])), null, 2));

for (const { file, hardWired } of folders.length > 0 ? asked : [])
  for (const { text } of hardWired) console.error(`hard-wired in ${file}: ${text}`);
for (const text of Object.keys(catalogue)) if (!used.has(text)) console.error(`unused: ${text}`);
console.error(`${missing.size} missing of ${used.size}`);
