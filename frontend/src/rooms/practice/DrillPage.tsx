import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { RotateCcw, Square, Volume2 } from 'lucide-react';
import { useMemo, useState } from 'react';

import { useHotkeys } from '@/lib/hotkeys';
import { withLineEnd } from '@/lib/lineEnd';
import { BackLink } from '@/ui/BackLink';
import { Button, buttonClass } from '@/ui/Button';
import { Loading } from '@/ui/Loading';
import { NotLoaded } from '@/ui/NotLoaded';

import { AnswerBox } from './AnswerBox';
import { dateText } from './days';
import { Earlier } from './Earlier';
import type { Answered, OpenedDrill } from './practiceApi';
import { drillQuery, drillsQuery, useAnswer } from './practiceQueries';
import { Result } from './Result';
import { useLineSound } from './useLineSound';

/** One missed moment, once more. */
export function DrillPage() {
  const { drillId = '' } = useParams({ strict: false });
  const query = useQuery(drillQuery(drillId));
  return (
    <div className="mx-auto max-w-2xl px-4 pt-6 pb-20 sm:px-6 lg:pt-12">
      <BackLink to="/practice">Practice</BackLink>
      {query.data !== undefined ? (
        <Exercise key={drillId} opened={query.data} />
      ) : query.isError ? (
        <NotLoaded
          level={1}
          title="The drill could not be opened"
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : (
        <Loading label="Loading the drill" row="h-24" className="mt-8" />
      )}
    </div>
  );
}

function Exercise({ opened }: { opened: OpenedDrill }) {
  const { drill, line, before } = opened;
  const answer = useAnswer(drill.id);
  const [shown, setShown] = useState<Answered | null>(null);
  const navigate = useNavigate();
  const next = useQuery(drillsQuery).data?.find(
    (each) => each.drill.due && each.drill.id !== drill.id,
  );
  const sound = useLineSound(
    useMemo(
      () => ({
        callId: drill.call_id,
        startMs: line.start_ms,
        endMs: line.end_ms,
        text: line.text,
        recorded: opened.recorded,
      }),
      [drill.call_id, line, opened.recorded],
    ),
  );
  const goOn = (): void => {
    if (next === undefined) void navigate({ to: '/practice' });
    else void navigate({ to: '/practice/$drillId', params: { drillId: next.drill.id } });
  };
  useHotkeys({
    h: () => sound.can && sound.play(),
    t: () => shown !== null && setShown(null),
    n: () => shown !== null && goOn(),
  });
  const who = [opened.title, opened.company].filter(Boolean).join(', ');

  return (
    <>
      <p className="text-ink-faint mt-6 text-sm">
        <Link
          to="/calls/$callId"
          params={{ callId: drill.call_id }}
          search={{ turn: line.turn_id }}
          className="hover:text-ink rounded underline-offset-2 hover:underline"
        >
          {who}, {dateText(new Date(opened.called_at), new Date())}
        </Link>
      </p>
      <p className="text-ink-soft mt-1 text-base">{drill.opportunity}</p>
      {before !== null && (
        <p className="text-ink-faint mt-6 text-base">You: “{withLineEnd(before.text)}”</p>
      )}
      <h1 className="text-ink mt-3 text-2xl font-semibold tracking-[-0.01em] sm:text-3xl">
        “{withLineEnd(line.text)}”
      </h1>
      {sound.can && (
        <Button
          tone="quiet"
          size="sm"
          className="mt-3 -ml-2.5"
          icon={sound.busy ? <Square aria-hidden /> : <Volume2 aria-hidden />}
          onClick={sound.busy ? sound.stop : sound.play}
        >
          {sound.busy ? 'Stop' : 'Hear it'}
        </Button>
      )}
      {shown === null ? (
        <AnswerBox
          busy={answer.isPending}
          error={answer.error?.message ?? null}
          onAnswer={(text, saidBy) => answer.mutate({ text, saidBy }, { onSuccess: setShown })}
        />
      ) : (
        <>
          <Result attempt={shown.attempt} drill={shown.drill} saidThen={opened.said_then} />
          <div className="mt-6 flex flex-wrap gap-3">
            <Button
              tone={shown.attempt.comparison.ready ? 'secondary' : 'primary'}
              icon={<RotateCcw aria-hidden />}
              onClick={() => setShown(null)}
            >
              Try again
            </Button>
            <button
              type="button"
              onClick={goOn}
              className={buttonClass(shown.attempt.comparison.ready ? 'primary' : 'secondary')}
            >
              {next === undefined ? 'Done' : 'Next one'}
            </button>
          </div>
        </>
      )}
      <Earlier
        attempts={opened.attempts.filter((each) => each.id !== shown?.attempt.id)}
        drillId={drill.id}
      />
    </>
  );
}
