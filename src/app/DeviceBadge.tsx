import { Loader, Popover, Text, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCpu, IconDeviceDesktop } from "@tabler/icons-react";
import { t } from "../i18n/i18n.ts";
import { translated } from "../i18n/translated.ts";
import { type DeviceState, useDevice } from "../state/device.ts";
import classes from "./DeviceBadge.module.css";

const backendNames = { webgpu: "WebGPU", wasm: "Wasm" };

function Summary({ status, backend, label }: DeviceState) {
  if (status === "starting") return t("Starting…");
  if (status === "failed" || backend === null) return t("No device");
  return (
    <>
      {backendNames[backend]}
      <span className={classes.label}> · {translated(label)}</span>
    </>
  );
}

function details({ status, backend, threads, f16, reason }: DeviceState): string[] {
  const precision = f16 ? t("Shaders may use half precision (f16).") : t("Single precision (f32) only.");
  const width = threads === 1 ? t("One thread.") : t("{threads} threads.", { threads });
  const facts = status === "ready" ? [backend === "webgpu" ? precision : width] : [];
  return [...facts, translated(reason)].filter((line) => line !== "");
}

function StatusIcon({ status, backend }: DeviceState) {
  if (status === "starting") return <Loader size={12} color="gray" aria-hidden />;
  if (status === "failed") return <IconAlertTriangle size={14} stroke={1.5} aria-hidden />;
  const Icon = backend === "webgpu" ? IconDeviceDesktop : IconCpu;
  return <Icon size={14} stroke={1.5} aria-hidden />;
}

/** The device that the engine runs on; a click shows why. */
export function DeviceBadge() {
  const device = useDevice();
  const lines = details(device);
  return (
    <div role="status" aria-label={t("Device")}>
      <Popover position="bottom-end" width={280} shadow="sm" trapFocus returnFocus>
        <Popover.Target>
          <UnstyledButton className={classes.badge} data-status={device.status}>
            <StatusIcon {...device} />
            <span>
              <Summary {...device} />
            </span>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          {(lines.length > 0 ? lines : [t("Looking for the fastest device this browser offers.")]).map((line) => (
            <Text key={line} size="sm">
              {line}
            </Text>
          ))}
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
