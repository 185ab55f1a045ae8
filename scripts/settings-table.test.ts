import { expect, test } from "vitest";
import { settingsPage } from "./settings-table.ts";

test("docs/settings.md says what the rows say", async () => {
  await expect(settingsPage()).toMatchFileSnapshot("../docs/settings.md");
});
