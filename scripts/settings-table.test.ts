import { expect, test } from "vitest";
import { settingsPython } from "./settings-python.ts";
import { settingsPage } from "./settings-table.ts";

test("docs/settings.md says what the rows say", async () => {
  await expect(settingsPage()).toMatchFileSnapshot("../docs/settings.md");
});

test("the settings of the pack for a cluster are those of the rows", async () => {
  await expect(settingsPython()).toMatchFileSnapshot("../public/cluster/icrm/settings_table.py");
});
