"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useState } from "react";
import {
  changesBetween,
  NO_DRAFTS,
  type SettingDifference,
  type SettingDrafts,
  withEdit,
  withoutDone,
} from "@/components/settings/setting-drafts";
import type { SettingList, SettingView } from "@/shared/schemas/system-setting";
import { readSetting } from "@/shared/settings/resolve-settings";
import { isSettingName } from "@/shared/settings/settings";
import { useTRPC } from "@/trpc/client";

type Errors = ReadonlyMap<string, string>;

/** With one full stop at its end. */
const sentence = (text: string): string => `${text.replace(/\.$/, "")}.`;

const NO_ERRORS: Errors = new Map();

/** Where another admin's change is seen while the page is open. */
const POLL_MS = 30_000;

/** The list of settings with the edits on it, and what somebody else saved since the first of them. */
export function useSystemSettings() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(
    trpc.settings.list.queryOptions(undefined, { refetchInterval: POLL_MS, staleTime: 0 }),
  );
  const [base, setBase] = useState<SettingList | undefined>(query.data);
  const [drafts, setDrafts] = useState<SettingDrafts>(NO_DRAFTS);
  const [errors, setErrors] = useState<Errors>(NO_ERRORS);
  const [meanwhile, setMeanwhile] = useState<readonly SettingDifference[]>([]);

  const { data } = query;
  if (data !== undefined && data !== base) {
    if (base !== undefined && data.version !== base.version && drafts.size > 0) {
      setMeanwhile(changesBetween(base, data));
      setDrafts(withoutDone(data, drafts));
    }
    setBase(data);
  }

  /** Takes up the list that an own change returned. */
  const adopt = useCallback(
    (list: SettingList) => {
      setBase(list);
      setMeanwhile([]);
      queryClient.setQueryData(trpc.settings.list.queryKey(), list);
      void queryClient.invalidateQueries({ queryKey: trpc.settings.history.queryKey() });
      void queryClient.invalidateQueries({ queryKey: trpc.preferences.read.queryKey() });
    },
    [queryClient, trpc],
  );
  const edit = useCallback((setting: SettingView, value: string | null) => {
    setDrafts((now) => withEdit(now, setting, value));
    const { name } = setting;
    const read = value === null || !isSettingName(name) ? null : readSetting(name, value.trim());
    setErrors((now) => {
      const next = new Map(now);
      if (read !== null && "message" in read) next.set(name, sentence(read.message));
      else next.delete(name);
      return next;
    });
  }, []);
  const forget = useCallback((setting: SettingView) => {
    const without = <T>(now: ReadonlyMap<string, T>) =>
      new Map([...now].filter(([name]) => name !== setting.name));
    setDrafts(without);
    setErrors(without);
  }, []);
  const discard = useCallback(() => {
    setDrafts(NO_DRAFTS);
    setErrors(NO_ERRORS);
    setMeanwhile([]);
  }, []);
  return {
    query,
    list: base,
    drafts,
    /** What is wrong with an edit, by the setting's name. */
    errors: new Map([...errors].filter(([name]) => drafts.has(name))) as Errors,
    meanwhile,
    edit,
    forget,
    discard,
    adopt,
    showErrors: useCallback(
      (found: Readonly<Record<string, string>>) =>
        setErrors(new Map(Object.entries(found).map(([name, text]) => [name, sentence(text)]))),
      [],
    ),
    dismissMeanwhile: useCallback(() => setMeanwhile([]), []),
  };
}
