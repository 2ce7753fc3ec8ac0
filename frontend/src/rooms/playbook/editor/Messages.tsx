import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';

import { Banner } from '@/ui/Banner';
import { Button, buttonClass } from '@/ui/Button';
import { Confirm } from '@/ui/Confirm';

import type { EditingState } from '../draft/editing';
import { placed } from '../draft/search';
import { baseOf } from '../draft/editings';
import { useEditor } from './context';
import { useShell } from './shell';
import { sentence } from './TextField';

const SHOWN = 6;

/** What stands in the way of a save, with what to do about it. */
export function Messages({ state, onCopy }: { state: EditingState; onCopy: () => void }) {
  const { detail, editing, saving } = useShell();
  const [asking, setAsking] = useState(false);
  const { trouble } = saving;
  const { base, changed } = state;
  const newer = changed && detail.version > base.version ? detail.version : null;
  const version = trouble?.kind === 'conflict' ? Math.max(trouble.version, newer ?? 0) : newer;

  return (
    <div className="grid shrink-0 gap-2 px-4 empty:hidden sm:px-6 [&>*:last-child]:mb-3">
      {version !== null && (
        <Banner
          tone="caution"
          title={`Somebody else saved version ${version} meanwhile`}
          action={
            <span className="flex flex-wrap gap-2">
              <Link
                to="/playbooks/$playbookId/versions"
                params={{ playbookId: detail.id }}
                search={{ version, from: base.version }}
                className={buttonClass('quiet', 'sm')}
              >
                What they changed
              </Link>
              <Button size="sm" disabled={detail.version < version} onClick={() => setAsking(true)}>
                Take theirs
              </Button>
              <Button
                size="sm"
                tone="primary"
                busy={saving.busy}
                onClick={() => void saving.saveOver(version)}
              >
                Save mine
              </Button>
            </span>
          }
        >
          Your changes to version {base.version} are still here. If you save them, theirs stays in
          the list of versions.
        </Banner>
      )}
      <Confirm
        open={asking}
        onOpenChange={setAsking}
        title="Give up your changes?"
        confirm="Take theirs"
        cancel="Keep mine"
        onConfirm={() => {
          setAsking(false);
          saving.forget();
          editing.reset(baseOf(detail));
        }}
      >
        The editor then shows version {version}. What you changed since is gone.
      </Confirm>
      {trouble?.kind === 'failed' && (
        <Banner
          tone="alarm"
          title="It is not saved"
          action={
            <Button size="sm" busy={saving.busy} onClick={() => void saving.save()}>
              Try again
            </Button>
          }
        >
          {trouble.message} Your changes are kept in this tab.
        </Banner>
      )}
      {trouble?.kind === 'gone' && (
        <Banner tone="alarm" title="This playbook was deleted meanwhile">
          Your changes are kept in this tab. Copy what you need into another playbook.
        </Banner>
      )}
      <ProblemSummary state={state} refusals={saving.refusals} />
      {detail.read_only && (
        <Banner
          tone="info"
          compact
          title="This playbook comes from a file."
          action={
            <Button size="sm" onClick={onCopy}>
              Make a copy to edit
            </Button>
          }
        >
          Here it can be read and tried, not changed.
        </Banner>
      )}
      {detail.origin === 'demo' && (
        <Banner
          tone="info"
          compact
          title={`This is an example: it sells ${detail.product}, a made-up product.`}
          action={
            <Link to="/playbooks/first-run" className={buttonClass('secondary', 'sm')}>
              Set up yours
            </Link>
          }
        />
      )}
    </div>
  );
}

/** Every problem at once, each leading to its field. It takes the focus when a save was refused. */
function ProblemSummary({ state, refusals }: { state: EditingState; refusals: number }) {
  const { reveal } = useEditor();
  const { problems, draft } = state;
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (refusals > 0) box.current?.focus();
  }, [refusals]);
  if (problems.length === 0) return null;
  const title = problems.length === 1 ? 'One thing to mend' : `${problems.length} things to mend`;
  return (
    <div ref={box} tabIndex={-1} className="rounded-xl outline-none">
      <Banner tone="alarm" title={`${title} before it can be saved`}>
        <ul className="mt-1 grid gap-0.5">
          {problems.slice(0, SHOWN).map((problem) => {
            const where = placed(draft, problem);
            return (
              <li key={`${problem.key}.${problem.field}.${problem.message}`}>
                <button
                  type="button"
                  onClick={() => reveal(problem)}
                  className="text-ink cursor-pointer rounded text-left underline decoration-current/40 underline-offset-2 hover:decoration-current"
                >
                  {where === null ? 'The playbook' : [...where.trail, where.label].join(' › ')}
                </button>
                {`: ${sentence(problem.message)}`}
              </li>
            );
          })}
          {problems.length > SHOWN && <li>and {problems.length - SHOWN} more</li>}
        </ul>
      </Banner>
    </div>
  );
}
