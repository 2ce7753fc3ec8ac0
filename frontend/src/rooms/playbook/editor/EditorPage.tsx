import { useNavigate, useSearch } from '@tanstack/react-router';
import { ChevronUp } from 'lucide-react';
import { useCallback, useMemo, useState } from 'react';

import { useHotkeys } from '@/lib/hotkeys';
import { useStore } from '@/lib/store';
import { cx } from '@/ui/cx';

import { addressText, type Address } from '../draft/address';
import { trailTo } from '../draft/tree';
import { SECTIONS, sectionOf, type SectionId } from '../draft/words';
import { useDuplicate } from '../playbookQueries';
import { TrialBox } from '../trial/TrialBox';
import { EditorContext, OpenContext, ProblemsContext, type EditorTools } from './context';
import { EditorHeader } from './EditorHeader';
import { Messages } from './Messages';
import { SearchWindow } from './SearchWindow';
import { SectionNav } from './SectionNav';
import { Section } from './sections';
import { useShell } from './shell';
import { UndoToast } from './UndoToast';
import { useReveal } from './useReveal';
import { useSteady } from './useSteady';
import { useUndoKeys } from './useUndoKeys';

/** One section of the playbook in the middle, and beside it what a call would make of it. */
export function EditorPage() {
  const { detail, editing, saving } = useShell();
  const state = useStore(editing.store);
  const search = useSearch({ from: '/playbooks/$playbookId/' });
  const navigate = useNavigate();
  const duplicate = useDuplicate();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState('');
  const [announced, setAnnounced] = useState('');
  const [searching, setSearching] = useState(false);
  const [trying, setTrying] = useState(false);
  const section = SECTIONS.find(({ id }) => id === search.section)?.id ?? 'product';
  const playbookId = detail.id;

  const show = useCallback(
    (id: SectionId) =>
      void navigate({
        to: '/playbooks/$playbookId',
        params: { playbookId },
        search: { section: id },
        replace: true,
      }),
    [navigate, playbookId],
  );
  const openAll = useCallback(
    (keys: readonly string[]) => setOpen((before) => new Set([...before, ...keys])),
    [],
  );
  const toggle = useCallback(
    (key: string, want?: boolean) =>
      setOpen((before) => {
        const next = new Set(before);
        if (want ?? !next.has(key)) next.add(key);
        else next.delete(key);
        return next;
      }),
    [],
  );
  const reveal = useReveal(editing, show, openAll);

  const tools = useMemo<EditorTools>(
    () => ({
      editing,
      readOnly: detail.read_only,
      reveal,
      toggle,
      tryLine: (text) => {
        setSaid(text);
        setTrying(true);
      },
      announce: setAnnounced,
    }),
    [editing, detail.read_only, reveal, toggle],
  );
  const { problems } = state;
  const marked = useMemo(() => {
    const trails = problems.map(({ key }) => trailTo(editing.store.get().draft, key));
    return {
      messages: new Map(problems.map((each) => [addressText(each), each.message])),
      within: new Set(trails.flat().map(({ entry }) => entry.key)),
      sections: new Set(
        trails
          .map((trail, at) => sectionOf(trail, problems[at]?.field ?? ''))
          .filter((each) => each !== null),
      ),
    };
  }, [problems, editing]);

  const step = (way: () => Address | null): void => {
    const field = way();
    if (field !== null) reveal(field);
  };
  const undo = useSteady(() => step(editing.undo));
  const redo = useSteady(() => step(editing.redo));
  const startSearch = useSteady(() => setSearching(true));
  const canEdit = !detail.read_only;
  useHotkeys(
    {
      'ctrl+s': () => canEdit && editing.store.get().changed && !saving.busy && void saving.save(),
      'ctrl+k': startSearch,
      '/': startSearch,
    },
    !searching,
  );
  useUndoKeys(undo, redo, canEdit);

  return (
    <EditorContext value={tools}>
      <OpenContext value={open}>
        <ProblemsContext value={marked}>
          <div className="flex h-full flex-col pt-2">
            <EditorHeader
              name={state.draft.name}
              version={state.base.version}
              changed={state.changed}
              canUndo={state.past.length > 0}
              canRedo={state.future.length > 0}
              onSearch={startSearch}
              onUndo={undo}
              onRedo={redo}
            />
            <Messages
              state={state}
              onCopy={() =>
                duplicate.mutate(playbookId, {
                  onSuccess: (copy) =>
                    void navigate({
                      to: '/playbooks/$playbookId',
                      params: { playbookId: copy.id },
                    }),
                })
              }
            />
            <div className="flex min-h-0 flex-1 flex-col xl:grid xl:grid-cols-[216px_minmax(0,1fr)]">
              <SectionNav playbookId={playbookId} current={section} wrong={marked.sections} />
              <div className="grid min-h-0 flex-1 max-lg:grid-rows-[minmax(0,1fr)_auto] lg:grid-cols-[minmax(0,1fr)_340px] xl:grid-cols-[minmax(0,1fr)_400px]">
                <div key={section} className="min-h-0 overflow-y-auto px-6 pt-1 pb-24 sm:px-8">
                  <div className="mx-auto max-w-3xl">
                    <Section id={section} draft={state.draft} />
                  </div>
                </div>
                <aside
                  data-own-undo
                  className="max-lg:bg-canvas max-lg:shadow-float flex min-h-0 flex-col max-lg:z-10 max-lg:rounded-t-2xl"
                >
                  <button
                    type="button"
                    aria-expanded={trying}
                    onClick={() => setTrying(!trying)}
                    className="text-ink flex shrink-0 cursor-pointer items-center justify-between px-6 py-3 text-base font-semibold lg:hidden"
                  >
                    Try what a customer might say
                    <ChevronUp
                      aria-hidden
                      className={cx('size-4 transition-transform', trying && 'rotate-180')}
                    />
                  </button>
                  <div
                    className={cx(
                      'min-h-0 flex-1 overflow-y-auto px-6 pt-1 pb-8 lg:pl-2',
                      trying ? 'max-lg:max-h-[55dvh]' : 'max-lg:hidden',
                    )}
                  >
                    <TrialBox playbookId={playbookId} text={said} onText={setSaid} />
                  </div>
                </aside>
              </div>
            </div>
          </div>
          <SearchWindow open={searching} onOpenChange={setSearching} onFound={reveal} />
          <UndoToast />
          <p aria-live="polite" className="sr-only">
            {announced}
          </p>
        </ProblemsContext>
      </OpenContext>
    </EditorContext>
  );
}
