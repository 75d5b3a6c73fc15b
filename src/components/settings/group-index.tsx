import type { SettingList } from "@/shared/schemas/system-setting";

export const groupId = (group: string): string => `group-${group}`;

/** The groups that are shown, to jump to: beside a wide list, above a narrow one. */
export function GroupIndex({ groups }: { groups: SettingList["groups"] }) {
  return (
    <nav
      aria-label="Groups of settings"
      className="max-lg:-mx-4 max-lg:overflow-x-auto max-lg:px-4 lg:sticky lg:top-16 lg:max-h-[calc(100dvh-5rem)] lg:overflow-y-auto"
    >
      <ul className="flex gap-1 lg:flex-col lg:gap-0">
        {groups.map(({ group, title, settings }) => (
          <li key={group}>
            <a
              href={`#${groupId(group)}`}
              className="flex h-8 items-center justify-between gap-3 rounded-md px-2 text-13 whitespace-nowrap text-ink-soft hover:bg-sunken hover:text-ink max-lg:border max-lg:border-line pointer-coarse:h-11"
            >
              {title}
              <span className="text-12 tabular-nums">{settings.length}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
