import { RoleBadges } from "@/components/members/role-badges";
import { describePermissions } from "@/components/members/role-texts";
import { Section } from "@/components/ui/section";
import type { Viewer } from "@/shared/schemas/member";

/** Who the person is here and what the roles allow. */
export function ProfileSection({ viewer }: { viewer: Viewer }) {
  return (
    <Section title="You">
      <dl className="grid grid-cols-[6rem_1fr] gap-x-4 gap-y-2">
        <dt className="text-ink-soft">Name</dt>
        <dd>{viewer.displayName}</dd>
        <dt className="text-ink-soft">E-mail</dt>
        <dd className="break-all">{viewer.email}</dd>
        <dt className="text-ink-soft">Roles</dt>
        <dd className="flex flex-col items-start gap-1">
          <RoleBadges roles={viewer.roles} />
          <span className="text-13 text-ink-soft">
            With them you may {describePermissions(viewer.permissions)}.
            {viewer.isOwner && " You own this install."}
          </span>
        </dd>
      </dl>
    </Section>
  );
}
