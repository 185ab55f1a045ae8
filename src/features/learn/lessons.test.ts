import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { speak } from "../../i18n/i18n.ts";
import chinese from "../../i18n/locales/zh-CN.ts";
import { translated } from "../../i18n/translated.ts";
import { bestOfNAddress } from "../../state/best-of-n-view.ts";
import { decodeBranches } from "../../state/link.ts";
import { readSweepSearch, sweepSearch } from "../../state/sweep-search.ts";
import { readTrainSearch, trainSearch } from "../../state/train-search.ts";
import { DEFAULT_SETTINGS } from "../../state/train-settings.ts";
import { isSymbol } from "../../ui/glossary.ts";
import { type ExploreSearch, readExploreSearch } from "../explore/search.ts";
import { LESSONS, lessonOf } from "./lessons.ts";
import { LESSON_LINKS, type LessonLink } from "./links.ts";

const FOLDER = join(import.meta.dirname, "lessons");
const LANGUAGES = { en: "", "zh-CN": "zh-CN/" };
const texts = new Map(
  Object.values(LANGUAGES).flatMap((folder) =>
    readdirSync(join(FOLDER, folder))
      .filter((name) => name.endsWith(".mdx"))
      .map((name) => [`${folder}${name}`, readFileSync(join(FOLDER, folder, name), "utf8")] as const),
  ),
);
const lessons = [...texts].filter(([name]) => /(^|\/)\d/.test(name));

test.each(Object.values(LANGUAGES))("every lesson has one text in %s, in the order of its number", (folder) => {
  const own = lessons.map(([name]) => name).filter((name) => name.slice(0, -basename(name).length) === folder);
  expect(own).toEqual(LESSONS.map(({ id }, place) => `${folder}${place + 1}-${id}.mdx`));
});

test("a lesson is found by its address, whatever the case of its letters", () => {
  expect(lessonOf("Value")?.lesson.id).toBe("value");
  expect(lessonOf("VALUES")).toBeNull();
  expect(lessonOf(undefined)).toBeNull();
});

test("the teacher's page tells of every lesson, by its title and minutes", () => {
  for (const [language, folder] of Object.entries(LANGUAGES)) {
    if (language !== "en") speak(language, chinese);
    const rows = LESSONS.map(({ title, minutes }, place) => `"${place + 1}", "${translated(title)}", "${minutes}"`);
    expect(rows.filter((row) => !texts.get(`${folder}teachers.mdx`)?.includes(row))).toEqual([]);
  }
  speak("en", {});
});

test.each(lessons.filter(([name]) => name.startsWith("zh-CN/")))(
  "%s has the parts of the English text",
  (name, text) => {
    const parts = (of = "") =>
      [...of.matchAll(/^\$\$|<(?:Where|OpenIn|Result|\w+Figure)\b[^>]*>|right=\{\d\}/gm)].map(([part]) => part);
    expect(parts(text)).toEqual(parts(texts.get(basename(name))));
  },
);

test.each([...texts])("%s: every symbol is in the glossary, and named below the formula that has it", (_, text) => {
  const inFormulas = [...text.matchAll(/\\sym\{(\w+)\}/g)].map(([, id]) => id as string);
  const named = [...text.matchAll(/<Where ids="([^"]+)"/g)].flatMap(([, ids]) => (ids as string).split(" "));
  const inText = [...text.matchAll(/<Sym id="(\w+)"/g)].map(([, id]) => id as string);
  expect([...inFormulas, ...named, ...inText].filter((id) => !isSymbol(id))).toEqual([]);
  expect(inFormulas.filter((id) => !named.includes(id))).toEqual([]);
});

test.each([...texts])("%s: no letter of a formula is left unexplained", (_, text) => {
  for (const [, formula] of text.matchAll(/\$\$([\s\S]+?)\$\$/g)) {
    expect(bare(formula as string)).toBe("");
  }
});

/** The letters of a formula outside of `\sym{…}{…}`, without commands and words set as text. */
function bare(formula: string): string {
  let rest = formula.replace(/\\(?:text|mathrm)\{[^}]*\}/g, "");
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest.replace(/\\sym\{\w+\}\{(?:[^{}]|\{[^{}]*\})*\}/g, "");
  }
  return rest.replace(/\\[a-zA-Z]+/g, "").replace(/[^a-zA-Z]/g, "");
}

test.each(lessons)("%s: one prediction, one figure, one thing to try, one way on", (_, text) => {
  const count = (pattern: RegExp) => [...text.matchAll(pattern)].length;
  expect(count(/<Predict\b/g)).toBe(1);
  expect(count(/<\w+Figure\b/g)).toBe(1);
  expect(count(/<Try>/g)).toBe(1);
  expect(count(/<OpenIn link="\w+"/g)).toBeGreaterThan(0);
});

const links = Object.entries<LessonLink>(LESSON_LINKS);

test("every link is used, and every link that is used is there", () => {
  const used = [...texts.values()].flatMap((text) => [...text.matchAll(/<OpenIn link="(\w+)"/g)].map(([, id]) => id));
  expect([...new Set(used)].sort()).toEqual(links.map(([id]) => id).sort());
});

test.each(links.filter(([, { to }]) => to === "/train"))("%s opens Train with what it says", (_, { search }) => {
  const { settings, device, pins, problems } = readTrainSearch(search);
  expect(problems).toEqual([]);
  expect(settings).not.toEqual(DEFAULT_SETTINGS);
  expect(trainSearch(settings, device, pins ?? [], [], {} as Parameters<typeof trainSearch>[4])).toEqual(search);
});

test.each(links.filter(([, { to }]) => to === "/sweep"))("%s opens Sweep with what it says", (_, { search }) => {
  const { draft, data, heldOutData, problems } = readSweepSearch(search);
  expect(problems).toEqual([]);
  expect(sweepSearch({ ...draft, source: { name: "", train: "", heldOut: null } }, { data, heldOutData })).toEqual(
    search,
  );
});

test.each(links.filter(([, { to }]) => to === "/explore"))("%s opens Explore with what it says", (_, { search }) => {
  const read = readExploreSearch(search);
  expect(read).toEqual({ search, problems: [] });
  expect(decodeBranches((read.search as ExploreSearch).t ?? "").length).toBeGreaterThan(0);
});

test.each(links.filter(([, { to }]) => to === "/best-of-n"))(
  "%s opens Best-of-N with what it says",
  (_, { search }) => {
    expect(bestOfNAddress.searchOf(bestOfNAddress.read(search).view)).toEqual(search);
  },
);
