import { z } from "zod";
import type { CommandCall, CommandRun } from "@/cli/command-spec";
import { fromNowText } from "@/cli/figures";
import { personAtTerminal } from "@/cli/install";
import { reply } from "@/cli/reply";
import { styleOf } from "@/cli/style";
import { tableOf } from "@/cli/table";
import { inviteMember } from "@/server/services/members/invite-member";
import { listInvitations } from "@/server/services/members/list-invitations";
import { listMembers } from "@/server/services/members/list-members";
import { setMemberDisabled } from "@/server/services/members/set-member-disabled";
import { setMemberRoles } from "@/server/services/members/set-member-roles";
import type { ServiceContext } from "@/server/services/service-context";
import { AppError } from "@/shared/app-error";
import { emailSchema, type MemberView, rolesSchema } from "@/shared/schemas/member";

/** `wheelhouse users list`: the people, and who is invited. */
export const listAll: CommandRun = async (call) => {
  const ctx = await personAtTerminal(call.install);
  const [members, invitations] = await Promise.all([listMembers(ctx), listInvitations(ctx)]);
  const now = ctx.clock.now();
  const style = styleOf(call.terminal);
  reply(call, { members, invitations }, () => [
    ...tableOf(
      [
        { title: "E-mail", text: ({ email }) => email },
        { title: "Name", text: ({ displayName }) => displayName },
        { title: "Roles", text: ({ roles }) => roles.join(", ") },
        { title: "State", text: stateText },
        { title: "Last seen", text: ({ lastSeenAt }) => fromNowText(lastSeenAt, now) },
      ],
      members,
      style,
    ),
    ...invitations.map(
      ({ email, roles, expiresAt }) =>
        `Invited: ${email} as ${roles.join(", ")}; the link ends ${fromNowText(expiresAt, now)}`,
    ),
  ]);
  return 0;
};

const stateText = ({ isOwner, disabledAt }: MemberView): string =>
  isOwner ? "owner" : disabledAt === null ? "active" : "disabled";

const rolesOf = (call: CommandCall) =>
  rolesSchema.parse(z.object({ role: z.array(z.string()).default([]) }).parse(call.options).role);

/** `wheelhouse users invite`: the link is the only thing on standard output. */
export const invite: CommandRun = async (call) => {
  const email = emailSchema.parse(call.words[0]);
  const ctx = await personAtTerminal(call.install);
  const { invitation, token } = await inviteMember(ctx, { email, roles: rolesOf(call) });
  const link = `${ctx.settings.publicUrl}/invite#${token}`;
  reply(call, { invitation, link }, () => {
    call.terminal.error(
      `Give this link to ${invitation.email}; it ends ${fromNowText(invitation.expiresAt, ctx.clock.now())}:`,
    );
    return [link];
  });
  return 0;
};

/** `wheelhouse users roles`. */
export const setRoles: CommandRun = (call) =>
  change(call, (ctx, { userId }) => setMemberRoles(ctx, { userId, roles: rolesOf(call) }));

/** `wheelhouse users disable`. */
export const disable: CommandRun = (call) =>
  change(call, (ctx, { userId }) => setMemberDisabled(ctx, { userId, disabled: true }));

/** `wheelhouse users enable`. */
export const enable: CommandRun = (call) =>
  change(call, (ctx, { userId }) => setMemberDisabled(ctx, { userId, disabled: false }));

async function change(
  call: CommandCall,
  act: (ctx: ServiceContext, member: MemberView) => Promise<MemberView>,
): Promise<number> {
  const email = emailSchema.parse(call.words[0]);
  const ctx = await personAtTerminal(call.install);
  const member = (await listMembers(ctx)).find((one) => one.email === email);
  if (member === undefined) {
    throw new AppError("API_RESOURCE_NOT_FOUND", `There is nobody here with the e-mail ${email}`);
  }
  const changed = await act(ctx, member);
  reply(call, changed, () => [
    `${changed.email}: ${changed.roles.join(", ")}${changed.disabledAt === null ? "" : " (disabled)"}`,
  ]);
  return 0;
}
