import { useQuery } from '@tanstack/react-query';

import { withLineEnd } from '@/lib/lineEnd';
import { Loading } from '@/ui/Loading';
import { speakerName } from '@/ui/words';
import { Window } from '@/ui/Window';

import type { Behind, Occurrence, Scope } from './insightsApi';
import { occurrencesQuery } from './insightsQueries';
import { MomentOf } from './Moments';
import { verdictText } from './words';

interface OccurrencesWindowProps {
  scope: Scope;
  behind: Behind;
  onClose: () => void;
}

/** The moments behind a figure, each leading to its call. */
export function OccurrencesWindow({ scope, behind, onClose }: OccurrencesWindowProps) {
  const found = useQuery(occurrencesQuery(scope, behind));
  return (
    <Window
      open
      onOpenChange={(open) => !open && onClose()}
      title={behind.title}
      description="The newest first. Each leads to its call."
      className="max-w-2xl"
    >
      {found.isPending ? (
        <Loading label="Loading the moments" row="h-16" />
      ) : found.error !== null ? (
        <p role="alert" className="text-alarm text-base">
          {found.error.message}
        </p>
      ) : (
        <ul className="divide-line divide-y">
          {found.data.map((each) => (
            <Row key={each.call.call_id + each.spot.turn_id} occurrence={each} />
          ))}
        </ul>
      )}
    </Window>
  );
}

function Row({ occurrence }: { occurrence: Occurrence }) {
  const { call, spot, then, verdict } = occurrence;
  return (
    <li className="py-2.5">
      <p className="text-ink-soft text-sm">
        {speakerName(spot.speaker, call.customer)}{' '}
        <span className="text-ink font-semibold">{verdictText(verdict)}</span>
      </p>
      <MomentOf call={call} spot={spot} />
      {then !== null && (
        <p className="text-ink-soft mt-0.5 pl-12 text-sm">
          {speakerName(then.speaker, call.customer)}: “{withLineEnd(then.text)}”
        </p>
      )}
    </li>
  );
}
