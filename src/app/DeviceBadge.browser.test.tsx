import { MantineProvider } from "@mantine/core";
import { createRoot, type Root } from "react-dom/client";
import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { lookForDevice, showDevice, useDevice } from "../state/device.ts";
import { DeviceBadge } from "./DeviceBadge.tsx";

let root: Root;
beforeEach(() => {
  useDevice.setState(useDevice.getInitialState(), true);
  root = createRoot(document.body.appendChild(document.createElement("div")));
  root.render(
    <MantineProvider>
      <DeviceBadge />
    </MantineProvider>,
  );
});
afterEach(() => root.unmount());

test("names the device, and tells on demand why it is this one", async () => {
  await expect.element(page.getByRole("status")).toHaveTextContent("Starting…");
  useDevice.setState({ status: "ready", backend: "wasm", label: "CPU", reason: "No WebGPU adapter.", threads: 4 });
  await expect.element(page.getByRole("status")).toHaveTextContent("Wasm · CPU");
  await page.getByRole("button").click();
  await expect.element(page.getByText("No WebGPU adapter.")).toBeVisible();
  await expect.element(page.getByText("4 threads.")).toBeVisible();
});

test("on a page without an engine it names the device that one would run on", async () => {
  await lookForDevice();
  await expect.element(page.getByRole("status")).toHaveTextContent(/^WebGPU · |^Wasm · /);
});

test("the device is the one that the address asks for", async () => {
  location.hash = "#/runs?sort=name&device=wasm";
  await lookForDevice();
  location.hash = "";
  await expect.element(page.getByRole("status")).toHaveTextContent("Wasm · ");
  await page.getByRole("button").click();
  await expect.element(page.getByText("Wasm was asked for.")).toBeVisible();
});

test("what an engine says counts more", async () => {
  const looking = lookForDevice();
  showDevice({ backend: "wasm", reason: "Asked for.", adapter: null, f16: false, limits: null, threads: 3 });
  await looking;
  await expect.element(page.getByRole("status")).toHaveTextContent("Wasm · 3 threads");
});

test("a device that failed is no device, and says why", async () => {
  useDevice.setState({ status: "failed", reason: "The worker stopped." });
  await expect.element(page.getByRole("status")).toHaveTextContent("No device");
  await page.getByRole("button").click();
  await expect.element(page.getByText("The worker stopped.")).toBeVisible();
});
