import { Loader, Popover, Text, UnstyledButton } from "@mantine/core";
import { IconAlertTriangle, IconCpu, IconDeviceDesktop } from "@tabler/icons-react";
import { type DeviceState, useDevice } from "../state/device.ts";
import classes from "./DeviceBadge.module.css";

const backendNames = { webgpu: "WebGPU", wasm: "Wasm" };

function summary({ status, backend, label }: DeviceState): string {
  if (status === "starting") return "Starting…";
  if (status === "failed" || backend === null) return "No device";
  return `${backendNames[backend]} · ${label}`;
}

function details({ status, backend, threads, f16, reason }: DeviceState): string[] {
  const precision = f16 ? "Shaders may use half precision (f16)." : "Single precision (f32) only.";
  const width = threads === 1 ? "One thread." : `${threads} threads.`;
  const facts = status === "ready" ? [backend === "webgpu" ? precision : width] : [];
  return [...facts, reason].filter((line) => line !== "");
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
    <div role="status" aria-label="Device">
      <Popover position="bottom-end" width={280} shadow="sm" trapFocus returnFocus>
        <Popover.Target>
          <UnstyledButton className={classes.badge} data-status={device.status}>
            <StatusIcon {...device} />
            <span>{summary(device)}</span>
          </UnstyledButton>
        </Popover.Target>
        <Popover.Dropdown>
          {(lines.length > 0 ? lines : ["Looking for the fastest device this browser offers."]).map((line) => (
            <Text key={line} size="sm">
              {line}
            </Text>
          ))}
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
