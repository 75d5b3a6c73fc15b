import { BROKER_TYPES } from "@/shared/schemas/broker";
import { choice, onOff } from "@/shared/settings/setting-kinds";

const COMMON = { scope: "person" } as const;

/** How pages look and behave; each person may choose otherwise. */
export const INTERFACE_SETTINGS = {
  THEME: choice({
    ...COMMON,
    label: "Theme",
    help: "Light, dark, or as the device is set.",
    yaml: "ui.theme",
    options: ["light", "dark", "auto"],
    initially: "auto",
  }),
  SHOW_TOOLTIPS: onOff({
    ...COMMON,
    label: "Show tooltips",
    help: "Whether short explanations appear beside what is pointed at. What is needed to understand a page never stands in a tooltip alone.",
    yaml: "ui.show_tooltips",
    initially: "true",
  }),
  AUTO_COLLAPSE_PANELS: onOff({
    ...COMMON,
    label: "Collapse when connected",
    help: "Whether the panels of a connection fold up once it is connected.",
    yaml: "ui.auto_collapse_panels",
    initially: "true",
  }),
  SHOW_CONNECTION_STATUS: onOff({
    ...COMMON,
    label: "Show the status of connections",
    help: "Whether every page has the indicator of the connections' status.",
    yaml: "ui.show_connection_status",
    initially: "true",
  }),
  CONNECTION_STATUS_POSITION: choice({
    ...COMMON,
    label: "Position of the status indicator",
    help: "Where pages have the indicator of the connections' status.",
    yaml: "ui.connection_status_position",
    options: ["top", "bottom"],
    initially: "top",
  }),
  DEFAULT_BROKER: choice({
    ...COMMON,
    label: "Default broker",
    help: "The broker that is chosen already where a connection is added.",
    yaml: "connection.default_broker",
    options: BROKER_TYPES,
    initially: "robinhood",
  }),
} as const;
