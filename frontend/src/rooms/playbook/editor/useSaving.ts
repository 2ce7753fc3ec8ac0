import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';

import { ApiError } from '@/wire/api';

import { baseOf } from '../draft/editings';
import type { Editing } from '../draft/editing';
import { savePlaybook } from '../playbookApi';
import { playbookQuery, usePlaybooksChanged, versionsQuery } from '../playbookQueries';

/** What stood in the way of the last save, besides problems in fields. */
export type SaveTrouble =
  { kind: 'conflict'; version: number } | { kind: 'gone' } | { kind: 'failed'; message: string };

export interface Saving {
  busy: boolean;
  trouble: SaveTrouble | null;
  /** Grows with every save that was refused for its fields. */
  refusals: number;
  /** Whether it was saved. */
  save: (note?: string) => Promise<boolean>;
  /** Saves over what somebody else has saved meanwhile. */
  saveOver: (version: number) => Promise<boolean>;
  forget: () => void;
}

export function useSaving(id: string, editing: Editing): Saving {
  const client = useQueryClient();
  const changed = usePlaybooksChanged();
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<SaveTrouble | null>(null);
  const [refusals, setRefusals] = useState(0);

  const save = useCallback(
    async (note?: string): Promise<boolean> => {
      const content = editing.content();
      const { draft, base } = editing.store.get();
      const said = note?.trim() ?? '';
      setBusy(true);
      setTrouble(null);
      try {
        const detail = await savePlaybook(id, base.version, content, said === '' ? null : said);
        editing.saved(baseOf(detail), draft);
        client.setQueryData(playbookQuery(id).queryKey, detail);
        await client.invalidateQueries({ queryKey: versionsQuery(id).queryKey });
        await changed();
        return true;
      } catch (cause) {
        if (!(cause instanceof ApiError)) throw cause;
        if (cause.problems.length > 0) {
          editing.refused(cause.problems);
          setRefusals((count) => count + 1);
        } else if (cause.currentVersion !== null) {
          setTrouble({ kind: 'conflict', version: cause.currentVersion });
        } else if (cause.status === 404) setTrouble({ kind: 'gone' });
        else setTrouble({ kind: 'failed', message: cause.message });
        return false;
      } finally {
        setBusy(false);
      }
    },
    [id, editing, client, changed],
  );

  const saveOver = useCallback(
    (version: number): Promise<boolean> => {
      editing.rebase(version);
      return save();
    },
    [editing, save],
  );

  return { busy, trouble, refusals, save, saveOver, forget: () => setTrouble(null) };
}
