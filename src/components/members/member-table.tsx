"use client";

import { Ban, CircleCheck, Ellipsis, ShieldCheck, UserCheck, UserX } from "lucide-react";
import { RoleBadges } from "@/components/members/role-badges";
import { Badge } from "@/components/ui/badge";
import { type DataColumn, DataTable } from "@/components/ui/data-table";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuItem } from "@/components/ui/menu";
import { RelativeTime } from "@/components/ui/relative-time";
import type { MemberView } from "@/shared/schemas/member";

interface MemberTableProps {
  members: readonly MemberView[];
  ownUserId: string;
  onChangeRoles: (member: MemberView) => void;
  onChangeDisabled: (member: MemberView) => void;
}

function statusBadge(member: MemberView) {
  if (member.disabledAt !== null) {
    return (
      <Badge tone="locked" icon={<Ban aria-hidden />}>
        Disabled
      </Badge>
    );
  }
  return (
    <Badge tone="ok" icon={<CircleCheck aria-hidden />}>
      Active
    </Badge>
  );
}

/** Everyone who may sign in, with what they may do. */
export function MemberTable({ members, ownUserId, onChangeRoles, onChangeDisabled }: MemberTableProps) {
  const columns: DataColumn<MemberView>[] = [
    {
      key: "name",
      header: "Name",
      phone: "title",
      render: (member) => (
        <span className="inline-flex items-center gap-2 align-middle font-medium">
          {member.displayName}
          {member.userId === ownUserId && <Badge>You</Badge>}
          {member.isOwner && <Badge>Owner</Badge>}
        </span>
      ),
    },
    { key: "email", header: "E-mail", render: (member) => <span className="break-all">{member.email}</span> },
    { key: "roles", header: "Roles", render: (member) => <RoleBadges roles={member.roles} /> },
    { key: "status", header: "Status", render: statusBadge },
    {
      key: "seen",
      header: "Last seen",
      render: (member) =>
        member.lastSeenAt === null ? (
          <span className="text-ink-soft">Never</span>
        ) : (
          <RelativeTime at={member.lastSeenAt} />
        ),
    },
    {
      key: "actions",
      header: <span className="sr-only">Actions</span>,
      align: "end",
      phone: "corner",
      width: "w-12",
      render: (member) => (
        <Menu
          trigger={
            <IconButton label={`Actions for ${member.displayName}`} size="small">
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          <MenuItem onSelect={() => onChangeRoles(member)}>
            <ShieldCheck aria-hidden />
            Change roles
          </MenuItem>
          <MenuItem
            disabled={member.isOwner || member.userId === ownUserId}
            {...(member.disabledAt === null ? { tone: "danger" as const } : {})}
            onSelect={() => onChangeDisabled(member)}
          >
            {member.disabledAt === null ? <UserX aria-hidden /> : <UserCheck aria-hidden />}
            {member.disabledAt === null ? "Disable member" : "Enable member"}
          </MenuItem>
        </Menu>
      ),
    },
  ];
  return <DataTable caption="Members" columns={columns} rows={members} rowKey={(member) => member.userId} />;
}
