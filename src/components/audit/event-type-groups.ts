import { AUDIT_EVENT_TYPES, AUDIT_EVENTS, type AuditEventType } from "@/shared/audit-events";

const GROUP_OF_TARGET: Record<(typeof AUDIT_EVENTS)[AuditEventType]["targetType"], string> = {
  user: "People and sign-in",
  install: "People and sign-in",
  app_session: "People and sign-in",
  invitation: "People and sign-in",
  procedure: "People and sign-in",
  connection: "Connections",
  broker_session: "Broker sessions and keys",
  data_key: "Broker sessions and keys",
  master_key: "Broker sessions and keys",
  key_rotation: "Broker sessions and keys",
  setting: "Settings",
  notice_channel: "Notices",
  api_token: "Programs",
  bots: "Programs",
};

/** The event types under their headings, in the vocabulary's order. */
export const EVENT_TYPE_GROUPS = [...new Set(Object.values(GROUP_OF_TARGET))].map((label) => ({
  label,
  options: AUDIT_EVENT_TYPES.filter((type) => GROUP_OF_TARGET[AUDIT_EVENTS[type].targetType] === label).map(
    (type) => ({ value: type, label: AUDIT_EVENTS[type].message }),
  ),
}));
