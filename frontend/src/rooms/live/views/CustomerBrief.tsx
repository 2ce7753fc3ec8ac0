import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useId, type ReactNode } from 'react';

import { quoteOf } from '@/lib/lineEnd';
import { deedText, dueText } from '@/lib/promises';
import { cx } from '@/ui/cx';
import { clock } from '@/ui/time';
import { HANDLING_NAMES, objectionName, speakerName } from '@/ui/words';

import {
  briefQuery,
  lastCallText,
  useKeepPromise,
  type Brief,
  type OpenPromise,
} from './customerBrief';
import { useSettled } from './useSettled';

const TYPING_MS = 350;

interface CustomerBriefProps {
  name: string;
  company: string;
  /** Says which of several customers is meant. */
  onCompany: (company: string) => void;
}

/** What the last calls with this customer left open. Nothing for somebody new. */
export function CustomerBrief({ name, company, onCompany }: CustomerBriefProps) {
  const asked = useSettled(`${name}\n${company}`, TYPING_MS);
  const [who = '', firm = ''] = asked.split('\n');
  const known = useQuery(briefQuery(who, firm)).data;
  const choices = known?.choices.filter((choice) => choice.company !== null) ?? [];
  return (
    <div className="mt-4 empty:hidden">
      {known?.brief ? (
        <BriefView brief={known.brief} />
      ) : choices.length > 0 ? (
        <div className="bg-canvas rounded-2xl p-4">
          <p className="text-ink-soft text-sm">You have called somebody of that name at:</p>
          <div className="mt-1.5 flex flex-wrap gap-1.5">
            {choices.map((choice) => (
              <button
                key={choice.company}
                type="button"
                onClick={() => onCompany(choice.company ?? '')}
                className="bg-sheet text-ink hover:bg-sunken cursor-pointer rounded-lg px-2.5 py-1 text-sm font-semibold shadow-[inset_0_0_0_1px_var(--edge)]"
              >
                {choice.company}
              </button>
            ))}
          </div>
        </div>
      ) : null}
    </div>
  );
}

/** The brief itself, short enough to be read before the phone rings. */
export function BriefView({ brief }: { brief: Brief }) {
  const now = new Date();
  const sides = (['salesperson', 'customer'] as const).map((owner) => ({
    owner,
    promises: brief.promises.filter((promise) => promise.owner === owner),
  }));
  return (
    <section aria-label={`Last time with ${brief.name}`} className="bg-canvas rounded-2xl p-4">
      <p role="status" className="text-ink text-sm font-semibold">
        <Link
          to="/calls/$callId"
          params={{ callId: brief.last_call_id }}
          search={brief.reviewed ? { view: 'review' as const } : {}}
          target="_blank"
          className="rounded underline-offset-2 hover:underline"
        >
          {lastCallText(brief, now)}
        </Link>
      </p>
      {brief.company !== null && <p className="text-ink-faint text-sm">{brief.company}</p>}
      {brief.stopped_at !== null && (
        <Said said={brief.stopped_at} label="Where it stopped">
          “{quoteOf(brief.stopped_at.quote)}”
        </Said>
      )}
      {!brief.reviewed && (
        <p className="text-ink-faint mt-1 text-sm">Its review is still being made.</p>
      )}
      {sides.map(
        ({ owner, promises }) =>
          promises.length > 0 && (
            <Part
              key={owner}
              title={owner === 'salesperson' ? 'You promised' : `${first(brief.name)} promised`}
            >
              {promises.map((promise) => (
                <PromiseRow key={promise.said.call_id + promise.key} promise={promise} now={now} />
              ))}
            </Part>
          ),
      )}
      {brief.objections.length > 0 && (
        <Part title="Not settled yet">
          {brief.objections.map(({ type, handling, said }) => (
            <li key={type}>
              <Said said={said} label={speakerName('customer', brief.name)}>
                <span className="text-ink">{objectionName(type)}</span>, {HANDLING_NAMES[handling]}
              </Said>
            </li>
          ))}
        </Part>
      )}
    </section>
  );
}

const TITLE = /^(mr|mrs|ms|miss|mx|dr|prof|sir|herr|frau|m|mme|sr|sra|shri|smt)\.?$/i;

/** What one calls them by: a first name, or all of "Mr. Keller". */
function first(name: string): string {
  const [word = name] = name.split(' ');
  return TITLE.test(word) ? name : word;
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <div className="mt-3">
      <h3 id={id} className="text-ink-faint text-sm font-semibold">
        {title}
      </h3>
      <ul aria-labelledby={id}>{children}</ul>
    </div>
  );
}

function PromiseRow({ promise, now }: { promise: OpenPromise; now: Date }) {
  const keep = useKeepPromise();
  const { key, what, due, due_on: dueOn, overdue, said } = promise;
  const when = dueText({ due, dueOn }, now);
  return (
    <li className="flex items-baseline gap-2">
      <input
        type="checkbox"
        aria-label={`Done: ${what}`}
        title="Done"
        checked={keep.isPending || keep.isSuccess}
        disabled={keep.isPending}
        onChange={() => keep.mutate({ call_id: said.call_id, promise: key, kept: true })}
        className="accent-accent size-4 shrink-0 translate-y-0.5 cursor-pointer"
      />
      <div className="min-w-0 flex-1">
        <Said
          said={said}
          label={said.start_ms === null ? 'Said in the call' : `Said at ${clock(said.start_ms)}`}
        >
          <span className="text-ink">{deedText(what)}</span>
          {when !== '' && (
            <span className={cx('figures block', overdue && 'text-caution font-semibold')}>
              {overdue ? `${when}: overdue` : when}
            </span>
          )}
        </Said>
      </div>
    </li>
  );
}

interface SaidProps {
  said: OpenPromise['said'];
  label: string;
  children: ReactNode;
}

/** Leads to the moment, in a page of its own: what is being prepared here stays. */
function Said({ said, label, children }: SaidProps) {
  return (
    <Link
      to="/calls/$callId"
      params={{ callId: said.call_id }}
      search={{ turn: said.turn_id }}
      target="_blank"
      title={`${label}: “${quoteOf(said.quote)}”`}
      className="text-ink-soft hover:bg-sunken -mx-1.5 block rounded-lg px-1.5 py-0.5 text-sm"
    >
      {children}
    </Link>
  );
}
