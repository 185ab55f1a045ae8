import { expect, test } from "vitest";
import { appearanceOf, searchWith } from "./appearance.ts";

test("an address says how pages are shown; what it cannot say is left out", () => {
  expect(appearanceOf("?embed=signal")).toEqual({ embed: "signal", present: false, hide: [] });
  expect(appearanceOf("?embed=everything&hide=legend,nothing")).toEqual({
    embed: null,
    present: false,
    hide: ["legend"],
  });
  expect(appearanceOf("?present&hide=legend,controls")).toMatchObject({ present: true, hide: ["controls", "legend"] });
});

test("an appearance is written beside the other parameters of an address, and read again", () => {
  const shown = { embed: null, present: true, hide: ["controls", "legend"] } as const;
  const search = searchWith("?lang=zh-CN&embed=curve", shown);
  expect(search).toBe("?present&lang=zh-CN&hide=controls,legend");
  expect(appearanceOf(search)).toEqual(shown);
  expect(searchWith(search, { embed: null, present: false, hide: [] })).toBe("?lang=zh-CN");
  expect(searchWith("?present", { embed: null, present: false, hide: [] })).toBe("");
});
