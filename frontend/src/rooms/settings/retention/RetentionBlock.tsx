import { Banner } from '@/ui/Banner';
import type { Retention } from '@/wire/retention';

import { Block } from '../Block';
import { Loading } from '../Loading';
import { DaysRow } from './DaysRow';
import { useRetention } from './useRetention';

const FIRST_CALL_DAYS = 365;

/** How long recordings and whole calls are kept. */
export function RetentionBlock() {
  const { retention, change, ...loading } = useRetention();
  if (retention === undefined) return <Loading {...loading} />;
  const { sound_days, call_days, default_sound_days, most_days, due } = retention;
  const text = dueText(due);
  return (
    <Block
      title="How long calls are kept"
      intro="Counted from the end of a call. What is too old is deleted once a day, for good."
    >
      <div className="divide-line divide-y">
        <DaysRow
          title="Delete recordings"
          meaning="Only the sound goes; what was said stays to be read."
          days={sound_days}
          first={default_sound_days ?? FIRST_CALL_DAYS}
          most={most_days}
          onSave={(days) => change({ sound_days: days })}
        />
        <DaysRow
          title="Delete calls"
          meaning="Transcript, cards, notes, review and sound go together."
          days={call_days}
          first={FIRST_CALL_DAYS}
          most={most_days}
          onSave={(days) => change({ call_days: days })}
        />
      </div>
      {text !== null && <Banner tone="caution" compact title={text} className="mt-2" />}
    </Block>
  );
}

/** What goes within a day; null for nothing. */
export function dueText({ calls, sounds }: Retention['due']): string | null {
  const parts = [
    calls > 0 && counted(calls, 'call'),
    sounds > 0 && `${counted(sounds, 'recording')}${calls > 0 ? ' of others' : ''}`,
  ].filter((part) => part !== false);
  if (parts.length === 0) return null;
  const verb = calls + sounds === 1 ? 'is' : 'are';
  return `${parts.join(' and ')} ${verb} older than that and will be deleted within a day.`;
}

function counted(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : `${one}s`}`;
}
