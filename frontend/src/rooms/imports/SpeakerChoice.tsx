import { useState } from 'react';

import { Button } from '@/ui/Button';
import { Segments } from '@/ui/Segments';

import { useTellImport } from './importQueries';
import { told, type Import, type Role } from './importsApi';
import { whyText } from './importWords';

const ROLES = [
  { value: 'salesperson', label: 'Salesperson' },
  { value: 'customer', label: 'Customer' },
  { value: 'unknown', label: 'Leave open' },
] as const;

/** Who in a transcript is who: with what they said, and what the file suggests. */
export function SpeakerChoice({ job }: { job: Import }) {
  const named = job.speakers.filter(({ id }) => id !== '');
  const [roles, setRoles] = useState<Readonly<Record<string, Role>>>(() =>
    Object.fromEntries(named.map(({ id, suggested }) => [id, suggested])),
  );
  const tell = useTellImport();
  const sold = Object.values(roles).includes('salesperson');

  const choose = (id: string, role: Role): void => {
    const next = { ...roles, [id]: role };
    // Of two people who are not both open, the other one is the other side.
    const others = named.filter((each) => each.id !== id);
    if (others.length === 1 && others[0] !== undefined && role !== 'unknown') {
      next[others[0].id] = role === 'salesperson' ? 'customer' : 'salesperson';
    }
    setRoles(next);
  };

  return (
    <div className="bg-sheet shadow-sheet mt-3 rounded-2xl p-5">
      <h3 className="text-ink text-lg font-semibold">Who is who in this call?</h3>
      <p className="text-ink-soft mt-0.5 text-base">
        The coach reads both sides differently, so it has to know.
      </p>
      <ul className="divide-line mt-4 divide-y">
        {named.map((speaker) => {
          const why = whyText(speaker);
          return (
            <li key={speaker.id} className="py-4 first:pt-0">
              <div className="flex flex-wrap items-center justify-between gap-3">
                <p className="text-ink min-w-0 truncate text-base font-semibold">
                  {speaker.id}
                  {why !== null && (
                    <span className="text-ink-faint ml-2.5 text-sm font-normal">{why}</span>
                  )}
                </p>
                <Segments
                  label={`${speaker.id} is the`}
                  value={roles[speaker.id] ?? 'unknown'}
                  onChange={(role) => choose(speaker.id, role)}
                  options={ROLES}
                />
              </div>
              {speaker.samples.map((sample) => (
                <p key={sample} className="text-ink-soft mt-1.5 text-base">
                  “{sample}”
                </p>
              ))}
            </li>
          );
        })}
      </ul>
      <div className="mt-4 flex items-center justify-end gap-3">
        {tell.isError && (
          <p role="alert" className="text-alarm text-sm">
            {tell.error.message}
          </p>
        )}
        {!sold && (
          <p className="text-ink-soft text-sm">
            Without a salesperson there is no talk ratio and no advice.
          </p>
        )}
        <Button
          tone="primary"
          busy={tell.isPending}
          onClick={() =>
            tell.mutate({
              id: job.id,
              wishes: { ...told(job), roles },
            })
          }
        >
          Import
        </Button>
      </div>
    </div>
  );
}
